package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterleavedSlotTest {
  private static final long LAP = 1L << 33; // beyond what an int counts

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8, 16, 32, 64, 128, 1024, 65_536})
  void eachSlotIsThatOfOneSequenceOfALap(int capacity) {
    BitSet taken = new BitSet();
    for (long sequence = LAP; sequence < LAP + capacity; sequence++) {
      int slot = Disruptor.interleavedSlot(sequence, capacity);
      assertThat(slot).isBetween(0, capacity - 1);
      assertThat(taken.get(slot)).as("slot %s, sequence %s", slot, sequence).isFalse();
      taken.set(slot);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8, 16, 32, 64, 128, 1024, 65_536})
  void sequencesALapApartHaveTheSameSlot(int capacity) {
    for (long sequence = 0; sequence < capacity; sequence++) {
      assertThat(Disruptor.interleavedSlot(sequence + capacity, capacity))
          .isEqualTo(Disruptor.interleavedSlot(sequence, capacity));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 128, 1024})
  void fourNeighboursLieSixteenElementsApart(int capacity) {
    for (long sequence = 0; sequence < capacity; sequence++) {
      for (long other = sequence & -4; other < sequence; other++) {
        int apart =
            Disruptor.interleavedSlot(sequence, capacity)
                - Disruptor.interleavedSlot(other, capacity);
        assertThat(Math.abs(apart)).as("%s and %s", other, sequence).isGreaterThan(12);
      }
    }
  }
}
