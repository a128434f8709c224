package dev.penstock.benchmarks.penstock;

import dev.penstock.Disruptor;
import dev.penstock.DisruptorBuilder;
import dev.penstock.Producer;
import dev.penstock.benchmarks.shape.Event;
import dev.penstock.benchmarks.shape.Idle;
import dev.penstock.benchmarks.shape.SleepyHandler;
import dev.penstock.ring.ObjectRing;
import java.util.concurrent.CountDownLatch;

/** Penstock, with one wait strategy for stages and producers alike. */
final class PenstockIdle implements Idle {
  private static final CountDownLatch OPEN = new CountDownLatch(0);

  private final Idle.Spec spec;
  private final int expected;
  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch handled;
  private final SleepyHandler last;
  private final ObjectRing<Event> ring = ObjectRing.withCapacity(SMALL, Event::new);
  private final Disruptor disruptor;
  private final Producer producer;
  private final Thread publisher;

  PenstockIdle(Idle.Spec spec) {
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
    DisruptorBuilder builder =
        spec.state() == Idle.State.UNPUBLISHED_CLAIM
            ? Disruptor.multiProducer(SMALL)
            : Disruptor.singleProducer(SMALL);
    builder.waitStrategy(Wiring.strategy(spec.variant())).threads(spec.threads());
    disruptor = spec.state() == Idle.State.SLOW_STAGE ? three(builder) : one(builder);
    producer = disruptor.producer();
    publisher = spec.threads().newThread(this::publishAll);
  }

  private Disruptor one(DisruptorBuilder builder) {
    return builder.stage("only", ring.each(last)).build();
  }

  private Disruptor three(DisruptorBuilder builder) {
    CountDownLatch nobody = new CountDownLatch(0);
    return builder
        .stage("first", ring.each(new SleepyHandler(OPEN, nobody)))
        .stage("slow", ring.each(new SleepyHandler(release, nobody)))
        .after("first")
        .stage("last", ring.each(last))
        .after("slow")
        .build();
  }

  private void publishAll() {
    for (int i = 0; i < expected; i++) {
      producer.publish(producer.claim());
    }
  }

  @Override
  public void enter() {
    disruptor.start();
    if (spec.state() == Idle.State.UNPUBLISHED_CLAIM) {
      producer.claim();
      try (Producer behind = disruptor.producer()) {
        behind.publish(behind.claim());
      }
    } else {
      publisher.start();
    }
  }

  @Override
  public long leave() throws InterruptedException {
    if (spec.state() == Idle.State.UNPUBLISHED_CLAIM) {
      producer.publish(producer.claimed());
    }
    release.countDown();
    handled.await();
    disruptor.close();
    return last.count();
  }

  @Override
  public long expected() {
    return expected;
  }

  @Override
  public void close() {
    disruptor.close();
  }
}
