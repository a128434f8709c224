package dev.penstock.benchmarks.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FlowRunTest {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long NEVER = -1;

  @Test
  void aLibraryThatDeliversEverythingIsMeasured() throws Exception {
    assertThat(measure(new Direct(NEVER))).hasSize(2).allMatch(round -> round.figure() > 0);
  }

  @Test
  void aLibraryThatDeliversAWrongMessageIsNot() {
    assertThatThrownBy(() -> measure(new Direct(5000))).isInstanceOf(VerificationException.class);
  }

  private static List<FlowRun.Round> measure(Flow flow) throws Exception {
    return new FlowRun(flow, 1, LIMIT_NANOS, Thread::new).measure(2, 1, 1);
  }

  /** Hands messages over on the producer's own thread, all but one of them right. */
  private static final class Direct implements Flow {
    private final Check check = new Check(1, Payload.NUMBERED, 0);
    private final long wrong;

    Direct(long wrong) {
      this.wrong = wrong;
    }

    @Override
    public List<Check> checks() {
      return List.of(check);
    }

    @Override
    public void start() {}

    @Override
    public void publish(int producer, long from, int count) {
      for (long n = from; n < from + count; n++) {
        check.take(n == wrong ? n - 1 : n);
        if (check.isLast(n)) {
          check.end();
        }
      }
    }

    @Override
    public void close() {}
  }
}
