package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The rule of the design, line by line; what is paused for is not measured. */
class CoalescingTest {
  private static final int SOON = 4;
  private static final int LATE = 5;
  private static final int LOW = 512;

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
