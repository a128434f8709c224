package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Claims and notes of one producer on a ring whose stage sleeps, and is to be signalled. */
class SignallingProducerTest {
  private static final int CAPACITY = 8;

  private final StringBuilder[] slots = new StringBuilder[CAPACITY];
  private final Disruptor ring =
      Disruptor.singleProducer(CAPACITY)
          .waitStrategy(WaitStrategy.blocking())
          .stage("sleep", (lo, hi) -> {})
          .start();
  private final Producer producer = ring.producer("feed");

  SignallingProducerTest() {
    Arrays.setAll(slots, i -> new StringBuilder());
  }

  @AfterEach
  void close() {
    ring.halt();
    ring.shutdown(Await.DEADLINE);
  }

  @Test
  void aPartIsPublishedAndTheRestIsOutstanding() {
    assertThat(producer.claim(5)).isEqualTo(4);
    producer.publish(1);
    assertThat(ring.snapshot().claims())
        .singleElement()
        .satisfies(
            claim -> {
              assertThat(claim.lo()).isEqualTo(2);
              assertThat(claim.hi()).isEqualTo(4);
            });
    assertThatThrownBy(() -> producer.publish(1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> producer.publish(5)).isInstanceOf(IllegalArgumentException.class);
    producer.publish(4);
    assertThat(ring.snapshot().claims()).isEmpty();
    assertThat(producer.claimed()).isEqualTo(4);
  }

  @Test
  void whatIsNoSequenceIsNotPublished() {
    for (long wrong : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE, 0}) {
      assertThatThrownBy(() -> producer.publish(wrong))
          .as("%d", wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(producer.claim()).isZero();
    for (long wrong : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1}) {
      assertThatThrownBy(() -> producer.publish(wrong))
          .as("%d, with a claim", wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
    producer.publish(0);
  }

  @Test
  void whatIsDiscardedIsClaimedAgain() {
    producer.claim(3);
    producer.publish(0);
    producer.discard();
    assertThat(ring.snapshot().claims()).isEmpty();
    assertThat(producer.claimed()).isZero();
    assertThat(producer.claim()).isEqualTo(1);
    producer.publish(1);
  }

  @Test
  void theArrayIsMeasuredAndItsObjectsAreLookedFor() {
    assertThatThrownBy(() -> producer.claim(new Object[CAPACITY / 2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: " + CAPACITY);
    slots[1] = null;
    producer.publish(producer.claim(slots));
    assertThatThrownBy(() -> producer.claim(slots))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("slots[1]: null (expected: an object)");
    assertThat(ring.snapshot().claims()).isEmpty();
    assertThat(producer.claim()).isEqualTo(1);
    producer.publish(1);
  }
}
