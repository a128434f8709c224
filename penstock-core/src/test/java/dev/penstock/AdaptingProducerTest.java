package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A handle goes from reading the published sequence to counting and back, and loses nothing. */
class AdaptingProducerTest {
  private static final int CAPACITY = 1024;
  private static final long SLOW_NANOS = 200; // a message; a busy machine only makes it more

  private final Disruptor ring =
      Disruptor.singleProducer(CAPACITY)
          .name("orders")
          .waitStrategy(WaitStrategy.busySpin().coalescing())
          .stage("match", this::handle)
          .polled()
          .start();
  private final Stage stage = ring.stage("match");
  private final SingleProducer producer = (SingleProducer) ring.producer("feed");
  private long handled = -1;

  private void handle(long lo, long hi) {
    assertThat(lo).isEqualTo(handled + 1);
    handled = hi;
  }

  @AfterEach
  void close() {
    ring.halt();
    ring.shutdown(Await.DEADLINE);
  }

  private void lap(long nanosPerMessage) {
    long since = System.nanoTime();
    long last = producer.claim(CAPACITY);
    producer.publish(last);
    drain(last);
    while (System.nanoTime() - since < CAPACITY * nanosPerMessage) {
      Thread.onSpinWait();
    }
  }

  private void drain(long last) {
    while (stage.step() == StepResult.HANDLED) {}
    assertThat(handled).isEqualTo(last);
  }

  private void untilItCounts(boolean counts) {
    long since = System.nanoTime();
    while (producer.counts() != counts) {
      lap(counts ? SLOW_NANOS : 0);
      assertThat(System.nanoTime() - since)
          .as("waiting for counts %s: %s", counts, ring.snapshot())
          .isLessThan(Await.DEADLINE.toNanos());
    }
  }

  @Test
  void aHandleThatChangesItsWayIsDoneWithTheSame() {
    for (int i = 0; i < 3; i++) {
      untilItCounts(true);
      isDoneWithWhatIsPublished();
      untilItCounts(false);
      isDoneWithWhatIsPublished();
    }
  }

  private void isDoneWithWhatIsPublished() {
    long before = producer.claimed();
    lap(0); // room for what follows; may change the way again
    producer.claim(3);
    producer.discard();
    producer.claim(2);
    long first = before + CAPACITY + 1;
    assertThat(producer.done()).isEqualTo(first - 1);
    assertThatThrownBy(() -> producer.publish(first - 1))
        .isInstanceOf(IllegalArgumentException.class);
    producer.publish(first);
    assertThat(producer.outstanding()).isTrue();
    producer.publish(first + 1);
    assertThat(producer.outstanding()).isFalse();
    drain(first + 1);
  }

  @Test
  void aHandleNoneOfWhoseStagesCoalescesAlwaysCounts() {
    try (SteppedRing spinning =
        new SteppedRing(Disruptor.singleProducer(CAPACITY).waitStrategy(WaitStrategy.busySpin()))) {
      SingleProducer counting = (SingleProducer) spinning.producer("feed");
      for (int i = 0; i < 20; i++) {
        counting.publish(counting.claim(CAPACITY));
        spinning.drain();
        assertThat(counting.counts()).isTrue();
      }
    }
  }
}
