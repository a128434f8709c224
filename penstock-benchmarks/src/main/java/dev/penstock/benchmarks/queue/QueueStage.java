package dev.penstock.benchmarks.queue;

import dev.penstock.benchmarks.shape.Check;
import dev.penstock.benchmarks.shape.Payload;

/**
 * A thread behind one queue, or two. Ends a round by counting what each look brought, so that
 * counting costs nothing per message.
 *
 * <p>One class plays every role, so that the queue's loop meets one consumer class only.
 */
final class QueueStage extends QueueThread implements Sink<Long> {
  private final Pipe<Long> in;
  private final Pipe<Long> out;
  private final boolean forwards;
  private final int add;
  private final Long[] boxes;
  private final Check check;
  private long taken;

  private QueueStage(
      Pipe<Long> in, Pipe<Long> out, boolean forwards, int add, Long[] boxes, Check check) {
    this.in = in;
    this.out = out;
    this.forwards = forwards;
    this.add = add;
    this.boxes = boxes;
    this.check = check;
  }

  /** A stage that adds to every message and passes it on. */
  static QueueStage adding(Pipe<Long> in, Pipe<Long> out, int add) {
    Check none = new Check(1, Payload.BOXED_NUMBERS, 0);
    return new QueueStage(in, out, true, add, Payload.boxes(0), none);
  }

  /** A last stage. */
  static QueueStage checking(Pipe<Long> in, Check check) {
    return new QueueStage(in, in, false, 0, new Long[0], check);
  }

  @Override
  public void accept(Long message) {
    if (forwards) {
      forward(message);
    } else {
      check.take(message);
    }
  }

  private void forward(long message) {
    try {
      out.put(boxes[(int) (message + add) & (Payload.BOXED - 1)]);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the next look ends the thread
    }
  }

  @Override
  void takeSome() throws InterruptedException {
    int n = in.drain(this, Pipe.DRAIN_MAX);
    if (n > 0 && !forwards) {
      taken += n;
      if (check.isLast(taken - 1)) {
        check.end();
      }
    }
  }
}
