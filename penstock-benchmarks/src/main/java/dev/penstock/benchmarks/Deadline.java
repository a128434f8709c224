package dev.penstock.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Ends a JVM that hangs, and says on standard error where every thread stood. */
final class Deadline {
  static final int EXIT_CODE = 3;

  private Deadline() {}

  static void set(long millis) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    Thread watch = new Thread(() -> watch(until, millis), "deadline");
    watch.setDaemon(true);
    watch.start();
  }

  private static void watch(long until, long millis) {
    long left = until - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = until - System.nanoTime();
    }
    System.err.println("not done within " + millis + " ms:");
    for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)) {
      System.err.print(thread);
    }
    System.err.flush();
    Runtime.getRuntime().halt(EXIT_CODE);
  }
}
