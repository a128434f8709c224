package dev.penstock.benchmarks.queue;

/** A consumer's loop, on a thread of its own until it is stopped. */
abstract class QueueThread implements Runnable {
  private volatile boolean stopped;

  /** Takes what is there, waiting in the queue's own way. */
  abstract void takeSome() throws InterruptedException;

  @Override
  public void run() {
    try {
      while (!stopped) {
        takeSome();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // how a consumer that blocks is stopped
    }
  }

  final boolean stopped() {
    return stopped;
  }

  void stop() {
    stopped = true;
  }
}
