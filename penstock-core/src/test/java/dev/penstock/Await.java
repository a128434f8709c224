package dev.penstock;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits in tests: for a condition, or for a thread to end, and never without a deadline. What stood
 * in the way is told when the time is over.
 */
public final class Await {
  /**
   * Long enough for a busy machine, short enough for a build that hangs to say where. Mutation
   * testing takes a shorter one, as most of what it runs hangs.
   */
  public static final Duration DEADLINE =
      Duration.ofMillis(Long.getLong("penstock.await.millis", 20_000));

  private static final long LOOK_NANOS = 50_000;

  private Await() {}

  /** Waits until {@code condition} holds; else fails with {@code state}. */
  public static void until(BooleanSupplier condition, Supplier<?> state) {
    until(condition, DEADLINE, state);
  }

  /** Waits until {@code condition} holds, for a time of the caller's own. */
  public static void until(BooleanSupplier condition, Duration limit, Supplier<?> state) {
    long since = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - since > limit.toNanos()) {
        throw new AssertionError("not within " + limit + ": " + state.get());
      }
      LockSupport.parkNanos(LOOK_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("interrupted: " + state.get());
      }
    }
  }

  /** Waits until {@code thread} has ended; else fails with its stack and {@code state}. */
  public static void ended(Thread thread, Supplier<?> state) {
    try {
      thread.join(DEADLINE.toMillis());
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted: " + state.get(), e);
    }
    if (thread.isAlive()) {
      AssertionError error =
          new AssertionError(thread.getName() + " is alive after " + DEADLINE + ": " + state.get());
      error.setStackTrace(thread.getStackTrace());
      throw error;
    }
  }

  /** Waits until {@code thread} is parked, with a time limit or without. */
  public static void parked(Thread thread, Supplier<?> state) {
    until(
        () ->
            thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING,
        () -> thread.getName() + " is " + thread.getState() + "; " + state.get());
  }
}
