package dev.penstock.benchmarks.queue;

import dev.penstock.benchmarks.shape.Check;

/**
 * The consuming end of a queue, on a thread of its own. Ends a round by counting what each look at
 * the queue brought, so that counting costs nothing per message where the queue hands over many.
 */
abstract class QueueConsumer implements Runnable {
  private final Check check;
  private volatile boolean stopped;
  private long taken;

  QueueConsumer(Check check) {
    this.check = check;
  }

  /** Takes what is there, waiting in the queue's own way; returns how many messages that was. */
  abstract int takeSome() throws InterruptedException;

  final Check check() {
    return check;
  }

  /** How many messages have been taken: read by a producer of an unbounded queue. */
  long taken() {
    return taken;
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        int n = takeSome();
        if (n > 0) {
          taken += n;
          if (check.isLast(taken - 1)) {
            check.end();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // how a consumer that blocks is stopped
    }
  }

  void stop() {
    stopped = true;
  }
}
