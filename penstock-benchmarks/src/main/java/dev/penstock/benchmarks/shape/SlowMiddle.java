package dev.penstock.benchmarks.shape;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A pipeline that never stands still and has hardly anything to do: its middle stage sleeps over
 * every message, a producer keeps the ring full. With each message the producer and the stages
 * before and behind the slow one have something to do.
 */
public abstract class SlowMiddle implements Idle {
  private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** A handler for Penstock and LMAX. */
  @FunctionalInterface
  protected interface Handler
      extends dev.penstock.EventHandler<Event>, com.lmax.disruptor.EventHandler<Event> {}

  private final Thread publisher;
  private volatile boolean stopped;
  private long published;
  private long handled; // by the last stage's thread, which has ended when it is read

  /** Makes the producer's thread. */
  @SuppressWarnings("this-escape") // the thread is started in enter()
  protected SlowMiddle(Idle.Spec spec) {
    publisher = spec.threads().newThread(this::publishAll);
  }

  /** The first stage's handler. */
  protected final Handler first() {
    return (event, sequence, endOfBatch) -> {};
  }

  /** The middle stage's. It is to be completed message by message. */
  protected final Handler middle() {
    return (event, sequence, endOfBatch) -> LockSupport.parkNanos(NAP_NANOS);
  }

  /** The last stage's. */
  protected final Handler last() {
    return (event, sequence, endOfBatch) -> handled++;
  }

  /** Starts the stages. */
  protected abstract void start();

  /** Publishes one message, as soon as there is a slot. */
  protected abstract void publish();

  /** Waits until every message has passed the last stage, and ends the stages. */
  protected abstract void drain();

  private void publishAll() {
    while (!stopped) {
      publish();
      published++;
    }
  }

  @Override
  public final void enter() {
    start();
    publisher.start();
  }

  @Override
  public final long leave() throws InterruptedException {
    stopped = true;
    publisher.join();
    drain();
    return handled;
  }

  @Override
  public final long expected() {
    return published;
  }
}
