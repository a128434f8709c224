package dev.penstock.benchmarks.queue;

import dev.penstock.benchmarks.shape.Payload;

/**
 * The messages of one producer, boxed beforehand: what a queue of references carries when its user
 * makes no garbage.
 */
final class Boxes implements Source<Long> {
  private final Long[] boxes;
  private long next;

  Boxes(int producer) {
    boxes = Payload.boxes(producer);
  }

  Long get(long n) {
    return boxes[(int) n & (Payload.BOXED - 1)];
  }

  void startAt(long n) {
    next = n;
  }

  @Override
  public Long get() {
    return get(next++);
  }
}
