package dev.penstock.benchmarks.queue;

import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * {@code ArrayBlockingQueue}, unfair. It cannot put several messages at once; the consumer takes
 * what is there under one lock with {@code drainTo}, which is its best way, and blocks with {@code
 * take} when nothing is.
 */
final class ArrayBlockingQueuePipe<T> implements Pipe<T> {
  private final ArrayBlockingQueue<T> queue;
  private final Collector<T> collector = new Collector<>();

  ArrayBlockingQueuePipe(int capacity) {
    queue = new ArrayBlockingQueue<>(capacity);
  }

  @Override
  public void put(T message) throws InterruptedException {
    queue.put(message);
  }

  @Override
  public int drain(Sink<T> to, int max) throws InterruptedException {
    collector.to = to;
    int n = queue.drainTo(collector, max);
    if (n == 0) {
      to.accept(queue.take());
      n = 1;
    }
    return n;
  }

  /** A collection that keeps nothing. */
  private static final class Collector<T> extends AbstractCollection<T> {
    Sink<T> to = message -> {};

    @Override
    public boolean add(T message) {
      to.accept(message);
      return true;
    }

    @Override
    public Iterator<T> iterator() {
      return List.<T>of().iterator();
    }

    @Override
    public int size() {
      return 0;
    }
  }
}
