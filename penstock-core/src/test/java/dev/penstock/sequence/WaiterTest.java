package dev.penstock.sequence;

import static dev.penstock.sequence.Waiter.FOREVER;
import static dev.penstock.sequence.Waiter.Outcome.EXPIRED;
import static dev.penstock.sequence.Waiter.Outcome.INTERRUPTED;
import static dev.penstock.sequence.Waiter.Outcome.REACHED;
import static dev.penstock.sequence.Waiter.Outcome.STATE_CHANGED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.penstock.Await;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every outcome of a wait under every way of waiting. */
class WaiterTest {
  private static final int SPINS = 100;

  private final RingState state = new RingState();
  private final Progress source = new Progress();

  @AfterEach
  void leaveNoInterrupt() {
    Thread.interrupted();
  }

  /** A waiter on {@link #source}, the thread that waits, and how it ended. */
  private final class Waiting {
    final Waiter waiter;
    final WakeUp record;
    final AtomicReference<Waiter.Outcome> outcome = new AtomicReference<>();
    boolean interruptKept; // written before the thread ends
    Thread thread = Thread.currentThread();

    Waiting(WaitSpec.Kind kind) {
      WaitSpec spec = new WaitSpec(kind, TimeUnit.MILLISECONDS.toNanos(1), false);
      waiter = new Waiter(spec, state);
      source.signals().enable();
      record = spec.parksBySignal() ? source.signals().add() : null;
    }

    Waiter.Outcome await(long t, long timeoutNanos, boolean interruptible) {
      waiter.bind(Thread.currentThread());
      return waiter.await(source, record, t, RingState.NEW, timeoutNanos, interruptible);
    }

    Waiting inThread(long t, long timeoutNanos, boolean interruptible) {
      thread =
          new Thread(
              () -> {
                outcome.set(await(t, timeoutNanos, interruptible));
                waiter.restoreInterrupt();
                interruptKept = Thread.currentThread().isInterrupted();
              },
              "waiter");
      thread.start();
      return this;
    }

    /** Until the thread sleeps, where it is one that does. */
    Waiting asleep() {
      if (!waiter.spec().spins()) {
        Await.parked(thread, outcome::get);
      }
      return this;
    }

