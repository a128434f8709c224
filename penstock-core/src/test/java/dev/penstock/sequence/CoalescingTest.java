package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The rule of the class, line by line; what is paused for is not measured. */
class CoalescingTest {
  private static final int SOON = 4;
  private static final int LATE = 5;
  private static final int LOW = 8192;
  private static final long SHORTEST_NANOS = 750;
  private static final int FLOOD = 64;

  private final Coalescing coalescing = new Coalescing(1 << 16, null);

  /** A look that found {@code n} as soon as the pause was over. */
  private boolean looks(long n, int idle) {
    return looks(coalescing, n, idle);
  }

  private static boolean looks(Coalescing coalescing, long n, int idle) {
    return coalescing.pausesAfter(n, idle, coalescing.pauseNanos());
  }

  private void stream() {
    for (int i = 0; i < 3; i++) {
      assertThat(looks(1, SOON)).isFalse();
    }
    assertThat(looks(1, SOON)).isTrue();
  }

  @Test
  void pausesWithTheFourthBatchThatComesCloseBehindTheOther() {
    stream();
  }

  @Test
  void aBatchThatComesLateBeginsTheCountAnew() {
    for (int i = 0; i < 3; i++) {
      assertThat(looks(1, SOON)).isFalse();
    }
    assertThat(looks(1, LATE)).isFalse();
    stream();
  }

  @Test
  void lateBatchesNeverPause() {
    for (int i = 0; i < 100_000; i++) {
      assertThat(looks(1, LATE)).isFalse();
    }
  }

  @Test
  void aLargerBatchMayComeLaterByAPollForEachMessage() {
    for (int i = 0; i < 3; i++) {
      assertThat(looks(30, SOON + 29)).isFalse();
    }
    assertThat(looks(30, SOON + 29)).isTrue();
  }

  @Test
  void whatBeganLateMustFindHalfAsManyAgainWithItsFirstPause() {
    aLargerBatchMayComeLaterByAPollForEachMessage();
    assertThat(looks(45, SOON)).isTrue();
    assertThat(looks(8, SOON)).as("asked of the first pause alone").isTrue();
  }

  @Test
  void whatBeganLateAndFindsNoMoreEnds() {
    aLargerBatchMayComeLaterByAPollForEachMessage();
    assertThat(looks(44, SOON)).isFalse();
    for (int i = 0; i < 7; i++) {
      assertThat(looks(1, SOON)).as("twice as many are needed").isFalse();
    }
    assertThat(looks(1, SOON)).isTrue();
    assertThat(looks(8, SOON)).as("nothing is asked of what began soon").isTrue();
  }

  @Test
  void moreThanEnoughIsEnoughForWhatBeganLate() {
    aLargerBatchMayComeLaterByAPollForEachMessage();
    assertThat(looks(LOW, SOON)).isFalse();
    assertThat(looks(8, SOON)).as("still streaming").isTrue();
  }

  @Test
  void aConversationInLargeRequestsPausesHardlyEver() {
    int pauses = 0;
    for (int i = 0; i < 100_000; i++) {
      pauses += looks(16, SOON + 15) ? 1 : 0;
    }
    assertThat(pauses).isBetween(1, 30);
  }

  @Test
  void burstsThatComeLaterThanThatNeverPause() {
    for (int i = 0; i < 100_000; i++) {
      assertThat(looks(30, LATE + 29)).isFalse();
    }
  }

  @Test
  void whatIsFoundAfterASleepIsLateHoweverMuchItIs() {
    for (int i = 0; i < 100_000; i++) {
      assertThat(looks(LOW, Integer.MAX_VALUE)).isFalse();
    }
  }

  @Test
  void aLateBatchEndsTheStreamAndFourAreEnoughForTheNext() {
    stream();
    assertThat(looks(8, SOON + 7)).isTrue();
    assertThat(looks(8, SOON + 8)).isFalse();
    stream();
    looks(FLOOD, SOON);
    assertThat(coalescing.pauseNanos()).isEqualTo(2 * SHORTEST_NANOS);
    assertThat(looks(FLOOD, SOON + FLOOD)).isFalse();
    assertThat(coalescing.pauseNanos()).isEqualTo(SHORTEST_NANOS);
  }

  @Test
  void theRecordIsMutedByThePauseBehindOneThatPaid() {
    Signals signals = new Signals();
    signals.enable();
    WakeUp record = signals.add();
    Coalescing signalled = new Coalescing(1 << 16, record);
    for (int i = 0; i < 4; i++) {
      signalled.after(8, SOON, false);
    }
    assertThat(record.mayMiss()).as("the first pause of a stream may be a mistake").isFalse();
    signalled.after(LOW, SOON, false);
    assertThat(record.mayMiss()).as("no pause").isFalse();
    signalled.after(8, SOON, false);
    assertThat(record.mayMiss()).isTrue();
  }

