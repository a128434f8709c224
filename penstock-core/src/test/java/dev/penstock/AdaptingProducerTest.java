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
  private int changes;

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
    boolean counted = producer.counts();
    long last = producer.claim(CAPACITY);
    if (producer.counts() != counted) {
      isDoneWithWhatIsPublished(last - CAPACITY);
    }
    producer.publish(last);
    drain(last);
    while (System.nanoTime() - since < CAPACITY * nanosPerMessage) {
      Thread.onSpinWait();
    }
  }

  /** With a whole ring claimed since {@code published}; leaves it claimed. */
  private void isDoneWithWhatIsPublished(long published) {
    assertThat(producer.done()).isEqualTo(published);
    assertThatThrownBy(() -> producer.publish(published))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(producer.outstanding()).isTrue();
    producer.discard();
    assertThat(producer.claimed()).isEqualTo(published);
    assertThat(producer.outstanding()).isFalse();
    producer.claim(CAPACITY);
    producer.publish(published + 1);
    assertThat(producer.outstanding()).isTrue();
    changes++;
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
      untilItCounts(false);
    }
    assertThat(changes).isGreaterThanOrEqualTo(6);
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
