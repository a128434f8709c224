package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When and how long it pauses; what that brings is measured elsewhere. */
class BackoffTest {
  private static final long SOON_NANOS = 4000;
  private static final long HOUR_NANOS = 3_600_000_000_000L;
  private static final long PLENTY = 1_000;

  private final MultiSequencer sequencer = new MultiSequencer(64);
  private final Backoff backoff = new Backoff(sequencer);
  private final long now = System.nanoTime();

  @Test
  void aFirstLostRaceIsNoContention() {
    assertThat(backoff.lostAnother(now)).isFalse();
  }

  @Test
  void oneThatIsLostSoonAfterAnotherIs() {
    backoff.resumed(now, 0);
    assertThat(backoff.lostAnother(now + SOON_NANOS - 1)).isTrue();
    assertThat(backoff.lostAnother(now + SOON_NANOS)).isFalse();
  }

  @Test
  void aPauseThatPaidDoublesTheNextUpToFourMicroseconds() {
    assertThat(backoff.nanos()).isEqualTo(512);
    for (long next : new long[] {1024, 2048, 4096, 4096}) {
      backoff.resumed(now, PLENTY);
      assertThat(backoff.nanos()).isEqualTo(next);
    }
  }

  @Test
  void afterAPauseThatDidNotPayTheNextIsTheShortest() {
    backoff.resumed(now, PLENTY);
    backoff.resumed(now, PLENTY);
    backoff.resumed(now, 0);
    assertThat(backoff.nanos()).isEqualTo(512);
  }

  @Test
  void aPausePaysIfOthersClaimOneIn64NanosecondsOnceTheyHaveTheCounter() {
    backoff.resumed(now, 3);
    assertThat(backoff.nanos()).isEqualTo(512);
    backoff.resumed(now, 4);
    assertThat(backoff.nanos()).isEqualTo(1024);
    backoff.resumed(now, 11);
    assertThat(backoff.nanos()).isEqualTo(512);
    backoff.resumed(now, 4);
    backoff.resumed(now, 12);
    assertThat(backoff.nanos()).isEqualTo(2048);
  }

  @Test
  void pausesAsLongAsItSays() {
    backoff.resumed(now + HOUR_NANOS, PLENTY); // soon, however long this thread is held up
    long since = System.nanoTime();
    backoff.pause();
    assertThat(System.nanoTime() - since).isGreaterThanOrEqualTo(1024);
    assertThat(backoff.nanos()).isEqualTo(512);
  }

  @Test
  void triesAgainAtOnceWhereThereIsNoContention() {
    backoff.resumed(now - 2 * SOON_NANOS, PLENTY);
    backoff.pause();
    assertThat(backoff.nanos()).isEqualTo(512);
    assertThat(backoff.lostAnother(now)).isTrue();
  }
}
