package dev.penstock.benchmarks.queue;

import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.MpscArrayQueue;
import org.jctools.queues.SpscArrayQueue;

/**
 * JCTools with what its authors recommend for throughput: {@code relaxedOffer} and {@code drain},
 * {@code fill} for batches, the queue that fits the number of producers, spinning with the
 * processor's hint when full or empty.
 */
final class JcToolsPipe<T> implements Pipe<T> {
  private final MessagePassingQueue<T> queue;

  JcToolsPipe(int producers, int capacity) {
    queue = producers == 1 ? new SpscArrayQueue<>(capacity) : new MpscArrayQueue<>(capacity);
  }

  @Override
  public void put(T message) {
    while (!queue.relaxedOffer(message)) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void put(Source<T> messages, int count) {
    int left = count - queue.fill(messages, count);
    while (left > 0) {
      Thread.onSpinWait();
      left -= queue.fill(messages, left);
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