  @Test
  void whileStreamingEveryMiddlingBatchPauses() {
    stream();
    assertThat(looks(8, SOON)).isTrue();
    assertThat(looks(LOW - 1, SOON)).isTrue();
  }

  @Test
  void aLargeBatchDoesNotPauseAndGoesOnStreaming() {
    stream();
    assertThat(looks(LOW, SOON)).isFalse();
    assertThat(looks(1 << 15, SOON)).isFalse();
    assertThat(looks(8, SOON)).as("still streaming").isTrue();
  }

  @Test
  void aFloodDoublesThePauseUpToEightTimes() {
    stream();
    assertThat(coalescing.pauseNanos()).isEqualTo(SHORTEST_NANOS);
    for (int factor = 2; factor <= 8; factor *= 2) {
      assertThat(looks((long) FLOOD * factor / 2, SOON)).isTrue();
      assertThat(coalescing.pauseNanos()).isEqualTo(factor * SHORTEST_NANOS);
    }
    assertThat(looks(8L * FLOOD, SOON)).isTrue();
    assertThat(coalescing.pauseNanos()).as("the longest").isEqualTo(8 * SHORTEST_NANOS);
  }

  @Test
  void lessThanAFloodDoublesNothing() {
    stream();
    for (int i = 0; i < 100; i++) {
      assertThat(looks(FLOOD - 1, SOON)).isTrue();
    }
    assertThat(coalescing.pauseNanos()).isEqualTo(SHORTEST_NANOS);
    looks(FLOOD, SOON);
    looks(2 * FLOOD - 1, SOON); // twice as long: twice as many are needed
    assertThat(coalescing.pauseNanos()).isEqualTo(2 * SHORTEST_NANOS);
  }

  @Test
  void aQuarterOfAFloodHalvesThePause() {
    flood();
    looks(8 * FLOOD / 4, SOON);
    assertThat(coalescing.pauseNanos()).as("just as many").isEqualTo(8 * SHORTEST_NANOS);
    for (int factor = 4; factor >= 1; factor /= 2) {
      assertThat(looks(2L * factor * FLOOD / 4 - 1, SOON)).isTrue();
      assertThat(coalescing.pauseNanos()).isEqualTo(factor * SHORTEST_NANOS);
    }
    assertThat(looks(FLOOD / 4 - 1, SOON)).isTrue();
    assertThat(coalescing.pauseNanos()).as("the shortest").isEqualTo(SHORTEST_NANOS);
  }

  @Test
  void aLargeBatchHalvesThePauseToo() {
    flood();
    assertThat(looks(LOW, SOON)).isFalse();
    assertThat(coalescing.pauseNanos()).isEqualTo(4 * SHORTEST_NANOS);
    for (int i = 0; i < 10; i++) {
      assertThat(looks(LOW, SOON)).isFalse();
    }
    assertThat(coalescing.pauseNanos()).isEqualTo(SHORTEST_NANOS);
  }

  @Test
  void aPauseThatFoundHalfOfALargeBatchIsLongEnough() {
    stream();
    assertThat(looks(LOW / 2, SOON)).isTrue();
    assertThat(coalescing.pauseNanos()).isEqualTo(SHORTEST_NANOS);
    assertThat(looks(LOW / 2 - 1, SOON)).isTrue();
    assertThat(coalescing.pauseNanos()).isEqualTo(2 * SHORTEST_NANOS);
  }

  @Test
  void whatAHandlerTakesLongForIsNoFlood() {
    stream();
    for (int i = 0; i < 100; i++) {
      assertThat(coalescing.pausesAfter(8L * FLOOD, SOON, 9 * SHORTEST_NANOS)).isTrue();
    }
    assertThat(coalescing.pauseNanos()).isEqualTo(SHORTEST_NANOS);
    coalescing.pausesAfter(8L * FLOOD, SOON, 8 * SHORTEST_NANOS);
    assertThat(coalescing.pauseNanos()).as("64 a pause").isEqualTo(2 * SHORTEST_NANOS);
  }

  @Test
  void aLongerPauseThatDoesNotPayIsTakenBackAndTriedLessAndLessOften() {
    stream();
    for (int hold = 0; hold <= 8192; hold = Math.max(2 * hold, 8)) {
      for (int i = 0; i < hold; i++) {
        assertThat(looks(FLOOD, SOON)).isTrue();
        assertThat(coalescing.pauseNanos()).as("%d of %d", i, hold).isEqualTo(SHORTEST_NANOS);
      }
      looks(FLOOD, SOON);
      assertThat(coalescing.pauseNanos()).as("after %d", hold).isEqualTo(2 * SHORTEST_NANOS);
      assertThat(looks(FLOOD + FLOOD / 2 - 1, SOON)).isTrue(); // not half as many again
      assertThat(coalescing.pauseNanos()).isEqualTo(SHORTEST_NANOS);
    }
  }

