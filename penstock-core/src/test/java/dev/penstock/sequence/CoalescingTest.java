package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The rule of the design, line by line; what is paused for is not measured. */
class CoalescingTest {
  private static final int SOON = 4;
  private static final int LATE = 5;
  private static final int LOW = 8192;
  private static final long SHORTEST_NANOS = 750;
  private static final int FLOOD = 64;

  private final Coalescing coalescing = new Coalescing(1 << 16);

  private void stream() {
    for (int i = 0; i < 3; i++) {
      assertThat(coalescing.pausesAfter(1, SOON)).isFalse();
    }
    assertThat(coalescing.pausesAfter(1, SOON)).isTrue();
  }

  @Test
  void pausesWithTheFourthBatchThatComesCloseBehindTheOther() {
    stream();
  }

  @Test
  void aBatchThatComesLateBeginsTheCountAnew() {
    for (int i = 0; i < 3; i++) {
      assertThat(coalescing.pausesAfter(1, SOON)).isFalse();
    }
    assertThat(coalescing.pausesAfter(1, LATE)).isFalse();
    stream();
  }

  @Test
  void lateBatchesNeverPause() {
    for (int i = 0; i < 100_000; i++) {
      assertThat(coalescing.pausesAfter(1, LATE)).isFalse();
    }
  }

  @Test
  void howLateABatchComesDoesNotMatterWhileStreaming() {
    stream();
    assertThat(coalescing.pausesAfter(8, 1_000_000)).isTrue();
  }

  @Test
  void whileStreamingEveryMiddlingBatchPauses() {
    stream();
    assertThat(coalescing.pausesAfter(8, SOON)).isTrue();
    assertThat(coalescing.pausesAfter(LOW - 1, SOON)).isTrue();
  }

  @Test
  void aLargeBatchDoesNotPauseAndGoesOnStreaming() {
    stream();
    assertThat(coalescing.pausesAfter(LOW, SOON)).isFalse();
    assertThat(coalescing.pausesAfter(1 << 15, SOON)).isFalse();
    assertThat(coalescing.pausesAfter(8, SOON)).as("still streaming").isTrue();
  }

  @Test
  void aFloodDoublesThePauseUpToEightTimes() {
    stream();
    assertThat(coalescing.pauseNanos()).isEqualTo(SHORTEST_NANOS);
    for (int factor = 2; factor <= 8; factor *= 2) {
      assertThat(coalescing.pausesAfter((long) FLOOD * factor / 2, SOON)).isTrue();
      assertThat(coalescing.pauseNanos()).isEqualTo(factor * SHORTEST_NANOS);
    }
    assertThat(coalescing.pausesAfter(8L * FLOOD, SOON)).isTrue();
    assertThat(coalescing.pauseNanos()).as("the longest").isEqualTo(8 * SHORTEST_NANOS);
  }

  @Test
  void lessThanAFloodDoublesNothing() {
    stream();
    for (int i = 0; i < 100; i++) {
      assertThat(coalescing.pausesAfter(FLOOD - 1, SOON)).isTrue();
    }
    assertThat(coalescing.pauseNanos()).isEqualTo(SHORTEST_NANOS);
    coalescing.pausesAfter(FLOOD, SOON);
    coalescing.pausesAfter(2 * FLOOD - 1, SOON); // twice as long: twice as many are needed
    assertThat(coalescing.pauseNanos()).isEqualTo(2 * SHORTEST_NANOS);
  }

  @Test
  void aQuarterOfAFloodHalvesThePause() {
    flood();
    coalescing.pausesAfter(8 * FLOOD / 4, SOON);
    assertThat(coalescing.pauseNanos()).as("just as many").isEqualTo(8 * SHORTEST_NANOS);
    for (int factor = 4; factor >= 1; factor /= 2) {
      assertThat(coalescing.pausesAfter(2L * factor * FLOOD / 4 - 1, SOON)).isTrue();
      assertThat(coalescing.pauseNanos()).isEqualTo(factor * SHORTEST_NANOS);
    }
    assertThat(coalescing.pausesAfter(FLOOD / 4 - 1, SOON)).isTrue();
    assertThat(coalescing.pauseNanos()).as("the shortest").isEqualTo(SHORTEST_NANOS);
  }

  @Test
  void aLargeBatchHalvesThePauseToo() {
    flood();
    assertThat(coalescing.pausesAfter(LOW, SOON)).isFalse();
    assertThat(coalescing.pauseNanos()).isEqualTo(4 * SHORTEST_NANOS);
    for (int i = 0; i < 10; i++) {
      assertThat(coalescing.pausesAfter(LOW, SOON)).isFalse();
    }
    assertThat(coalescing.pauseNanos()).isEqualTo(SHORTEST_NANOS);
  }

