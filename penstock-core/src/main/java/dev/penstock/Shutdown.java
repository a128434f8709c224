package dev.penstock;

import dev.penstock.sequence.Waiter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for what {@link Lifecycle} has set in motion: the threads of the stages to end, and, where
 * nobody else drives a stage, steps it to its end.
 *
 * <p>Called from inside a stage, a shutdown only requests: the stage's own thread cannot wait for
 * itself.
 */
final class Shutdown {
  private static final long NAP_MIN_NANOS = 20_000;
  private static final long NAP_MAX_NANOS = 1_000_000;
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Lifecycle lifecycle;
  private final SnapshotReader snapshots;

  Shutdown(Lifecycle lifecycle, SnapshotReader snapshots) {
    this.lifecycle = lifecycle;
    this.snapshots = snapshots;
  }

  void close() {
    lifecycle.drain(calledBy("close()"));
    if (lifecycle.holdsCurrentThread()) {
      return;
    }
    boolean interrupted = false;
    while (true) {
      try {
        awaitEnd(Waiter.FOREVER);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        lifecycle.halt(calledBy("close(), interrupted,"));
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    lifecycle.throwIfFailed();
    warnOfUnprocessed();
  }

  /**
   * A close has no result that could tell: claims were never published, and hid what lay behind.
   */
  private void warnOfUnprocessed() {
    if (lifecycle.current() == DisruptorState.TERMINATED) {
      Snapshot result = snapshots.read(false);
      if (result.unprocessed() > 0) {
        System.getLogger("dev.penstock").log(System.Logger.Level.WARNING, result::toString);
      }
    }
  }

  Snapshot shutdown(Duration limit) {
    long nanos = Nanos.of(limit);
    lifecycle.drain(calledBy("shutdown()"));
    if (lifecycle.holdsCurrentThread()) {
      return snapshots.read(false);
    }
    boolean interrupted = false;
    boolean ended = false;
    try {
      ended = awaitEnd(nanos);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (!ended) {
      interruptStages(calledBy("shutdown()"));
      interrupted |= awaitGrace();
    }
    Snapshot result = snapshots.read(true);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return result;
  }

  void halt() {
    lifecycle.halt(calledBy("halt()"));
  }

  /** Stops what is left, and interrupts handlers that may be waiting for something else. */
  private void interruptStages(String by) {
    lifecycle.interrupting();
    lifecycle.halt(by);
    for (Stage stage : lifecycle.stages()) {
      Thread thread = stage.thread();
      if (thread != null && !stage.hasEnded()) {
        thread.interrupt();
      }
    }
  }

  /** Whether it was interrupted, which makes no difference: the grace is short. */
  private boolean awaitGrace() {
    boolean interrupted = false;
    long since = System.nanoTime();
    long left = GRACE_NANOS;
    while (left > 0) {
      try {
        awaitEnd(left);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = GRACE_NANOS - (System.nanoTime() - since);
    }
    return interrupted;
  }

  private static String calledBy(String what) {
    return what + " called by " + Thread.currentThread().getName();
  }

  /** Waits until every stage and every stage thread has ended; false when the time is over. */
  boolean awaitEnd(long timeoutNanos) throws InterruptedException {
    long since = System.nanoTime();
    long nap = NAP_MIN_NANOS;
    long endedSince = 0;
    while (true) {
      long now = System.nanoTime();
      if (lifecycle.allEnded()) {
        endedSince = endedSince == 0 ? now : endedSince;
        if (threadsGone() || now - endedSince > GRACE_NANOS) {
          return true; // a factory's threads may outlive what they run; that is not ours to await
        }
      }
      if (timeoutNanos != Waiter.FOREVER && now - since >= timeoutNanos) {
        return false;
      }
      if (lifecycle.holdsCurrentThread()) {
        return true; // this thread is to run a stage, which was not known when it asked
      }
      throwIfInterrupted();
      lifecycle.tryFixEnd();
      lifecycle.checkThreads();
      if (stepUndriven()) {
        nap = NAP_MIN_NANOS;
      } else {
        LockSupport.parkNanos(this, nap);
        nap = Math.min(2 * nap, NAP_MAX_NANOS);
      }
    }
  }

  /** Before handlers are called here: an interrupt of this thread is none of theirs. */
  private static void throwIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private boolean threadsGone() {
    for (Stage stage : lifecycle.stages()) {
      Thread thread = stage.thread();
      if (thread != null && thread.isAlive()) {
        return false;
      }
    }
    return true;
  }

  /** Steps each stage that no thread drives, upstream first; whether any of them got on. */
  private boolean stepUndriven() throws InterruptedException {
    boolean moved = false;
    for (Stage stage : lifecycle.stages()) {
      boolean undriven = stage.polled() || lifecycle.neverStarted();
      throwIfInterrupted();
      if (undriven && !stage.hasEnded() && stage.enter()) {
        try {
          StepResult result = stage.stepEntered();
          moved |= result == StepResult.HANDLED || result == StepResult.ENDED;
        } finally {
          stage.leave();
        }
      }
    }
    return moved;
  }
}
