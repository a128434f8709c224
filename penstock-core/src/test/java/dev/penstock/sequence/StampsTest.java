package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StampsTest {
  private static final int CAPACITY = 8;
  private static final long LAPS = 1L << 31; // before a lap number is used again

  private final Stamps stamps = new Stamps(CAPACITY);

  @Test
  void nothingIsAvailableAtFirst() {
    for (long s = 0; s < 4 * CAPACITY; s++) {
      assertThat(stamps.available(s)).as("%d", s).isFalse();
      assertThat(stamps.available(s, Long.MAX_VALUE)).isEqualTo(s - 1);
    }
  }

  @Test
  void oneSequenceIsAvailableOncePublished() {
    stamps.publish(3);
    assertThat(stamps.available(3)).isTrue();
    assertThat(stamps.discarded(3)).isFalse();
    assertThat(stamps.available(2)).isFalse();
    assertThat(stamps.available(4)).isFalse();
  }

  @Test
  void aStampOfOneLapSaysNothingOfAnother() {
    stamps.publish(3);
    assertThat(stamps.available(3 + CAPACITY)).isFalse();
    stamps.publish(3 + CAPACITY);
    assertThat(stamps.available(3 + CAPACITY)).isTrue();
    assertThat(stamps.available(3)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 7, 8, 13, 8 * 1000 + 5})
  void everyRangeOfALapOrLessIsStampedExactly(long lo) {
    for (int n = 1; n <= CAPACITY; n++) {
      Stamps fresh = new Stamps(CAPACITY);
      long hi = lo + n - 1;
      fresh.publish(lo, hi);
      for (long s = lo; s <= hi; s++) {
        assertThat(fresh.available(s)).as("%d of %d..%d", s, lo, hi).isTrue();
        assertThat(fresh.discarded(s)).isFalse();
      }
      for (long s = hi + 1; s < lo + CAPACITY; s++) {
        assertThat(fresh.available(s)).as("%d beyond %d..%d", s, lo, hi).isFalse();
      }
      for (long s = Math.max(0, hi + 1 - CAPACITY); s < lo; s++) {
        assertThat(fresh.available(s)).as("%d below %d..%d", s, lo, hi).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 3, 7, 14})
  void aDiscardedRangeIsAvailableAndMarked(long lo) {
    for (int n = 1; n <= CAPACITY; n++) {
      Stamps fresh = new Stamps(CAPACITY);
      fresh.discard(lo, lo + n - 1);
      for (long s = lo; s < lo + n; s++) {
        assertThat(fresh.available(s)).isTrue();
        assertThat(fresh.discarded(s)).as("%d", s).isTrue();
      }
      assertThat(fresh.available(lo + n)).isFalse();
    }
  }

  @Test
  void theDiscardedMarkIsGoneWithTheNextLap() {
    stamps.discard(5, 5);
    stamps.publish(5 + CAPACITY);
    assertThat(stamps.available(5 + CAPACITY)).isTrue();
    assertThat(stamps.discarded(5 + CAPACITY)).isFalse();
  }

  @Test
  void aRangeThatWrapsHasTheStampsOfTwoLaps() {
    stamps.publish(6, 9);
    assertThat(stamps.available(6, Long.MAX_VALUE)).as("a look ends at the wrap").isEqualTo(7);
    assertThat(stamps.available(8, Long.MAX_VALUE)).isEqualTo(9);
    assertThat(stamps.available(0)).as("same slot as 8, a lap before").isFalse();
    assertThat(stamps.available(14)).as("same slot as 6, a lap behind").isFalse();
  }

  @Test
  void theRunEndsAtTheFirstHole() {
    stamps.publish(0, 2);
    stamps.publish(4, 5);
    assertThat(stamps.available(0, Long.MAX_VALUE)).isEqualTo(2);
    assertThat(stamps.available(3, Long.MAX_VALUE)).isEqualTo(2);
    assertThat(stamps.available(4, Long.MAX_VALUE)).isEqualTo(5);
  }

  @Test
  void theRunEndsAtTheBound() {
    stamps.publish(0, 7);
    assertThat(stamps.available(0, 4)).isEqualTo(4);
    assertThat(stamps.available(0, 0)).isEqualTo(0);
  }

  @Test
  void theRunGoesThroughDiscardedSequences() {
    stamps.publish(0);
    stamps.discard(1, 2);
    stamps.publish(3);
    assertThat(stamps.available(0, Long.MAX_VALUE)).isEqualTo(3);
  }

  @Test
  void lapsWrapWithoutBeingTakenForEachOther() {
    for (long lap = LAPS - 2; lap < LAPS + 3; lap++) {
      long lo = lap * CAPACITY;
      stamps.publish(lo, lo + CAPACITY - 1);
      for (long s = lo; s < lo + CAPACITY; s++) {
        assertThat(stamps.available(s)).as("%d", s).isTrue();
        assertThat(stamps.discarded(s)).isFalse();
        assertThat(stamps.available(s + CAPACITY)).as("%d of the lap behind", s).isFalse();
        assertThat(stamps.available(s - CAPACITY)).as("%d of the lap before", s).isFalse();
      }
    }
  }

  @Test
  void aRangeOverTheWrapOfLapsIsSplit() {
    long first = LAPS * CAPACITY; // its lap is stamped like lap 0
    stamps.publish(first - CAPACITY - 2, first - 3);
    stamps.publish(first - 2, first + 1);
    assertThat(stamps.available(first - 2, Long.MAX_VALUE)).isEqualTo(first - 1);
    assertThat(stamps.available(first, Long.MAX_VALUE)).isEqualTo(first + 1);
  }

  @Test
  void theSmallestRingHasTwoSlots() {
    Stamps two = new Stamps(2);
    two.publish(1, 2);
    assertThat(two.available(1)).isTrue();
    assertThat(two.available(2)).isTrue();
    assertThat(two.available(0)).isFalse();
    assertThat(two.available(3)).isFalse();
  }
}
