package dev.penstock.benchmarks.queue;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code LinkedTransferQueue}: lock-free, unbounded, a node per message. It is bounded here from
 * outside, by a look at the consumer's count every few thousand messages, as every program that
 * does not want to run out of memory must. The consumer polls; {@code take} would be slower.
 */
final class LinkedTransferQueuePipe<T> implements Pipe<T> {
  private final LinkedTransferQueue<T> queue = new LinkedTransferQueue<>();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong reserved = new AtomicLong();
  private final int capacity;

  LinkedTransferQueuePipe(int capacity) {
    this.capacity = capacity;
  }

  @Override
  public void reserve(long count) {
    long all = reserved.addAndGet(count);
    while (all - taken.get() > Math.max(capacity, count)) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void put(T message) {
    queue.put(message);
  }

  @Override
  public int drain(Sink<T> to, int max) {
    int n = 0;
    T message = queue.poll();
    while (message != null) {
      to.accept(message);
      n++;
      message = n < max ? queue.poll() : null;
    }
    if (n == 0) {
      Thread.onSpinWait();
    } else {
      taken.lazySet(taken.get() + n);
    }
    return n;
  }
}
