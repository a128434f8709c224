package dev.penstock.benchmarks.queue;

import dev.penstock.benchmarks.shape.Check;
import dev.penstock.benchmarks.shape.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** Queues with a thread behind each; an adapter adds the queues and the loops. */
abstract class QueueFlow implements Flow {
  private final ThreadFactory threads;
  private final List<QueueConsumer> consumers = new ArrayList<>();
  private final List<Thread> running = new ArrayList<>();

  QueueFlow(ThreadFactory threads) {
    this.threads = threads;
  }

  final void add(QueueConsumer consumer) {
    consumers.add(consumer);
  }

  @Override
  public final List<Check> checks() {
    return consumers.stream().map(QueueConsumer::check).toList();
  }

  @Override
  public final void start() {
    for (QueueConsumer consumer : consumers) {
      Thread thread = threads.newThread(consumer);
      running.add(thread);
      thread.start();
    }
  }

  @Override
  public final void close() {
    consumers.forEach(QueueConsumer::stop);
    running.forEach(Thread::interrupt);
    boolean interrupted = false;
    for (Thread thread : running) {
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
