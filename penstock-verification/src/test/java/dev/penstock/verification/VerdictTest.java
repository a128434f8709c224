package dev.penstock.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Recordings made by hand: a sound one, and the same with one thing wrong. */
class VerdictTest {
  /** Events 0, 1 and 3 are published, 2 is discarded. */
  private static final Recording.Feed FEED = feed(4, 0, 1 << 1, 2 << 1 | 1, 3 << 1);

  private static Recording.Feed feed(int before, long... log) {
    return new Recording.Feed("p0", log, before);
  }

  private static Recording.Stage first(long completed, long... passed) {
    return new Recording.Stage("s0", List.of(), passed, completed, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  private static Recording.Stage second(long completed, long... passed) {
    return new Recording.Stage(
        "s1", List.of("s0"), passed, completed, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  private static Optional<String> judge(
      Recording.Feed feed, boolean drained, boolean generous, Recording.Stage... stages) {
    Witness witness = new Witness();
    Verdict.judge(new Recording(List.of(feed), List.of(stages), drained, false, generous), witness);
    return witness.violation();
  }

  private static Optional<String> judge(Recording.Stage... stages) {
    return judge(FEED, true, true, stages);
  }

  @Test
  void soundRecordingPasses() {
    assertThat(judge(first(3, 0, 1, 3), second(3, 0, 1, 3))).isEmpty();
  }

  @Test
  void lostEventIsFound() {
    assertThat(judge(first(3, 0, 1, 3), second(3, 0, 3))).get().asString().contains("1: lost");
  }

  @Test
  void doubledEventIsFound() {
    assertThat(judge(first(3, 0, 1, 1, 3))).get().asString().contains("1 twice: doubled");
  }

  @Test
  void reorderedEventsAreFound() {
    assertThat(judge(first(3, 1, 0, 3))).get().asString().contains("0 after 1: reordered");
  }

  @Test
  void discardedEventThatWasSeenIsFound() {
    assertThat(judge(first(3, 0, 1, 2, 3))).get().asString().contains("2: discarded");
  }

  @Test
  void eventThatNobodyPublishedIsFound() {
    assertThat(judge(first(4, 0, 1, 3, 4))).get().asString().contains("4: never published");
  }

  @Test
  void stageAheadOfItsUpstreamIsFound() {
    assertThat(judge(FEED, false, true, first(1, 0, 1), second(3, 0, 1, 3)))
        .get()
        .asString()
        .contains("s1 completed 3 and s0, before it, only 1");
  }

  @Test
  void stagesThatEndApartAreFound() {
    assertThat(judge(first(3, 0, 1, 3), second(1, 0, 1)))
        .get()
        .asString()
        .contains("s1 ended at 1 and s0 at 3");
  }

  @Test
  void stagesOfAHaltedRingMayEndApart() {
    assertThat(judge(FEED, false, true, first(3, 0, 1, 3), second(1, 0, 1))).isEmpty();
  }

  @Test
  void eventPublishedBeforeTheCloseAndNotHandledIsFound() {
    assertThat(judge(first(1, 0, 1), second(1, 0, 1)))
        .get()
        .asString()
        .contains("published before the close, and the end was 1");
  }

  @Test
  void aShortGraceExcusesWhatLiesBehindAnOpenClaimOnly() {
    Recording.Feed hole = feed(3, 0, 1 << 1, 3 << 1);
    assertThat(judge(hole, true, false, first(1, 0, 1))).isEmpty();
    assertThat(judge(hole, true, false, first(0, 0))).isPresent();
    assertThat(judge(hole, true, true, first(1, 0, 1))).isPresent();
  }

  @Test
  void sequenceGivenToTwoProducersIsFound() {
    Witness witness = new Witness();
    Recording.Feed other = new Recording.Feed("p1", new long[] {3 << 1}, 0);
    Verdict.judge(
        new Recording(List.of(FEED, other), List.of(first(3, 0, 1, 3)), true, false, true),
        witness);
    assertThat(witness.violation()).get().asString().contains("3, and so was another");
  }
}
