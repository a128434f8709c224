package dev.penstock.benchmarks;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the threads of a measurement, numbered and named. They are daemons: a JVM that has failed
 * ends although a consumer may still wait.
 */
final class Threads implements ThreadFactory {
  private final AtomicInteger made = new AtomicInteger();

  @Override
  public Thread newThread(Runnable work) {
    Thread thread = new Thread(work, "bench-" + made.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
