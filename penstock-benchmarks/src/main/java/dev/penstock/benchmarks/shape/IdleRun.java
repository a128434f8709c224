package dev.penstock.benchmarks.shape;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Measures the processor time of the process while a ring is {@link Idle}. */
public final class IdleRun {
  private IdleRun() {}

  /**
   * Processor seconds per second, over {@code millis}. The system counts in steps of ten
   * milliseconds, so one step is 0.01 of a second, and more of a shorter time.
   */
  public static double measure(Idle idle, long settleMillis, long millis)
      throws InterruptedException {
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    idle.enter();
    pause(settleMillis);
    long cpu = process.getProcessCpuTime();
    long since = System.nanoTime();
    pause(millis);
    double nanos = System.nanoTime() - since;
    double figure = (process.getProcessCpuTime() - cpu) / nanos;
    long handled = idle.leave();
    if (handled != idle.expected()) {
      throw new VerificationException(
          "idle: handled %d (expected: %d)".formatted(handled, idle.expected()));
    }
    return figure;
  }

  private static void pause(long millis) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = until - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = until - System.nanoTime();
    }
  }
}
