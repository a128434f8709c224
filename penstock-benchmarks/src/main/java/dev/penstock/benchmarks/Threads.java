package dev.penstock.benchmarks;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the threads of a measurement, numbered, named and pinned; number 0 is the main thread. They
 * are daemons: a JVM that has failed ends although a consumer may still wait.
 */
final class Threads implements ThreadFactory {
  private final Pinning pinning;
  private final AtomicInteger made = new AtomicInteger();

  Threads(Pinning pinning) {
    this.pinning = pinning;
  }

  @Override
  public Thread newThread(Runnable work) {
    int number = made.incrementAndGet();
    Thread thread =
        new Thread(
            () -> {
              pinning.pin(number);
              work.run();
            },
            "bench-" + number);
    thread.setDaemon(true);
    return thread;
  }
}
