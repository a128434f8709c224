package dev.penstock.benchmarks.shape;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Sleeps over its first message until it is let go on, and counts messages, doubled ones too. */
public final class SleepyHandler
    implements dev.penstock.EventHandler<Event>, com.lmax.disruptor.EventHandler<Event> {
  private final CountDownLatch release;
  private final CountDownLatch handled;
  private final AtomicLong count = new AtomicLong();

  /** A handler that waits for {@code release} and counts {@code handled} down. */
  public SleepyHandler(CountDownLatch release, CountDownLatch handled) {
    this.release = release;
    this.handled = handled;
  }

  @Override
  public void onEvent(Event event, long sequence, boolean endOfBatch) throws InterruptedException {
    release.await();
    count.incrementAndGet();
    handled.countDown();
  }

  /** How many messages it has handled. */
  public long count() {
    return count.get();
  }
}
