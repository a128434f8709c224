package dev.penstock.benchmarks.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * {@code ArrayBlockingQueue}, unfair. It cannot put several messages at once; the consumer takes
 * what is there under one lock with {@code drainTo}, which is its best way, and blocks with {@code
 * take} when nothing is.
 */
final class ArrayBlockingQueuePipe<T> implements Pipe<T> {
  private final ArrayBlockingQueue<T> queue;
  private final List<T> taken = new ArrayList<>();

  ArrayBlockingQueuePipe(int capacity) {
    queue = new ArrayBlockingQueue<>(capacity);
  }

  @Override
  public void put(T message) throws InterruptedException {
    queue.put(message);
  }

  @Override
  public int drain(Sink<T> to, int max) throws InterruptedException {
    List<T> messages = taken;
    int n = queue.drainTo(messages, max);
    if (n == 0) {
      to.accept(queue.take());
      return 1;
    }
    for (int i = 0; i < n; i++) {
      to.accept(messages.get(i)); // behind the lock
    }
    messages.clear();
    return n;
  }
}