    Waiter.Outcome end() {
      Await.ended(thread, () -> outcome.get() + ", completed: " + source.get());
      return outcome.get();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsThereIsReachedAtOnce(WaitSpec.Kind kind) {
    source.complete(3);
    Waiting waiting = new Waiting(kind);
    assertThat(waiting.await(3, FOREVER, false)).isEqualTo(REACHED);
    assertThat(waiting.waiter.idlePolls()).isZero();
  }

  /** An int's worth of polls is spun in a minute, and then the thread would sleep. */
  @ParameterizedTest
  @EnumSource
  void whatSpinsSpinsForYears(WaitSpec.Kind kind) {
    Waiting waiting = new Waiting(kind);
    waiting.waiter.bind(Thread.currentThread());
    if (waiting.waiter.spec().spins()) {
      assertThat(waiting.waiter.spins).isGreaterThan(1L << 60);
    } else {
      assertThat(waiting.waiter.spins).isLessThan(SPINS + 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void progressEndsAWait(WaitSpec.Kind kind) {
    Waiting waiting = new Waiting(kind).inThread(3, FOREVER, false).asleep();
    source.complete(2);
    source.complete(3);
    assertThat(waiting.end()).isEqualTo(REACHED);
    assertThat(waiting.interruptKept).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void progressShortOfTheTargetDoesNotEndAWait(WaitSpec.Kind kind) {
    Waiting waiting = new Waiting(kind).inThread(3, FOREVER, false).asleep();
    source.complete(2);
    assertThat(waiting.outcome).hasValue(null);
    source.complete(4);
    assertThat(waiting.end()).isEqualTo(REACHED);
  }

  @ParameterizedTest
  @EnumSource
  void aChangeOfStateEndsAWait(WaitSpec.Kind kind) {
    Waiting waiting = new Waiting(kind).inThread(3, FOREVER, false).asleep();
    state.advance(RingState.NEW, RingState.FAILED);
    VarHandle.fullFence();
    waiting.waiter.unpark();
    assertThat(waiting.end()).isEqualTo(STATE_CHANGED);
  }

  @ParameterizedTest
  @EnumSource
  void aChangeOfStateBeforeTheWaitIsSeen(WaitSpec.Kind kind) {
    state.stop(RingState.HALTED);
    assertThat(new Waiting(kind).await(3, FOREVER, false)).isEqualTo(STATE_CHANGED);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsReachedIsTakenBeforeTheStateIsLookedAt(WaitSpec.Kind kind) {
    source.complete(3);
    state.stop(RingState.HALTED);
    assertThat(new Waiting(kind).await(3, FOREVER, false)).isEqualTo(REACHED);
  }

  @ParameterizedTest
  @EnumSource
  void aTimedWaitExpiresAndNotEarly(WaitSpec.Kind kind) {
    Waiting waiting = new Waiting(kind);
    long nanos = TimeUnit.MILLISECONDS.toNanos(5);
    long since = System.nanoTime();
    assertThat(waiting.await(3, nanos, false)).isEqualTo(EXPIRED);
    assertThat(System.nanoTime() - since).isGreaterThanOrEqualTo(nanos);
  }

  /** Where others want the processor, each yield takes milliseconds. */
  @Test
  void whoYieldsLooksAtTheClockAndForAnInterruptBeforeEachYield() {
    Waiter waiter = new Waiter(new WaitSpec(WaitSpec.Kind.YIELDING, 0, false), state);
    waiter.bind(Thread.currentThread());
    AtomicInteger looks = new AtomicInteger();
    Source interruptsOnce =
        new Source() {
          @Override
          public boolean reached(long t) {
            if (looks.incrementAndGet() == SPINS + 5) {
              Thread.currentThread().interrupt();
            }
            return false;
          }
        };
    assertThat(waiter.await(interruptsOnce, null, 3, RingState.NEW, 1, true)).isEqualTo(EXPIRED);
    assertThat(looks.get()).isLessThanOrEqualTo(SPINS + 1);

    looks.set(0);
    assertThat(waiter.await(interruptsOnce, null, 3, RingState.NEW, FOREVER, true))
        .isEqualTo(INTERRUPTED);
    assertThat(looks.get()).isEqualTo(SPINS + 5);
  }

  @ParameterizedTest
  @EnumSource
  void aWaitWithoutTimeExpiresSoon(WaitSpec.Kind kind) {
    assertThat(new Waiting(kind).await(3, 0, false)).isEqualTo(EXPIRED);
    assertThat(new Waiting(kind).await(3, -5, true)).isEqualTo(EXPIRED);
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptEndsAnInterruptibleWait(WaitSpec.Kind kind) {
    Waiting waiting = new Waiting(kind).inThread(3, FOREVER, true).asleep();
    waiting.thread.interrupt();
    assertThat(waiting.end()).isEqualTo(INTERRUPTED);
    assertThat(waiting.interruptKept).as("taken, as InterruptedException wants it").isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void aPendingInterruptEndsAnInterruptibleWait(WaitSpec.Kind kind) {
    Thread.currentThread().interrupt();
    assertThat(new Waiting(kind).await(3, FOREVER, true)).isEqualTo(INTERRUPTED);
    assertThat(Thread.interrupted()).isFalse();
  }

  /** An interrupt may come anywhere between two parks, right behind the look for one too. */
  @Test
  @Tag("race")
  void noInterruptIsLostByAWaitThatItIsToEnd() {
    Waiter waiter = new Waiter(new WaitSpec(WaitSpec.Kind.BACKOFF, 1, false), state);
    AtomicInteger rounds = new AtomicInteger();
    AtomicReference<Waiter.Outcome> wrong = new AtomicReference<>();
    int all = 20_000;
    Thread thread =
        new Thread(
            () -> {
              waiter.bind(Thread.currentThread());
              while (rounds.get() < all && wrong.get() == null) {
                Waiter.Outcome outcome =
                    waiter.await(source, null, 3, RingState.NEW, TimeUnit.SECONDS.toNanos(2), true);
                if (outcome != INTERRUPTED) {
                  wrong.set(outcome);
                }
                rounds.incrementAndGet();
              }
            },
            "waiter");
    thread.start();
    for (int i = 0; i < all && wrong.get() == null; i++) {
      int round = i;
      long since = System.nanoTime();
      while (System.nanoTime() - since < i % 128 * 1_000L) {
        Thread.onSpinWait();
      }
      thread.interrupt();
      Await.until(() -> rounds.get() > round || wrong.get() != null, wrong::get);
    }
    Await.ended(thread, wrong::get);
    assertThat(wrong).as("after %s interrupts", rounds).hasValue(null);
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptNeitherEndsAnUninterruptibleWaitNorIsLost(WaitSpec.Kind kind) {
    Waiting waiting = new Waiting(kind).inThread(3, FOREVER, false).asleep();
    waiting.thread.interrupt();
    waiting.asleep();
    assertThat(waiting.outcome).hasValue(null);
    source.complete(3);
    assertThat(waiting.end()).isEqualTo(REACHED);
    assertThat(waiting.interruptKept).isTrue();
  }

  /** A park with a pending interrupt returns at once, and the thread would never be seen asleep. */
  @ParameterizedTest
  @EnumSource(
      value = WaitSpec.Kind.class,
      names = {"BACKOFF", "BLOCKING"})
  void anInterruptDoesNotMakeAnUninterruptibleWaitSpin(WaitSpec.Kind kind) {
    Waiting waiting = new Waiting(kind);
    Thread waiter =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              waiting.outcome.set(waiting.await(3, FOREVER, false));
              waiting.waiter.restoreInterrupt();
              waiting.interruptKept = Thread.currentThread().isInterrupted();
            },
            "waiter");
    waiting.thread = waiter;
    waiter.start();
    Await.until(() -> !waiter.isInterrupted(), waiting.outcome::get);
    for (int i = 0; i < 10; i++) {
      waiter.interrupt();
      Await.until(() -> !waiter.isInterrupted(), waiting.outcome::get);
      waiting.asleep();
    }
    source.complete(3);
    assertThat(waiting.end()).isEqualTo(REACHED);
    assertThat(waiting.interruptKept).isTrue();
  }

  @Test
  void anInterruptIsRestoredOnce() {
    Waiter waiter = new Waiting(WaitSpec.Kind.BLOCKING).waiter;
    Thread.currentThread().interrupt();
    SlowLook twiceAsleep = new SlowLook(0); // never slow
    assertThat(waiter.await(twiceAsleep, null, 0, RingState.NEW, FOREVER, false))
        .isEqualTo(REACHED);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    waiter.restoreInterrupt();
    assertThat(Thread.interrupted()).isTrue();
    waiter.restoreInterrupt();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aBlockingWaitForASignalSleepsWithoutATimeLimit() {
    Waiting waiting = new Waiting(WaitSpec.Kind.BLOCKING).inThread(3, FOREVER, false);
    Await.until(() -> waiting.thread.getState() == Thread.State.WAITING, waiting.thread::getState);
    source.complete(3);
    assertThat(waiting.end()).isEqualTo(REACHED);
  }

  @Test
  void aNudgeIsReachedOnceAskedFor() {
    Nudge nudge = new Nudge();
    Waiting waiting = new Waiting(WaitSpec.Kind.BLOCKING);
    waiting.waiter.bind(Thread.currentThread());
    assertThat(nudge.reached(0)).isFalse();
    nudge.ask();
    assertThat(waiting.waiter.await(nudge, null, 0, RingState.NEW, FOREVER, false))
        .isEqualTo(REACHED);
    assertThat(nudge.take()).isTrue();
    assertThat(nudge.reached(0)).isFalse();
    assertThat(waiting.waiter.await(nudge, null, 0, RingState.NEW, 1_000_000, false))
        .isEqualTo(EXPIRED);
  }

  @ParameterizedTest
  @EnumSource
  void idlePollsAreThoseOfTheWaitThatEndedInTime(WaitSpec.Kind kind) {
    Waiting waiting = new Waiting(kind);
    Source third =
        new Source() {
          private int looks;

          @Override
          public boolean reached(long t) {
            return ++looks > 3;
          }
        };
    assertThat(waiting.waiter.await(third, null, 0, RingState.NEW, FOREVER, false))
        .isEqualTo(REACHED);
    assertThat(waiting.waiter.idlePolls()).isEqualTo(3);
    waiting.waiter.resetIdlePolls();
    assertThat(waiting.waiter.idlePolls()).isZero();
  }

  @Test
  void idlePollsAreThoseOfTheLongestWaitSinceTheReset() {
    Waiting waiting = new Waiting(WaitSpec.Kind.BUSY_SPIN);
    assertThat(waiting.await(0, 0, false)).isEqualTo(EXPIRED);
    source.complete(0);
    assertThat(waiting.await(0, FOREVER, false)).isEqualTo(REACHED);
    assertThat(waiting.waiter.idlePolls()).isEqualTo(64);
  }

  private static boolean sleeping() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals("sleep")));
  }

  @ParameterizedTest
  @EnumSource(
      value = WaitSpec.Kind.class,
      names = {"BACKOFF", "BLOCKING"})
  void aWaitThatSleptCountsAsAsManyPollsAsThereAre(WaitSpec.Kind kind) {
    Source slept =
        new Source() {
          @Override
          public boolean reached(long t) {
            return sleeping();
          }
        };
    Waiter waiter = new Waiting(kind).waiter;
    assertThat(waiter.await(slept, null, 0, RingState.NEW, FOREVER, false)).isEqualTo(REACHED);
    assertThat(waiter.idlePolls()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void aWaitWhoseSignalMayBeMissingLooksUpByItself() {
    Source unsignalled =
        new Source() {
          private int looks;

          @Override
          public boolean reached(long t) {
            looks += sleeping() ? 1 : 0;
            return looks > 5; // two a turn, but for the last
          }
        };
    unsignalled.signals().enable();
    WakeUp record = unsignalled.signals().add();
    record.mute();
    Waiter waiter = new Waiting(WaitSpec.Kind.BLOCKING).waiter;
    long since = System.nanoTime();
    Thread thread =
        new Thread(
            () -> {
              waiter.bind(Thread.currentThread());
              waiter.await(unsignalled, record, 0, RingState.NEW, FOREVER, false);
            });
    thread.setDaemon(true); // it sleeps for ever if it does not look up
    thread.start();
    Await.ended(thread, () -> "looks up: no");
    long least = TimeUnit.MILLISECONDS.toNanos(1 + 2 + 4);
    assertThat(System.nanoTime() - since).as("1, 2 and 4 ms").isGreaterThanOrEqualTo(least);
  }

  /**
   * How often a wait looks before it sleeps; the first look after that ends it. More is said to be
   * coming, so no yield is wasted, however long others had the processor.
   */
  private static int pollsBeforeSleep(Waiter waiter) {
    waiter.resetIdlePolls();
    AtomicInteger looks = new AtomicInteger();
    Source slept =
        new Source() {
          @Override
          public boolean reached(long t) {
            if (t != 0 || sleeping()) {
              return true;
            }
            looks.incrementAndGet();
            return false;
          }
        };
    long limit = TimeUnit.SECONDS.toNanos(2);
    assertThat(waiter.await(slept, null, 0, RingState.NEW, limit, false)).isEqualTo(REACHED);
    return looks.get();
  }

  /** Is reached at a look; more is said to be coming, so no yield is wasted. */
  private static Source reachedAtLook(int last) {
    return new Source() {
      private int looks;

      @Override
      public boolean reached(long t) {
        return t != 0 || ++looks == last;
      }
    };
  }

  private static void yieldsAreLearntNotToPay(Waiter waiter) {
    for (int yields : new int[] {16, 8, 4, 2, 2}) {
      assertThat(pollsBeforeSleep(waiter)).isEqualTo(SPINS + 1 + yields);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = WaitSpec.Kind.class,
      names = {"BACKOFF", "BLOCKING"})
  void aWaitYieldsHalfAsOftenBeforeItSleepsWhereThatHasNotPaid(WaitSpec.Kind kind) {
    yieldsAreLearntNotToPay(new Waiting(kind).waiter);
  }

  @ParameterizedTest
  @EnumSource(
      value = WaitSpec.Kind.class,
      names = {"BACKOFF", "BLOCKING"})
  void aWaitYieldsTwiceAsOftenBeforeItSleepsWhereThatHasPaid(WaitSpec.Kind kind) {
    for (int waits = 0; waits <= 4; waits++) {
      Waiter waiter = new Waiting(kind).waiter;
      yieldsAreLearntNotToPay(waiter);
      for (int i = 0; i < waits; i++) {
        waiter.resetIdlePolls();
        waiter.await(reachedAtLook(SPINS + 2), null, 0, RingState.NEW, FOREVER, false);
        assertThat(waiter.idlePolls()).isEqualTo(SPINS + 1);
      }
      int yields = Math.min(2 << waits, 16);
      assertThat(pollsBeforeSleep(waiter)).as("%s", waits).isEqualTo(SPINS + 1 + yields);
    }
  }

  @Test
  void aWaitThatSpinningEndsSaysNothingAboutYielding() {
    Waiter waiter = new Waiting(WaitSpec.Kind.BLOCKING).waiter;
    yieldsAreLearntNotToPay(waiter);
    for (int i = 0; i < 5; i++) {
      waiter.await(reachedAtLook(SPINS + 1), null, 0, RingState.NEW, FOREVER, false);
    }
    assertThat(pollsBeforeSleep(waiter)).isEqualTo(SPINS + 1 + 2);
  }

  /** Counts the looks before the wait sleeps, and those after, and is slow to look once. */
  private static final class SlowLook extends Source {
    final int slow;
    int before;
    int after;

    SlowLook(int slow) {
      this.slow = slow;
    }

    @Override
    public boolean reached(long t) {
      if (sleeping()) {
        after++;
        return after == 2;
      }
      before += t == 0 ? 1 : 0;
      long since = System.nanoTime();
      while (t == 0 && before == slow && System.nanoTime() - since < 5_000_000) {
        Thread.onSpinWait();
      }
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = WaitSpec.Kind.class,
      names = {"BACKOFF", "BLOCKING"})
  void whoseYieldWasWastedSleepsAndDoesNotYieldTheNextTime(WaitSpec.Kind kind) {
    Waiter waiter = new Waiting(kind).waiter;
    SlowLook wasted = new SlowLook(SPINS + 2);
    waiter.await(wasted, null, 0, RingState.NEW, TimeUnit.SECONDS.toNanos(2), false);
    assertThat(wasted.before).isEqualTo(SPINS + 2);
    assertThat(pollsBeforeSleep(waiter)).isEqualTo(SPINS + 1);
    assertThat(pollsBeforeSleep(waiter)).isEqualTo(SPINS + 1 + 16);
  }

  @ParameterizedTest
  @EnumSource(
      value = WaitSpec.Kind.class,
      names = {"BACKOFF", "BLOCKING"})
  void theTimeOfATimedWaitBeginsBeforeItYields(WaitSpec.Kind kind) {
    SlowLook late = new SlowLook(SPINS + 2);
    Waiter waiter = new Waiting(kind).waiter;
    assertThat(waiter.await(late, null, 0, RingState.NEW, 4_000_000, false)).isEqualTo(EXPIRED);
    assertThat(late.after).as("it did not sleep in between").isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = WaitSpec.Kind.class,
      names = {"BUSY_SPIN", "YIELDING"})
  void aSpinningWaitNeverSleeps(WaitSpec.Kind kind) {
    Waiter waiter = new Waiting(kind).waiter;
    waiter.bind(Thread.currentThread());
    Source late =
        new Source() {
          private int looks;

          @Override
          public boolean reached(long t) {
            return ++looks > 10_000;
          }
        };
    assertThat(waiter.await(late, null, 0, RingState.NEW, FOREVER, true)).isEqualTo(REACHED);
    assertThat(waiter.idlePolls()).as("a sleep would have ended the count").isEqualTo(10_000);
  }

  @Test
  void aSpinningWaitLooksAtTheClockEvery64Polls() {
    Waiting waiting = new Waiting(WaitSpec.Kind.BUSY_SPIN);
    assertThat(waiting.await(3, 0, false)).isEqualTo(EXPIRED);
    assertThat(waiting.waiter.idlePolls()).isEqualTo(64);
  }

  @Test
  void unparkingAWaiterThatHasNoThreadIsHarmless() {
    assertThatCode(new Waiting(WaitSpec.Kind.BLOCKING).waiter::unpark).doesNotThrowAnyException();
  }

  @Test
  void specsSayWhatTheyAre() {
    WaitSpec blocking = new WaitSpec(WaitSpec.Kind.BLOCKING, 0, true);
    WaitSpec spinning = new WaitSpec(WaitSpec.Kind.BUSY_SPIN, 0, false);
    assertThat(blocking.parksBySignal()).isTrue();
    assertThat(blocking.spins()).isFalse();
    assertThat(spinning.parksBySignal()).isFalse();
    assertThat(spinning.spins()).isTrue();
    assertThat(new WaitSpec(WaitSpec.Kind.YIELDING, 0, false).spins()).isTrue();
    assertThat(spinning.unsignalled()).isSameAs(spinning);
    assertThat(blocking.unsignalled())
        .isEqualTo(new WaitSpec(WaitSpec.Kind.BACKOFF, 1_000_000, true));
  }
}
