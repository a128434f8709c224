package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.Await;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LimitTest {
  private static final long REVOKED = Long.MIN_VALUE;

  private final Progress leaf = new Progress();
  private final RingState state = new RingState();
  private final Claims claims = new Claims(-1, 8);
  private final Limit limit = new Limit(new Gate(8, leaf), state, claims);

  @Test
  void allowsNothingBeforeTheFirstRefresh() {
    assertThat(claims.limitOpaque()).isEqualTo(REVOKED);
  }

  @Test
  void refreshAllowsOneLapBeyondTheSlowestStage() {
    assertThat(limit.refresh()).isEqualTo(RingState.NEW);
    assertThat(claims.limitOpaque()).isEqualTo(7);
    leaf.complete(4);
    assertThat(claims.limitOpaque()).as("not before it looks again").isEqualTo(7);
    limit.refresh();
    assertThat(claims.limitOpaque()).isEqualTo(12);
  }

  @Test
  void revokeTakesItAway() {
    limit.refresh();
    limit.revoke();
    assertThat(claims.limitOpaque()).isEqualTo(REVOKED);
  }

  @Test
  void refreshAfterAStopRevokesByItselfInEveryStateThatRefusesClaims() {
    for (int stopped = RingState.DRAINING; stopped <= RingState.HALTED; stopped++) {
      RingState there = new RingState();
      assertThat(there.advance(RingState.NEW, stopped)).isTrue();
      Claims none = new Claims(-1, 8);
      Limit late = new Limit(new Gate(8, leaf), there, none);
      assertThat(late.refresh()).isEqualTo(stopped);
      assertThat(none.limitOpaque()).isEqualTo(REVOKED);
    }
  }

  /**
   * Each round: one refresh against one stop, as a close does it. Whoever is last, nothing is left.
   */
  @Test
  @Tag("race")
  void noRefreshEverOutlivesARevocation() {
    int rounds = 50_000;
    AtomicReference<Round> handed = new AtomicReference<>();
    AtomicInteger refreshed = new AtomicInteger();
    Thread handle =
        new Thread(
            () -> {
              for (int i = 0; i < rounds; i++) {
                Round round = next(handed, i);
                delay(i & 31);
                round.limit.refresh();
                refreshed.set(i + 1);
              }
            },
            "handle");
    handle.start();
    for (int i = 0; i < rounds; i++) {
      Round round = new Round(i);
      handed.set(round);
      delay(i >>> 5 & 31);
      round.state.advance(RingState.NEW, RingState.DRAINING);
      round.limit.revoke();
      int done = i + 1;
      spinUntil(refreshed, done, handle);
      assertThat(round.claims.limitOpaque()).as("round %d", i).isEqualTo(REVOKED);
    }
    Await.ended(handle, refreshed::get);
  }

  private static final class Round {
    final int number;
    final RingState state = new RingState();
    final Claims claims = new Claims(-1, 8);
    final Limit limit = new Limit(new Gate(8, new Progress()), state, claims);

    Round(int number) {
      this.number = number;
    }
  }

  private static Round next(AtomicReference<Round> handed, int number) {
    Round round = handed.get();
    long since = System.nanoTime();
    while (round == null || round.number != number) {
      pass(since);
      round = handed.get();
    }
    return round;
  }

  private static void spinUntil(AtomicInteger counter, int value, Thread by) {
    long since = System.nanoTime();
    while (counter.get() < value && by.isAlive()) {
      pass(since);
    }
    assertThat(counter.get()).isGreaterThanOrEqualTo(value);
  }

  private static void pass(long since) {
    if (System.nanoTime() - since > Await.DEADLINE.toNanos()) {
      throw new AssertionError("not within " + Await.DEADLINE);
    }
    if (System.nanoTime() - since > 50_000) {
      Thread.yield();
    } else {
      Thread.onSpinWait();
    }
  }

  private static void delay(int spins) {
    for (int i = 0; i < spins; i++) {
      Thread.onSpinWait();
    }
  }
}
