package dev.penstock.benchmarks.shape;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How far two threads are from each other: how long a number takes from one to the other and back,
 * with no library in between. For one use; the thread that makes it asks, another one answers.
 *
 * <p>Where a machine gives a program two processors, they may be halves of one, neighbours or far
 * apart, and on a virtual machine this changes every few seconds. It decides more of a throughput
 * than the library does, so each round is told it. The quickest of several series counts: what
 * interrupts one only makes it longer.
 */
final class RoundTrip {
  /** When it could not be measured: the other thread did not come, or has no processor. */
  static final double UNKNOWN = -1;

  private static final int SERIES = 20;
  private static final int TRIPS = 50; // in a series
  private static final int SPINS = 1_000; // before the other thread may have this one's processor
  private static final long ASK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long STILL = -1;
  private static final long END = -2;
  private static final int THERE = 32; // 256 bytes from whatever lies before it
  private static final int BACK = 64;
  private static final int LENGTH = 96;

  private final Thread asking = Thread.currentThread();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final AtomicLongArray numbers = new AtomicLongArray(LENGTH);

  /** Asks, and returns the nanoseconds of a round trip, or {@link #UNKNOWN}. */
  double ask() {
    asked.countDown();
    long deadline = System.nanoTime() + ASK_NANOS;
    long quickest = Long.MAX_VALUE;
    long number = 0;
    boolean answered = true;
    for (int i = 0; i < SERIES && answered; i++) {
      long since = System.nanoTime();
      for (int trip = 0; trip < TRIPS && answered; trip++) {
        numbers.setRelease(THERE, ++number);
        answered = await(BACK, number - 1, deadline) == number;
      }
      if (answered) {
        quickest = Math.min(quickest, System.nanoTime() - since);
      }
    }
    numbers.setRelease(THERE, END);
    return quickest == Long.MAX_VALUE ? UNKNOWN : (double) quickest / TRIPS;
  }

  /** Answers until it is enough. Sleeps until the other thread asks, and not for long. */
  void answer() {
    if (Thread.currentThread() == asking) {
      return; // nobody to answer to
    }
    try {
      if (!asked.await(ANSWER_NANOS, TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // its library wants it to end
      return;
    }
    long deadline = System.nanoTime() + ANSWER_NANOS;
    long number = 0;
    while (number >= 0) {
      numbers.setRelease(BACK, number);
      number = await(THERE, number, deadline);
    }
  }

  /** The next number there, or {@link #STILL} after too long. */
  private long await(int where, long seen, long deadline) {
    int spins = 0;
    long number = numbers.getAcquire(where);
    while (number == seen) {
      Thread.onSpinWait();
      if (++spins == SPINS) {
        spins = 0;
        if (System.nanoTime() - deadline > 0) {
          return STILL;
        }
        Thread.yield();
      }
      number = numbers.getAcquire(where);
    }
    return number;
  }
}
