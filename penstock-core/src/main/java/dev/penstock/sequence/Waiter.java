package dev.penstock.sequence;

import java.util.concurrent.locks.LockSupport;

/**
 * How one thread waits: a stage's or a producer's. Every wait looks at the state of the ring, so
 * none outlasts it.
 *
 * <p>The thread is published before the first look at the state, so whoever changes the state and
 * then reads the thread behind a full fence can wake it: see {@link WakeUp}.
 *
 * <p>An interrupt makes {@link LockSupport#park} return at once for as long as it is pending. An
 * uninterruptible wait therefore takes it away, remembers it, and leaves it to the caller to
 * {@linkplain #restoreInterrupt() restore}.
 *
 * <p>A wait that may sleep spins first, then yields for as long as its {@link Patience} allows.
 * Where a signal {@linkplain WakeUp may be left out} a blocking one sleeps for a millisecond at
 * first, later for up to a hundred.
 */
public final class Waiter {
  /** Why a wait ended. */
  public enum Outcome {
    REACHED,
    STATE_CHANGED,
    EXPIRED,
    INTERRUPTED
  }

  public static final long FOREVER = Long.MAX_VALUE;

  private static final int CLOCK_MASK = 63; // spinning waits look at the clock every 64 polls
  private static final int SPIN_POLLS = 100;
  private static final int LOOKS = 32;
  private static final long NAP_MIN_NANOS = 1_000;
  private static final long LOOK_UP_MIN_NANOS = 1_000_000;
  private static final long LOOK_UP_MAX_NANOS = 100_000_000;

  private final WaitSpec spec;
  private final RingState state;
  private volatile @Nullable Thread thread;
  private boolean interrupted;
  private final Sequence idle = new Sequence(0); // padded: it changes with every wait
  private final Patience patience = new Patience();
  long spins; // polls before it yields and sleeps; a busy minute has more than an int
  private int looks = LOOKS;

  public Waiter(WaitSpec spec, RingState state) {
    this.spec = spec;
    this.state = state;
    spins = spec.spins() ? Long.MAX_VALUE : SPIN_POLLS;
  }

  public WaitSpec spec() {
    return spec;
  }

  /** Says whose waits these are; before the first one. */
  public void bind(Thread owner) {
    if (spec.kind() == WaitSpec.Kind.YIELDING && VirtualThreads.isVirtual(owner)) {
      spins =
          SPIN_POLLS; // yielders that never park can keep every carrier from one that has napped
    }
    thread = owner;
  }

  /**
   * Wakes the thread wherever it is parked. The caller has changed what it looks at, and fenced.
   */
  public void unpark() {
    LockSupport.unpark(thread);
  }

  /** How often the step of a stage that has found nothing may look again before it waits here. */
  public int looks() {
    return looks;
  }

  /**
   * How many polls found nothing in the longest of the waits since the count was {@linkplain
   * #resetIdlePolls() reset}; more than any batch has messages where one slept.
   */
  public long idlePolls() {
    return idle.getPlain();
  }

  public void resetIdlePolls() {
    idle.setPlain(0);
  }

  /** Takes a pending interrupt away from whatever follows, and remembers it; whether there was. */
  public boolean takeInterrupt() {
    boolean pending = Thread.interrupted();
    if (pending) {
      interrupted = true;
    }
    return pending;
  }

  public void restoreInterrupt() {
    if (interrupted) {
      interrupted = false;
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits until {@code source} has reached {@code t}, the state is no longer {@code seen}, the time
   * is over or, where {@code interruptible}, the thread is interrupted.
   *
   * @param record this waiter's record at the source where the strategy parks by signal; null where
   *     it does not, and for a {@link Nudge}, which unparks the thread itself
   */
  public Outcome await(
      Source source,
      @Nullable WakeUp record,
      long t,
      int seen,
      long timeoutNanos,
      boolean interruptible) {
    long since = 0;
    long polls = 0;
    while (true) {
      if (source.reached(t)) {
        idle(polls);
        return Outcome.REACHED;
      }
      if (state.get() != seen) {
        return Outcome.STATE_CHANGED;
      }
      polls++;
      if (polls > spins) {
        if (foundYielding(source, t, seen)) {
          idle(polls);
          return Outcome.REACHED;
        }
        idle(Integer.MAX_VALUE);
        return sleep(source, record, t, seen, timeoutNanos, since, interruptible);
      }
      if ((polls & CLOCK_MASK) == 0 || yields(polls)) { // a yield may take milliseconds
        if (interruptible && Thread.interrupted()) {
          return Outcome.INTERRUPTED;
        }
        if (timeoutNanos != FOREVER) {
          long now = System.nanoTime();
          since = since == 0 ? now : since;
          if (now - since >= timeoutNanos) {
            idle(polls);
            return Outcome.EXPIRED;
          }
        }
      }
      pass(polls);
    }
  }

  private void idle(long polls) {
    if (polls > idle.getPlain()) { // do not write what others may share a line with
      idle.setPlain(polls);
    }
  }

  private boolean yields(long polls) {
    return polls > SPIN_POLLS && spec.kind() == WaitSpec.Kind.YIELDING;
  }

  private void pass(long polls) {
    if (yields(polls)) {
      Thread.yield();
    } else {
      Thread.onSpinWait();
    }
  }

  private boolean foundYielding(Source source, long t, int seen) {
    int yields = patience.yields();
    if (yields == 0) {
      return false;
    }
    boolean found = false;
    for (long now = System.nanoTime(); !found && yields > 0 && state.get() == seen; yields--) {
      Thread.yield();
      found = source.reached(t);
      long before = now;
      now = System.nanoTime();
      if (patience.wasted(now - before, source, t)) {
        return found;
      }
    }
    patience.yielded(found);
    return found;
  }

  private Outcome sleep(
      Source source,
      @Nullable WakeUp record,
      long t,
      int seen,
      long timeoutNanos,
      long begun,
      boolean interruptible) {
    Thread me = Thread.currentThread();
    long nap = NAP_MIN_NANOS;
    long cap = Math.max(spec.capNanos(), NAP_MIN_NANOS);
    if (spec.parksBySignal()) {
      nap = record != null && record.mayMiss() ? LOOK_UP_MIN_NANOS : FOREVER;
      cap = LOOK_UP_MAX_NANOS;
    }
    long since = timeoutNanos == FOREVER || begun != 0 ? begun : System.nanoTime();
    try {
      while (true) {
        if (record != null) {
          record.arm(me, t); // edge: park
        }
        if (source.reached(t)) {
          return Outcome.REACHED;
        }
        if (state.getVolatile() != seen) {
          return Outcome.STATE_CHANGED;
        }
        long left = timeoutNanos == FOREVER ? FOREVER : timeoutNanos - (System.nanoTime() - since);
        if (left <= 0) {
          return Outcome.EXPIRED;
        }
        park(Math.min(nap, left));
        if (record != null) {
          record.parked();
        }
        if (!interruptible) {
          takeInterrupt();
        } else if (Thread.interrupted()) {
          return Outcome.INTERRUPTED;
        }
        if (source.reached(t)) { // before the record is armed in vain
          return Outcome.REACHED;
        }
        if (nap != FOREVER) {
          nap = Math.min(2 * nap, cap);
        }
      }
    } finally {
      if (record != null) {
        record.disarm();
      }
    }
  }

  private void park(long nanos) {
    if (nanos == FOREVER) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, nanos);
    }
  }
}
