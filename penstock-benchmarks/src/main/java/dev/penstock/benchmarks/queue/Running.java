package dev.penstock.benchmarks.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** The consumers of an adapter and their threads. */
final class Running {
  private final ThreadFactory factory;
  private final List<QueueThread> consumers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  Running(ThreadFactory factory) {
    this.factory = factory;
  }

  void add(QueueThread consumer) {
    consumers.add(consumer);
  }

  void start() {
    for (QueueThread consumer : consumers) {
      Thread thread = factory.newThread(consumer);
      threads.add(thread);
      thread.start();
    }
  }

  void stop() {
    consumers.forEach(QueueThread::stop);
    threads.forEach(Thread::interrupt);
    boolean interrupted = false;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
