package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.Await;
import org.junit.jupiter.api.Test;

/** When and how long a loser pauses; what that brings is measured elsewhere. */
class ContentionTest {
  private static final long HOUR_NANOS = 3_600_000_000_000L;
  private static final long PLENTY = 1_000;

  private final MultiSequencer sequencer = new MultiSequencer(64);
  private final Contention contention = new Contention(sequencer);

  /** However long this thread is held up, the next lost race comes soon after another. */
  private void another() {
    contention.resumedNanos.setPlain(System.nanoTime() + HOUR_NANOS);
  }

  @Test
  void aFirstLostRaceIsNoContention() {
    assertThat(contention.lostRace()).isFalse();
  }

  @Test
  void norIsOneThatIsLostLongAfterAnother() {
    long now = System.nanoTime();
    contention.resumedNanos.setPlain(now - 4096);
    assertThat(contention.lostRace()).isFalse();
    assertThat(contention.resumedNanos.getPlain() - now).isNotNegative(); // the next may be soon
  }

  @Test
  void oneThatIsLostSoonAfterAnotherIs() {
    another();
    assertThat(contention.lostRace()).isTrue();
  }

  @Test
  void aPauseThatPaidDoublesTheNextUpToFourMicroseconds() {
    assertThat(contention.nanos()).isEqualTo(512);
    for (long next : new long[] {1024, 2048, 4096, 4096}) {
      contention.paused(contention.nanos(), PLENTY);
      assertThat(contention.nanos()).isEqualTo(next);
    }
  }

  @Test
  void afterAPauseThatDidNotPayTheNextIsTheShortest() {
    contention.paused(512, PLENTY);
    contention.paused(1024, PLENTY);
    contention.paused(2048, 0);
    assertThat(contention.nanos()).isEqualTo(512);
  }

  @Test
  void aPausePaysIfOthersClaimOneIn64NanosecondsOnceTheyHaveTheCounter() {
    contention.paused(512, 3);
    assertThat(contention.nanos()).isEqualTo(512);
    contention.paused(512, 4);
    assertThat(contention.nanos()).isEqualTo(1024);
    contention.paused(1024, 11);
    assertThat(contention.nanos()).isEqualTo(512);
  }

  @Test
  void whoIsHeldUpForLongNeedsMoreToBePaid() {
    contention.paused(3_000_000, 3_000);
    assertThat(contention.nanos()).isEqualTo(512);
  }

  @Test
  void whatOthersClaimDuringThePauseCounts() {
    Thread claiming =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                long seen = sequencer.claimCounter();
                sequencer.claim(seen, seen + PLENTY);
              }
            });
    claiming.start();
    try {
      Await.until(
          () -> {
            another();
            contention.lostRace();
            return contention.nanos() > 512;
          },
          sequencer::claimed);
    } finally {
      claiming.interrupt();
      Await.ended(claiming, sequencer::claimed);
    }
  }
}