  @Test
  void aPauseThatFoundHalfOfALargeBatchIsLongEnough() {
    stream();
    assertThat(coalescing.pausesAfter(LOW / 2, SOON)).isTrue();
    assertThat(coalescing.pauseNanos()).isEqualTo(SHORTEST_NANOS);
    assertThat(coalescing.pausesAfter(LOW / 2 - 1, SOON)).isTrue();
    assertThat(coalescing.pauseNanos()).isEqualTo(2 * SHORTEST_NANOS);
  }

  @Test
  void tinyGrowsWithThePauseAndBeginsAnewWithTheShortest() {
    flood();
    assertThat(coalescing.pausesAfter(8 * 8 - 1, SOON)).as("ends the stream").isFalse();
    assertThat(coalescing.pauseNanos()).isEqualTo(SHORTEST_NANOS);
    for (int i = 1; i < 8; i++) {
      assertThat(coalescing.pausesAfter(1, SOON)).isFalse();
    }
    assertThat(coalescing.pausesAfter(1, SOON)).isTrue();
    assertThat(coalescing.pausesAfter(8, SOON)).as("streaming").isTrue();
  }

  private void flood() {
    stream();
    for (int factor = 1; factor < 8; factor *= 2) {
      coalescing.pausesAfter((long) factor * FLOOD, SOON);
    }
    assertThat(coalescing.pauseNanos()).isEqualTo(8 * SHORTEST_NANOS);
  }

  @Test
  void aTinyBatchEndsTheStreamAndTwiceAsManyAreNeeded() {
    int need = 4;
    stream();
    for (int mistake = 0; mistake < 3; mistake++) {
      assertThat(coalescing.pausesAfter(7, SOON)).as("ends the stream").isFalse();
      need *= 2;
      for (int i = 1; i < need; i++) {
        assertThat(coalescing.pausesAfter(1, SOON)).as("%d of %d", i, need).isFalse();
      }
      assertThat(coalescing.pausesAfter(1, SOON)).as("%d", need).isTrue();
    }
  }

  @Test
  void aPauseThatPaidMakesFourEnoughAgain() {
    stream();
    coalescing.pausesAfter(1, SOON); // a mistake: eight are needed
    for (int i = 0; i < 8; i++) {
      coalescing.pausesAfter(1, SOON);
    }
    assertThat(coalescing.pausesAfter(8, SOON)).as("paid").isTrue();
    coalescing.pausesAfter(1, SOON); // a mistake: eight, not sixteen
    for (int i = 0; i < 7; i++) {
      assertThat(coalescing.pausesAfter(1, SOON)).isFalse();
    }
    assertThat(coalescing.pausesAfter(1, SOON)).isTrue();
  }

  @Test
  void whatIsNeededGrowsNoFurtherThan8192() {
    stream();
    for (int mistake = 0; mistake < 20; mistake++) {
      coalescing.pausesAfter(1, SOON);
      int needed = 0;
      boolean paused = false;
      while (!paused) {
        needed++;
        paused = coalescing.pausesAfter(1, SOON);
        assertThat(needed).isLessThanOrEqualTo(8192);
      }
      assertThat(needed).isEqualTo(Math.min(4 << Math.min(mistake + 1, 20), 8192));
    }
  }

  @Test
  void lowIsAnEighthOfASmallRing() {
    Coalescing small = new Coalescing(128); // low is 16
    for (int i = 0; i < 4; i++) {
      small.pausesAfter(1, SOON);
    }
    assertThat(small.pausesAfter(15, SOON)).isTrue();
    assertThat(small.pausesAfter(16, SOON)).isFalse();
    assertThat(small.pausesAfter(15, SOON)).isTrue();
  }

  @Test
  void tinyMeansBelowLowToo() {
    Coalescing tiny = new Coalescing(16); // low is 2: three are many here
    for (int i = 0; i < 4; i++) {
      tiny.pausesAfter(1, SOON);
    }
    assertThat(tiny.pausesAfter(3, SOON)).as("large enough").isFalse();
    assertThat(tiny.pausesAfter(1, SOON)).as("tiny: ends the stream").isFalse();
    for (int i = 1; i < 8; i++) {
      assertThat(tiny.pausesAfter(1, SOON)).isFalse();
    }
    assertThat(tiny.pausesAfter(1, SOON)).isTrue();
  }

  @Test
  void afterPausesOnEitherKindOfThread() {
    for (int i = 0; i < 10; i++) {
      coalescing.after(16, SOON, i % 2 == 0); // returns
    }
    assertThat(coalescing.pausesAfter(16, SOON)).isTrue();
  }
}
