package dev.penstock.sequence;

import static dev.penstock.lincheck.Interleavings.HUNG;
import static dev.penstock.lincheck.Interleavings.check;
import static dev.penstock.lincheck.Interleavings.hold;
import static dev.penstock.lincheck.Interleavings.realParks;
import static dev.penstock.lincheck.Interleavings.refute;
import static dev.penstock.lincheck.Interleavings.shortenSpins;
import static dev.penstock.lincheck.Interleavings.together;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** No wake-up is lost: a waiter that parks for good hangs the scenario. */
class ParkingTest {
  private static final int SOME = 40;
  private static final int CANARY = 2000;

  /** One ring's state, one source, one waiter with its record there. */
  private static final class Wait {
    final RingState state = new RingState();
    final Source source;
    final WakeUp record;
    final Waiter waiter;

    Wait(Source source) {
      this.source = source;
      state.advance(RingState.NEW, RingState.RUNNING);
      source.signals().enable();
      record = source.signals().add();
      waiter = new Waiter(new WaitSpec(WaitSpec.Kind.BLOCKING, 0, false), state);
      shortenSpins(waiter);
    }

    Waiter.Outcome await(long t) {
      waiter.bind(Thread.currentThread());
      return waiter.await(source, record, t, RingState.RUNNING, Waiter.FOREVER, false);
    }

    void awaitReached(long t) {
      check(await(t) == Waiter.Outcome.REACHED, "not reached: " + t);
    }

    /** As the lifecycle does it. */
    void stop() {
      state.stop(RingState.HALTED);
      VarHandle.fullFence();
      waiter.unpark();
    }
  }

  @Test
  void progressWakesWhoWaitsForIt() {
    hold(
        SOME,
        () -> {
          realParks();
          Progress progress = new Progress();
          Wait wait = new Wait(progress);
          together(
              () -> wait.awaitReached(1),
              () -> {
                progress.complete(0);
                progress.complete(1);
              });
        });
  }

  @Test
  void eachOfTwoWaitersIsWokenForItsOwnSequence() {
    hold(
        SOME,
        () -> {
          realParks();
          Progress progress = new Progress();
          Wait one = new Wait(progress);
          Wait other = new Wait(progress);
          together(
              () -> one.awaitReached(0),
              () -> other.awaitReached(1),
              () -> {
                progress.complete(0);
                progress.complete(1);
              });
        });
  }

  @Test
  void aLateSignalForAnOlderWaitDoesNotSpoilTheNext() {
    hold(
        SOME,
        () -> {
          realParks();
          Progress progress = new Progress();
          Wait wait = new Wait(progress);
          together(
              () -> {
                wait.awaitReached(0);
                wait.awaitReached(1);
              },
              () -> {
                progress.complete(0);
                progress.complete(1);
              });
        });
  }

  @Test
  void publishAndDiscardOfTwoProducersWakeTheStage() {
    hold(
        SOME,
        () -> {
          realParks();
          MultiSequencer sequencer = new MultiSequencer(4);
          Wait wait = new Wait(sequencer);
          sequencer.claim(-1, 1);
          together(
              () -> {
                wait.awaitReached(0);
                wait.awaitReached(1);
              },
              () -> sequencer.publish(1, 1),
              () -> sequencer.discard(0, 0));
        });
  }

  @Test
  void aChangeOfTheStateWakesTheWaiter() {
    hold(
        SOME,
        () -> {
          realParks();
          Wait wait = new Wait(new Progress());
          together(
              () -> check(wait.await(0) == Waiter.Outcome.STATE_CHANGED, "not stopped"),
              wait::stop);
        });
  }

  @Test
  void progressAndAChangeOfTheStateMayMeet() {
    hold(
        SOME,
        () -> {
          realParks();
          Progress progress = new Progress();
          Wait wait = new Wait(progress);
          together(() -> wait.await(0), () -> progress.complete(0), wait::stop);
        });
  }

  @Test
  void aRecordAddedWhileProgressIsMadeIsNotMissed() {
    hold(
        SOME,
        () -> {
          realParks();
          Progress progress = new Progress();
          progress.signals().enable();
          together(() -> new Wait(progress).awaitReached(0), () -> progress.complete(0));
        });
  }

  @Test
  void aRecordRemovedLeavesTheOthers() {
    hold(
        SOME,
        () -> {
          realParks();
          Progress progress = new Progress();
          Wait goes = new Wait(progress);
          Wait stays = new Wait(progress);
          together(
              () -> stays.awaitReached(0),
              () -> progress.signals().remove(goes.record),
              () -> progress.complete(0));
        });
  }

  @Test
  void aNudgeEndsAStall() {
    hold(
        SOME,
        () -> {
          realParks();
          Nudge nudge = new Nudge();
          Wait wait = new Wait(nudge);
          together(
              () -> {
                wait.waiter.bind(Thread.currentThread());
                wait.waiter.await(nudge, null, 0, RingState.RUNNING, Waiter.FOREVER, false);
              },
              () -> {
                nudge.ask();
                wait.waiter.unpark();
              });
        });
  }

  @Test
  void canaryParkWithoutLookingAgain() {
    refute(
        CANARY,
        HUNG,
        () -> {
          realParks();
          Progress progress = new Progress();
          Wait wait = new Wait(progress);
          together(
              () -> {
                while (!progress.reached(0)) {
                  wait.record.arm(Thread.currentThread(), 0);
                  LockSupport.park(wait); // and not a look between the two
                }
              },
              () -> progress.complete(0));
        });
  }

  @Test
  void canarySignalBeforeTheProgressIsReleased() {
    refute(
        CANARY,
        HUNG,
        () -> {
          realParks();
          Late late = new Late();
          Wait wait = new Wait(late);
          together(() -> wait.awaitReached(0), late::completeZero);
        });
  }

  /** Progress that signals first. */
  private static final class Late extends Source {
    private final Sequence completed = new Sequence(Sequence.NONE);

    @Override
    public boolean reached(long t) {
      return completed.getAcquire() >= t;
    }

    void completeZero() {
      signals().signal(0, 0);
      completed.setRelease(0);
    }
  }

  @Test
  void canaryTargetArmedOnceForAllTurnsOfTheLoop() {
    refute(
        CANARY,
        HUNG,
        () -> {
          realParks();
          Progress progress = new Progress();
          Wait wait = new Wait(progress);
          together(
              () -> {
                wait.record.arm(Thread.currentThread(), 0);
                while (!progress.reached(1)) { // waits for more than it has named
                  LockSupport.park(wait);
                }
              },
              () -> {
                progress.complete(0);
                progress.complete(1);
              });
        });
  }

  @Test
  void canaryStateChangedAfterEverybodyWasWoken() {
    refute(
        CANARY,
        HUNG,
        () -> {
          realParks();
          Wait wait = new Wait(new Progress());
          together(
              () -> wait.await(0),
              () -> {
                wait.waiter.unpark();
                wait.state.stop(RingState.HALTED);
              });
        });
  }
}
