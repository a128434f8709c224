package dev.penstock.benchmarks.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

  @Test
  void eachRoundKnowsHowFarItsConsumerWas() throws Exception {
    try (Chain chain = new Chain()) {
      List<FlowRun.Round> rounds =
          new FlowRun(chain, 1, LIMIT_NANOS, Thread::new).measure(20, 1, 1);

      for (int i = 1; i < rounds.size(); i++) {
        assertThat(rounds.get(i).apartBefore()).isEqualTo(rounds.get(i - 1).apartAfter());
      }
      assertThat(rounds).as("answered in time, once at least").anyMatch(r -> r.apartAfter() > 0);
    }
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

  /** Two consumers in a row, the second of which gets nothing before the first is done with it. */
  private static final class Chain implements Flow {
    private final Check first = new Check(1, Payload.NUMBERED, 0);
    private final Check second = new Check(1, Payload.NUMBERED, 0);
    private final ExecutorService one = Executors.newSingleThreadExecutor();
    private final ExecutorService two = Executors.newSingleThreadExecutor();

    @Override
    public List<Check> checks() {
      return List.of(first, second);
    }

    @Override
    public void start() {}

    @Override
    public void publish(int producer, long from, int count) {
      one.execute(
          () -> {
            take(first, from, count);
            two.execute(() -> take(second, from, count));
          });
    }

    private static void take(Check check, long from, int count) {
      for (long n = from; n < from + count; n++) {
        check.take(n, n, true);
      }
    }

    @Override
    public void close() {
      one.shutdownNow();
      two.shutdownNow();
    }
  }
}
