package dev.penstock.benchmarks.queue;

import com.conversantmedia.util.concurrent.ConcurrentQueue;
import com.conversantmedia.util.concurrent.MultithreadConcurrentQueue;
import com.conversantmedia.util.concurrent.PushPullConcurrentQueue;

/**
 * Conversant's queues without their blocking layer, which is the quickest way: {@code
 * PushPullConcurrentQueue} for one producer and one consumer, {@code MultithreadConcurrentQueue}
 * else. Taken in batches of any size with {@code remove(array)}; they have no batches to put.
 */
final class ConversantPipe<T> implements Pipe<T> {
  private static final int TAKE_MAX = 256;

  private final ConcurrentQueue<T> queue;
  private final T[] taken;

  @SuppressWarnings("unchecked") // an array of Object behind the type's back: it never leaves here
  ConversantPipe(int producers, int capacity) {
    queue =
        producers == 1
            ? new PushPullConcurrentQueue<>(capacity)
            : new MultithreadConcurrentQueue<>(capacity);
    taken = (T[]) new Object[TAKE_MAX];
  }

  @Override
  public void put(T message) {
    while (!queue.offer(message)) {
      Thread.onSpinWait();
    }
  }

  @Override
  public int drain(Sink<T> to, int max) {
    T[] messages = taken;
    int n = queue.remove(messages);
    for (int i = 0; i < n; i++) {
      to.accept(messages[i]);
    }
    if (n == 0) {
      Thread.onSpinWait();
    }
    return n;
  }
}
