package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims for an array of objects made beforehand. */
class ClaimForSlotsTest {
  private static final int CAPACITY = 8;

  private final StringBuilder[] slots = new StringBuilder[CAPACITY];

  ClaimForSlotsTest() {
    for (int i = 0; i < CAPACITY; i++) {
      slots[i] = new StringBuilder();
    }
  }

  private static SteppedRing ring(boolean multiProducer) {
    return new SteppedRing(
        multiProducer ? Disruptor.multiProducer(CAPACITY) : Disruptor.singleProducer(CAPACITY));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void itIsAClaimOfOne(boolean multiProducer) {
    try (SteppedRing ring = ring(multiProducer)) {
      Producer producer = ring.producer("feed");
      for (long i = 0; i < 3 * CAPACITY; i++) {
        long sequence = producer.claim(slots);
        assertThat(sequence).isEqualTo(i);
        slots[producer.slot(sequence)].append(sequence);
        assertThatThrownBy(() -> producer.claim(slots))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageStartingWith("claim: " + sequence + " is unpublished");
        producer.publish(sequence);
        ring.drain();
      }
      assertThat(ring.handled).isEqualTo(Recorder.from(0, 3 * CAPACITY - 1));
      assertThat(slots[1]).hasToString("1917");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noArrayIsRefusedBeforeTheClaim(boolean multiProducer) {
    try (SteppedRing ring = ring(multiProducer)) {
      Producer producer = ring.producer("feed");
      assertThatThrownBy(() -> producer.claim((Object[]) null))
          .isInstanceOf(NullPointerException.class);
      assertThat(producer.claim(slots)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anArrayOfAnotherLengthIsRefusedBeforeTheClaim(boolean multiProducer) {
    try (SteppedRing ring = ring(multiProducer)) {
      Producer producer = ring.producer("feed");
      for (int length : new int[] {0, CAPACITY / 2, 2 * CAPACITY}) {
        assertThatThrownBy(() -> producer.claim(new Object[length]))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("slots: " + length + " (expected: 8, the capacity)");
      }
      assertThat(producer.claim()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anEmptySlotIsRefusedAndNothingStaysClaimed(boolean multiProducer) {
    try (SteppedRing ring = ring(multiProducer)) {
      Producer producer = ring.producer("feed");
      producer.publish(producer.claim(slots));
      slots[1] = null;
      assertThatThrownBy(() -> producer.claim(slots))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("slots[1]: null (expected: an object)");
      assertThat(ring.disruptor.snapshot().claims()).isEmpty();
      slots[1] = slots[2];
      long next = producer.claim(slots);
      assertThat(next).isEqualTo(multiProducer ? 2 : 1); // several producers leave a hole
      producer.publish(next);
      ring.drain();
      assertThat(ring.handled).containsExactly(0L, next);
    }
  }
}
