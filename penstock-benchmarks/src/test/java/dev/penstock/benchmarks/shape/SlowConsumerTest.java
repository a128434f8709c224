package dev.penstock.benchmarks.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SlowConsumerTest {
  private static final int ROUNDS = 3;
  private static final long LIMIT_MILLIS = 30_000;

  /** Hands over on the sender's thread, so nearly all of its time is work. */
  private static SlowConsumer slow(long wrongAt) {
    return new SlowConsumer(
        (spec, receiver) ->
            new Channel() {
              @Override
              public void start() {}

              @Override
              public void send(long value) throws InterruptedException {
                receiver.take(value == wrongAt ? -1 : value);
              }

              @Override
              public void close() {}
            },
        new ChannelSpec("direct", 8, Thread::new));
  }

  @Test
  void throughputIsTheShareOfEachRoundThatWasWorked() throws Exception {
    try (SlowConsumer slow = slow(-1)) {
      slow.measure(ROUNDS, 1, LIMIT_MILLIS);
      assertThat(slow.throughput()).hasSize(ROUNDS).allMatch(share -> share > 0 && share <= 1);
    }
  }

  @Test
  void aWrongMessageIsNoResult() {
    try (SlowConsumer slow = slow(5)) {
      assertThatThrownBy(() -> slow.measure(ROUNDS, 1, LIMIT_MILLIS))
          .isInstanceOf(VerificationException.class);
    }
  }
}
