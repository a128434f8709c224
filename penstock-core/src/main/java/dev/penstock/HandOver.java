package dev.penstock;

import dev.penstock.sequence.Nullable;
import dev.penstock.sequence.Progress;
import dev.penstock.sequence.Sequence;
import dev.penstock.sequence.Sequencer;
import dev.penstock.sequence.Waiter;
import java.util.Objects;

/**
 * Hands ranges to one stage's handler and completes what it did: skips the holes that discarded
 * claims left, takes partial answers, and applies the error policy.
 *
 * <p>Used by the thread that drives the stage only. The counters are read by snapshots.
 */
final class HandOver {
  private final String stage;
  @Nullable private final RangeHandler rangeHandler;
  @Nullable private final PartialHandler partialHandler;
  private final ErrorPolicy policy;
  private final Progress progress;
  private final Sequencer sequencer;
  private final Lifecycle lifecycle;
  private final Failure failure; // made early: see Failure

  private long keptTo = -1; // nothing is discarded from the next kept sequence up to here

  @Nullable private Waiter ownThread; // where the stage has one
  private boolean retrying;
  private long retriedLo = -1;
  private long retriedHi = -1;
  private int attempts;
  private long resumeNanos;

  private volatile boolean detached;
  private final Sequence failures = new Sequence(0);
  private volatile @Nullable Throwable lastFailure;

  HandOver(
      StageConfig config,
      ErrorPolicy policy,
      Progress progress,
      Sequencer sequencer,
      Lifecycle lifecycle) {
    stage = config.name;
    rangeHandler = config.rangeHandler;
    partialHandler = config.partialHandler;
    this.policy = policy;
    this.progress = progress;
    this.sequencer = sequencer;
    this.lifecycle = lifecycle;
    failure = new Failure(stage);
  }

  /** Says whose waits keep the interrupts of the stage's own thread, which is the caller. */
  void onOwnThread(Waiter waiter) {
    ownThread = waiter;
  }

  /** Hands over the first unbroken run of {@code lo..hi}; false when nothing came of it. */
  boolean hand(long lo, long hi) {
    long from = lo;
    long to = hi;
    if (sequencer.mayHoldDiscarded(lo)) { // after lo..hi was acquired: see MultiSequencer
      from = firstKept(lo, hi);
      if (from > hi) {
        progress.complete(hi);
        return true;
      }
      to = lastKept(from, hi);
    }
    long done;
    try {
      done = call(from, to);
    } catch (Throwable t) { // also what no handler should throw: it must stop the ring
      return failed(lo, from, to, t);
    }
    if (done >= lo) {
      progress.complete(done);
    }
    return done >= from;
  }

  private long call(long lo, long hi) throws Exception {
    if (rangeHandler != null) {
      if (!detached) {
        rangeHandler.onRange(lo, hi);
      }
      return hi;
    }
    return detached ? hi : part(Objects.requireNonNull(partialHandler), lo, hi);
  }

  private long part(PartialHandler handler, long lo, long hi) throws Exception {
    long done = handler.onRange(lo, hi);
    if (done < lo - 1 || done > hi) {
      throw new IllegalStateException(
          "stage '%s' returned: %s (expected: %s..%s)".formatted(stage, done, lo - 1, hi));
    }
    return done;
  }

  private long firstKept(long lo, long hi) {
    long sequence = lo;
    while (sequence <= hi && sequencer.discarded(sequence)) {
      sequence++;
    }
    return sequence;
  }

  private long lastKept(long from, long hi) {
    long sequence = Math.min(Math.max(from, keptTo), hi);
    while (sequence < hi && !sequencer.discarded(sequence + 1)) {
      sequence++;
    }
    keptTo = Math.max(keptTo, sequence);
    return sequence;
  }

  /** Says when the stage may go on, in nanoseconds from now; 0 unless a retry is to wait. */
  long retryDelayNanos() {
    return retrying ? Math.max(0, resumeNanos - System.nanoTime()) : 0;
  }

  /** Ends the wait before a retry. */
  void retryNow() {
    resumeNanos = System.nanoTime();
  }

  private boolean failed(long lo, long from, long to, Throwable thrown) {
    long unitLo = from;
    long unitHi = to;
    Throwable cause = thrown;
    if (thrown instanceof EventFailedException event
        && event.sequence() >= from
        && event.sequence() <= to) {
      unitLo = event.sequence();
      unitHi = unitLo;
      cause = event.getCause() == null ? thrown : event.getCause();
    }
    if (unitLo > lo) {
      progress.complete(unitLo - 1);
    }
    if (lifecycle.interruptedByHalt(cause)) {
      return false; // not completed, and no failure: the result of the shutdown names the stage
    }
    lastFailure = cause;
    failures.setOpaque(failures.getPlain() + 1);
    boolean stopped = lifecycle.stopped();
    boolean halts = policy.last().kind() == ErrorPolicy.Kind.HALT;
    if (isOfTheMachine(thrown) || (stopped && halts)) {
      lifecycle.fail(failure.at(unitLo, from, to, cause), cause);
      return false;
    }
    if (stopped) {
      return false; // a stopped ring goes on behind nothing: the unit stays uncompleted
    }
    return apply(unitLo, unitHi, from, to, cause);
  }

  /** Also where an adapter has named an event that is none of this range. */
  private static boolean isOfTheMachine(Throwable thrown) {
    return thrown instanceof VirtualMachineError
        || (thrown instanceof EventFailedException
            && thrown.getCause() instanceof VirtualMachineError);
  }

  private boolean apply(long unitLo, long unitHi, long from, long to, Throwable cause) {
    ErrorPolicy now = policy;
    if (policy.kind() == ErrorPolicy.Kind.RETRY) {
      if (retriesOnceMore(unitLo, unitHi)) {
        return false;
      }
      now = policy.last();
    }
    switch (now.kind()) {
      case SKIP -> progress.complete(unitHi);
      case DETACH -> detached = true;
      case DEAD_LETTER -> {
        // An interrupt that the handler has left is not for this, unless it came with the end.
        if (ownThread != null && ownThread.takeInterrupt() && lifecycle.stopped()) {
          return false;
        }
        try {
          now.deadLetters().onFailure(stage, unitLo, unitHi, cause);
        } catch (Throwable t) {
          if (lifecycle.interruptedByHalt(t)) {
            return false; // as with the handler's own
          }
          if (t != cause) {
            t.addSuppressed(cause);
          }
          lifecycle.fail(failure.at(unitLo, from, to, t), t);
          return false;
        }
        progress.complete(unitHi);
      }
      case HALT, RETRY -> {
        lifecycle.fail(failure.at(unitLo, from, to, cause), cause);
        return false;
      }
    }
    return true;
  }

  private boolean retriesOnceMore(long lo, long hi) {
    if (lo != retriedLo) {
      retriedLo = lo;
      attempts = 0;
    }
    retriedHi = hi;
    retrying = attempts < policy.attempts();
    if (retrying) {
      attempts++;
      resumeNanos = System.nanoTime() + policy.backoffNanos();
    }
    return retrying;
  }

  /** When the delay is over: ends it, and gives the end of the unit that is handed over again. */
  long retryDue() {
    retrying = false;
    return retriedHi;
  }

  boolean retrying() {
    return retrying;
  }

  boolean detached() {
    return detached;
  }

  long failures() {
    return failures.getOpaque();
  }

  @Nullable
  Throwable lastFailure() {
    return lastFailure;
  }
}
