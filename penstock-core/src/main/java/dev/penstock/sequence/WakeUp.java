package dev.penstock.sequence;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * One waiter's record at one source: the sequence that it waits for there, or nothing.
 *
 * <h2>Parking by signal</h2>
 *
 * <pre>
 * waiter:     target = t (volatile); full fence; re-check source and state; park; ...; target = none
 * signaller:  release progress lo..hi; full fence; if lo &lt;= target &lt;= hi and CAS(target, none): unpark
 * state:      state = s (volatile); full fence; unpark every known thread, armed or not
 * </pre>
 *
 * <p><b>No wake-up is lost.</b> Of the two full fences one is first in the synchronisation order.
 * If the signaller's is first, the waiter's re-check behind its own fence sees the progress and
 * does not park. If the waiter's is first, the signaller's read behind its own fence sees the
 * target. The same holds for the state, with the thread in the place of the target: it is published
 * before the waiter looks at the state. An unpark that arrives before the park leaves a permit, and
 * the park returns at once.
 *
 * <p><b>Races that are benign.</b> Two signallers may see the same target: the compare-and-set lets
 * one of them pay for the unpark. A signaller may be late and wake a waiter that has gone on: the
 * permit makes one later park return early, and every park stands in a loop that looks again. A
 * waiter arms the record anew in every turn of that loop, so a target that was taken from it by a
 * signal for an older wait is never missed.
 *
 * <p><b>Muted records.</b>
 *
 * <pre>
 * waiter:     in a stream: listening - 1;  before it arms: listening + 1
 * signaller:  release progress; if listening = 0: nothing, no fence either
 *             else as above; took the target of a waiter in a stream: listening - 1
 * </pre>
 *
 * A waiter that is awake in the middle of a stream needs no signal, and the fence of every publish
 * would cost it the stream. What is published just when it stops listening to the stream and falls
 * asleep may find the old count: no fence is between, so the waiter may not see the progress
 * either. So a wait whose signal may be missing {@linkplain #mayMiss() looks up} by itself after a
 * millisecond, and less and less often.
 *
 * <p>Who falls asleep in a stream will go on with it. Until it has the processor, which its own
 * producer may keep from it, and has found a stream again, every publish would pay the fence. So it
 * hands its record over with the target: who takes the target subtracts for it. It stays muted
 * until it sleeps again, and that is an ordinary sleep, unless it has been in a stream meanwhile.
 *
 * <p>A signal may be missing until the signaller is known to have seen that the waiter listens, and
 * goes on listening. It has when it takes the target of an ordinary sleep, which is looked at
 * {@linkplain #parked() behind each park}, before it is armed anew: the addition to the count comes
 * before the target's store, which the signaller's compare-and-set has read, so all its later looks
 * at the count come after. (Behind a target that was handed over the signaller has subtracted, and
 * may miss the next addition.) Where there are several signallers it may be missing for good: each
 * would have to be known.
 *
 * <p><b>Why the target is a sequence and not a flag.</b> A waiter of many names the one sequence of
 * the one laggard that it needs, and is not woken for progress that does not help it.
 */
public final class WakeUp {
  private static final long NOTHING = Long.MIN_VALUE;
  private static final long HANDS_OVER = 1L << 61; // in a target: above all sequences

  private final Signals signals;
  private final Sequence target = new Sequence(NOTHING);
  @Nullable private Thread thread;
  private boolean muted; // this and what follows are for the waiter alone
  private boolean mayMiss;
  private boolean handsOver; // has been in a stream since it last slept

  WakeUp(Signals signals) {
    this.signals = signals;
  }

  /**
   * Says that the waiter is in a stream, and looks by itself until it arms the record again. For
   * its thread, between its waits.
   */
  void mute() {
    if (!handsOver) { // do not write what others may share a line with
      handsOver = true;
    }
    if (!muted) {
      muted = true;
      mayMiss = true;
      signals.listening(-1);
    }
  }

  /** Whether a signal may be left out, so that a wait has to look up by itself. */
  boolean mayMiss() {
    return mayMiss;
  }

  /**
   * Announces that the calling thread waits for {@code t}, at least 0; the caller must look again
   * before it parks.
   */
  void arm(Thread waiter, long t) {
    if (handsOver) {
      takeBack();
    }
    if (muted) {
      signals.listening(1);
      muted = false;
    }
    if (thread != waiter) {
      thread = waiter; // published by the target
    }
    target.setVolatile(handsOver ? t | HANDS_OVER : t); // edge: park
    VarHandle.fullFence(); // edge: park
  }

  /** To be called behind each park: finds out whether the one signaller has taken the target. */
  void parked() {
    if (!handsOver
        && mayMiss
        && !signals.several()
        && target.getAcquire() == NOTHING) { // edge: listening
      mayMiss = false;
    }
  }

  /** Ends a sleep: the record may have been armed several times. */
  void disarm() {
    if (!handsOver) {
      target.setRelease(NOTHING);
      return;
    }
    takeBack();
    if (!muted) { // nobody has done it for the waiter
      muted = true;
      signals.listening(-1);
    }
    handsOver = false;
  }

  /** Takes the target back, or finds that it has been taken, and the record with it. */
  private void takeBack() {
    long t = target.getOpaque(); // edge: park
    muted = t == NOTHING || !target.compareAndSet(t, NOTHING); // edge: park
  }

  /** The second half of {@link Signals#signal}: the fence has been paid. */
  void signal(long lo, long hi) {
    long seen = target.getOpaque(); // edge: park
    long t = seen & ~HANDS_OVER;
    if (lo <= t && t <= hi && target.compareAndSet(seen, NOTHING)) { // edge: park
      LockSupport.unpark(thread);
      if (seen != t) {
        signals.listening(-1);
      }
    }
  }
}
