package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The untimed claim keeps an interrupt and sleeps on; the timed one throws and has claimed nothing.
 */
class ClaimInterruptTest {
  private final AtomicBoolean full = new AtomicBoolean();
  private final AtomicBoolean interruptKept = new AtomicBoolean();
  private final AtomicReference<Object> answer = new AtomicReference<>();
  private SteppedRing ring;

  @AfterEach
  void close() {
    ring.close();
  }

  private Thread claimer(boolean timed, boolean interruptedBefore) {
    Producer producer = ring.producer("feed");
    Thread claimer =
        new Thread(
            () -> {
              SteppedRing.fill(producer);
              if (interruptedBefore) {
                Thread.currentThread().interrupt();
              }
              full.set(true);
              try {
                answer.set(timed ? producer.tryClaim(1, Await.DEADLINE) : producer.claim());
                producer.discard();
              } catch (Throwable t) {
                answer.set(t);
              }
              interruptKept.set(Thread.currentThread().isInterrupted());
            },
            "claimer");
    claimer.start();
    Await.until(full::get, ring::toString);
    return claimer;
  }

  private static boolean sleeps(Waits waits) {
    return !waits.strategy().spec().spins();
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptedUntimedClaimKeepsTheFlagAndDoesNotSpin(Waits waits) {
    ring = new SteppedRing(waits.ring(true, 4));
    Thread claimer = claimer(false, false);
    for (int i = 0; i < 5; i++) {
      claimer.interrupt();
      if (sleeps(waits)) {
        Await.until(() -> !claimer.isInterrupted(), ring::toString);
        Await.parked(claimer, ring::toString); // a pending interrupt would end every park at once
      }
      assertThat(answer).hasValue(null);
    }
    ring.stage.step();
    Await.ended(claimer, ring::toString);
    assertThat(answer).hasValue(4L);
    assertThat(interruptKept).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void anUntimedClaimThatBeginsInterruptedWaitsAllTheSame(Waits waits) {
    ring = new SteppedRing(waits.ring(false, 4));
    Thread claimer = claimer(false, true);
    if (sleeps(waits)) {
      Await.parked(claimer, ring::toString);
    }
    ring.stage.step();
    Await.ended(claimer, ring::toString);
    assertThat(answer).hasValue(4L);
    assertThat(interruptKept).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aRefusedUntimedClaimKeepsTheFlagToo(Waits waits) {
    ring = new SteppedRing(waits.ring(false, 4));
    Thread claimer = claimer(false, true);
    ring.disruptor.halt();
    Await.ended(claimer, ring::toString);
    assertThat(answer.get()).isInstanceOf(ClaimRefusedException.class);
    assertThat(interruptKept).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aTimedClaimThrowsInterruptedExceptionAndHasClaimedNothing(Waits waits) {
    ring = new SteppedRing(waits.ring(true, 4));
    Thread claimer = claimer(true, false);
    if (sleeps(waits)) {
      Await.parked(claimer, ring::toString);
    }
    claimer.interrupt();
    Await.ended(claimer, ring::toString);
    assertThat(answer.get()).isInstanceOf(InterruptedException.class);
    assertThat(interruptKept).as("told by the exception").isFalse();
    assertThat(ring.disruptor.snapshot().claimed()).isEqualTo(3);
    assertThat(ring.disruptor.snapshot().claims()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aTimedClaimThatBeginsInterruptedThrowsWhereItWouldWait(Waits waits) {
    ring = new SteppedRing(waits.ring(false, 4));
    Thread claimer = claimer(true, true);
    Await.ended(claimer, ring::toString);
    assertThat(answer.get()).isInstanceOf(InterruptedException.class);
    assertThat(interruptKept).isFalse();
  }
}
