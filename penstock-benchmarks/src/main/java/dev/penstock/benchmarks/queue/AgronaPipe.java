package dev.penstock.benchmarks.queue;

import java.util.Queue;
import org.agrona.concurrent.AbstractConcurrentArrayQueue;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * Agrona's queues: {@code offer} and {@code drain}, the queue that fits the number of producers,
 * spinning with the processor's hint (its {@code BusySpinIdleStrategy}). They have no batches to
 * put.
 */
final class AgronaPipe<T> implements Pipe<T> {
  private final AbstractConcurrentArrayQueue<T> queue;

  AgronaPipe(int producers, int capacity) {
    queue =
        producers == 1
            ? new OneToOneConcurrentArrayQueue<>(capacity)
            : new ManyToOneConcurrentArrayQueue<>(capacity);
  }

  @Override
  public void put(T message) {
    Queue<T> q = queue;
    while (!q.offer(message)) {
      Thread.onSpinWait();
    }
  }

  @Override
  public int drain(Sink<T> to, int max) {
    int n = queue.drain(to, max);
    if (n == 0) {
      Thread.onSpinWait();
    }
    return n;
  }
}
