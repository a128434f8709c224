package dev.penstock.benchmarks.queue;

import dev.penstock.benchmarks.shape.Check;
import dev.penstock.benchmarks.shape.FlowSpec;
import dev.penstock.benchmarks.shape.Payload;
import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * {@code ArrayBlockingQueue}, unfair. It has no batches to put; the consumer takes what is there
 * under one lock with {@code drainTo}, which is its best way, and blocks with {@code take} when
 * nothing is.
 */
final class ArrayBlockingQueueFlow extends QueueFlow {
  private final ArrayBlockingQueue<Long> queue;
  private final Long[][] boxes;

  ArrayBlockingQueueFlow(FlowSpec spec) {
    super(spec.threads());
    queue = new ArrayBlockingQueue<>(spec.capacity());
    boxes = new Long[spec.producers()][];
    for (int p = 0; p < boxes.length; p++) {
      boxes[p] = Payload.boxes(p);
    }
    add(new Consumer(queue, spec.check(Payload.BOXED_NUMBERS)));
  }

  @Override
  public void publish(int producer, long from, long to) throws InterruptedException {
    ArrayBlockingQueue<Long> q = queue;
    Long[] box = boxes[producer];
    for (long n = from; n < to; n++) {
      q.put(box[(int) n & (Payload.BOXED - 1)]);
    }
  }

  private static final class Consumer extends QueueConsumer {
    private final ArrayBlockingQueue<Long> queue;
    private final Sink sink;

    Consumer(ArrayBlockingQueue<Long> queue, Check check) {
      super(check);
      this.queue = queue;
      sink = new Sink(check);
    }

    @Override
    int takeSome() throws InterruptedException {
      int n = queue.drainTo(sink);
      if (n == 0) {
        check().take(queue.take());
        n = 1;
      }
      return n;
    }
  }

  /** A collection that keeps nothing. */
  private static final class Sink extends AbstractCollection<Long> {
    private final Check check;

    Sink(Check check) {
      this.check = check;
    }

    @Override
    public boolean add(Long value) {
      check.take(value);
      return true;
    }

    @Override
    public Iterator<Long> iterator() {
      return List.<Long>of().iterator();
    }

    @Override
    public int size() {
      return 0;
    }
  }
}
