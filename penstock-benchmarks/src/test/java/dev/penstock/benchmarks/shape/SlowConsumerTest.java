package dev.penstock.benchmarks.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SlowConsumerTest {
  private static final int ROUNDS = 3;
  private static final int CAPACITY = 8;
  private static final long LIMIT_MILLIS = 30_000;

  private final AtomicLong sent = new AtomicLong();

  /** Hands over on the sender's thread, so nearly all of its time is work. */
  private SlowConsumer slow(long wrongAt) {
    return new SlowConsumer(
        (spec, receiver) ->
            new Channel() {
              @Override
              public void start() {}

              @Override
              public void send(long value) throws InterruptedException {
                sent.incrementAndGet();
                receiver.take(value == wrongAt ? -1 : value);
              }

              @Override
              public void close() {}
            },
        new ChannelSpec("direct", CAPACITY, Thread::new));
  }

  @Test
  void throughputIsTheShareOfEachRoundThatWasWorked() throws Exception {
    try (SlowConsumer slow = slow(-1)) {
      slow.measure(ROUNDS, 1, 1, LIMIT_MILLIS);
      assertThat(slow.throughput()).hasSize(ROUNDS).allMatch(share -> share > 0 && share <= 1);
    }
  }

  @Test
  void warmingUpIsNoRound() throws Exception {
    try (SlowConsumer slow = slow(-1)) {
      slow.measure(ROUNDS, 20, 1, LIMIT_MILLIS);
      assertThat(sent).hasValue(CAPACITY + (20 + ROUNDS) * 1_000);
      assertThat(slow.throughput()).hasSize(ROUNDS);
    }
  }

  @Test
  void aWrongMessageIsNoResult() {
    try (SlowConsumer slow = slow(5)) {
      assertThatThrownBy(() -> slow.measure(ROUNDS, 1, 1, LIMIT_MILLIS))
          .isInstanceOf(VerificationException.class);
    }
  }
}
