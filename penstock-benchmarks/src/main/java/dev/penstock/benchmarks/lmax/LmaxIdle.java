package dev.penstock.benchmarks.lmax;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import dev.penstock.benchmarks.shape.Event;
import dev.penstock.benchmarks.shape.Idle;
import dev.penstock.benchmarks.shape.SleepyHandler;
import java.util.concurrent.CountDownLatch;

/**
 * LMAX with its blocking strategy, the one that its documentation recommends where CPU matters, or
 * its sleeping one.
 */
final class LmaxIdle implements Idle {
  private static final CountDownLatch OPEN = new CountDownLatch(0);

  private final Idle.Spec spec;
  private final int expected;
  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch handled;
  private final SleepyHandler last;
  private final Disruptor<Event> disruptor;
  private final RingBuffer<Event> ring;
  private final Thread publisher;
  private long claimed;

  LmaxIdle(Idle.Spec spec) {
    this.spec = spec;
    expected =
        switch (spec.state()) {
          case EMPTY -> 0;
          case SLOW_STAGE -> MESSAGES;
          case UNPUBLISHED_CLAIM -> 2;
          case FULL_RING -> SMALL + 1;
          case SLOW_MIDDLE -> throw new IllegalArgumentException("state: " + spec.state());
        };
    handled = new CountDownLatch(expected);
    boolean sleeps = spec.state() == Idle.State.FULL_RING;
    last = new SleepyHandler(sleeps ? release : OPEN, handled);
    boolean several = spec.state() == Idle.State.UNPUBLISHED_CLAIM;
    disruptor =
        new Disruptor<>(
            Event::new,
            SMALL,
            spec.threads(),
            several ? ProducerType.MULTI : ProducerType.SINGLE,
            Strategies.of(spec.variant()));
    if (spec.state() == Idle.State.SLOW_STAGE) {
      three();
    } else {
      disruptor.handleEventsWith(last);
    }
    ring = disruptor.getRingBuffer();
    publisher = spec.threads().newThread(this::publishAll);
  }

  private void three() {
    CountDownLatch nobody = new CountDownLatch(0);
    disruptor
        .handleEventsWith(new SleepyHandler(OPEN, nobody))
        .then(new SleepyHandler(release, nobody))
        .then(last);
  }

  private void publishAll() {
    for (int i = 0; i < expected; i++) {
      ring.publish(ring.next());
    }
  }

  @Override
  public void enter() {
    disruptor.start();
    if (spec.state() == Idle.State.UNPUBLISHED_CLAIM) {
      claimed = ring.next();
      ring.publish(ring.next());
    } else {
      publisher.start();
    }
  }

  @Override
  public long leave() throws InterruptedException {
    if (spec.state() == Idle.State.UNPUBLISHED_CLAIM) {
      ring.publish(claimed);
    }
    release.countDown();
    handled.await();
    disruptor.shutdown();
    return last.count();
  }

  @Override
  public long expected() {
    return expected;
  }

  @Override
  public void close() {
    disruptor.halt();
  }
}
