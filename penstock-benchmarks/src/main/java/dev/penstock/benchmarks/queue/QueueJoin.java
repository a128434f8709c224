package dev.penstock.benchmarks.queue;

import dev.penstock.benchmarks.shape.Check;

/**
 * The last stage of a diamond: takes a message from each side. What one side brings in a look is
 * kept in an array until the other side has brought as much.
 */
final class QueueJoin extends QueueThread {
  private final Pipe<Long> left;
  private final Pipe<Long> right;
  private final Check check;
  private final Kept kept = new Kept();
  private final Matching matching = new Matching();
  private long joined;

  QueueJoin(Pipe<Long> left, Pipe<Long> right, Check check) {
    this.left = left;
    this.right = right;
    this.check = check;
  }

  @Override
  void takeSome() throws InterruptedException {
    kept.count = 0;
    left.drain(kept, Pipe.DRAIN_MAX);
    matching.next = 0;
    while (matching.next < kept.count && !stopped()) {
      right.drain(matching, kept.count - matching.next);
    }
    if (kept.count > 0 && check.isLast(joined - 1)) {
      check.end();
    }
  }

  /** Keeps the left side's messages. */
  private static final class Kept implements Sink<Long> {
    final long[] values = new long[Pipe.DRAIN_MAX];
    int count;

    @Override
    public void accept(Long message) {
      values[count++] = message;
    }
  }

  /** Joins the right side's messages with them. */
  private final class Matching implements Sink<Long> {
    int next;

    @Override
    public void accept(Long message) {
      check.takeBoxed(kept.values[next++] + message - joined++);
    }
  }
}