  @Test
  void aLongerPauseThatPaysStays() {
    stream();
    looks(FLOOD, SOON);
    looks(FLOOD + FLOOD / 2, SOON);
    looks(FLOOD / 2, SOON);
    assertThat(coalescing.pauseNanos()).isEqualTo(2 * SHORTEST_NANOS);
  }

  @Test
  void aPauseIsNotLengthenedBeyondWhatFillsAnEighthOfTheRing() {
    for (int capacity = 2; capacity <= 1024; capacity *= 2) {
      Coalescing small = new Coalescing(capacity, null);
      for (int i = 0; i < 1000; i++) {
        looks(small, i % 2 == 0 ? Math.max(1, capacity / 16) : Math.max(1, capacity / 8 - 1), SOON);
        assertThat(small.pauseNanos()).isEqualTo(SHORTEST_NANOS);
      }
    }
    Coalescing twice = new Coalescing(2048, null); // low is 256, of which 64 is less than half
    for (int i = 0; i < 8; i++) {
      looks(twice, FLOOD << Math.min(Math.max(0, i - 4), 1), SOON);
    }
    assertThat(twice.pauseNanos()).isEqualTo(2 * SHORTEST_NANOS);
  }

  @Test
  void tinyGrowsWithThePauseAndBeginsAnewWithTheShortest() {
    flood();
    assertThat(looks(8 * 8 - 1, SOON)).as("ends the stream").isFalse();
    assertThat(coalescing.pauseNanos()).isEqualTo(SHORTEST_NANOS);
    for (int i = 1; i < 8; i++) {
      assertThat(looks(1, SOON)).isFalse();
    }
    assertThat(looks(1, SOON)).isTrue();
    assertThat(looks(8, SOON)).as("streaming").isTrue();
  }

  private void flood() {
    stream();
    for (int factor = 1; factor < 8; factor *= 2) {
      looks((long) factor * FLOOD, SOON);
    }
    looks(8L * FLOOD, SOON); // the last one has paid, too
    assertThat(coalescing.pauseNanos()).isEqualTo(8 * SHORTEST_NANOS);
  }

  @Test
  void aTinyBatchEndsTheStreamAndTwiceAsManyAreNeeded() {
    int need = 4;
    stream();
    for (int mistake = 0; mistake < 3; mistake++) {
      assertThat(looks(7, SOON)).as("ends the stream").isFalse();
      need *= 2;
      for (int i = 1; i < need; i++) {
        assertThat(looks(1, SOON)).as("%d of %d", i, need).isFalse();
      }
      assertThat(looks(1, SOON)).as("%d", need).isTrue();
    }
  }

  @Test
  void aPauseThatPaidMakesFourEnoughAgain() {
    stream();
    looks(1, SOON); // a mistake: eight are needed
    for (int i = 0; i < 8; i++) {
      looks(1, SOON);
    }
    assertThat(looks(8, SOON)).as("paid").isTrue();
    looks(1, SOON); // a mistake: eight, not sixteen
    for (int i = 0; i < 7; i++) {
      assertThat(looks(1, SOON)).isFalse();
    }
    assertThat(looks(1, SOON)).isTrue();
  }

  @Test
  void whatIsNeededGrowsNoFurtherThan8192() {
    stream();
    for (int mistake = 0; mistake < 20; mistake++) {
      looks(1, SOON);
      int needed = 0;
      boolean paused = false;
      while (!paused) {
        needed++;
        paused = looks(1, SOON);
        assertThat(needed).isLessThanOrEqualTo(8192);
      }
      assertThat(needed).isEqualTo(Math.min(4 << Math.min(mistake + 1, 20), 8192));
    }
  }

  @Test
  void lowIsAnEighthOfASmallRing() {
    Coalescing small = new Coalescing(128, null); // low is 16
    for (int i = 0; i < 4; i++) {
      looks(small, 1, SOON);
    }
    assertThat(looks(small, 15, SOON)).isTrue();
    assertThat(looks(small, 16, SOON)).isFalse();
    assertThat(looks(small, 15, SOON)).isTrue();
  }

  @Test
  void tinyMeansBelowLowToo() {
    Coalescing tiny = new Coalescing(16, null); // low is 2: three are many here
    for (int i = 0; i < 4; i++) {
      looks(tiny, 1, SOON);
    }
    assertThat(looks(tiny, 3, SOON)).as("large enough").isFalse();
    assertThat(looks(tiny, 1, SOON)).as("tiny: ends the stream").isFalse();
    for (int i = 1; i < 8; i++) {
      assertThat(looks(tiny, 1, SOON)).isFalse();
    }
    assertThat(looks(tiny, 1, SOON)).isTrue();
  }

  @Test
  void afterPausesOnEitherKindOfThread() {
    for (int i = 0; i < 10; i++) {
      coalescing.after(16, SOON, i % 2 == 0); // returns
    }
    assertThat(looks(16, SOON)).isTrue();
  }
}
