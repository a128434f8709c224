package dev.penstock.benchmarks.penstock;

import dev.penstock.Disruptor;
import dev.penstock.Producer;
import dev.penstock.benchmarks.shape.Event;
import dev.penstock.benchmarks.shape.SlowMiddle;
import dev.penstock.ring.ObjectRing;

/** Penstock, with one wait strategy for stages and producer alike. */
final class PenstockSlowMiddle extends SlowMiddle {
  private final Disruptor disruptor;
  private final Producer producer;

  PenstockSlowMiddle(Spec spec) {
    super(spec);
    ObjectRing<Event> ring = ObjectRing.withCapacity(SMALL, Event::new);
    disruptor =
        Disruptor.singleProducer(SMALL)
            .waitStrategy(Wiring.strategy(spec.variant()))
            .threads(spec.threads())
            .stage("first", ring.each(first()))
            .stage("slow", ring.each(middle()))
            .after("first")
            .maxBatch(1)
            .stage("last", ring.each(last()))
            .after("slow")
            .build();
    producer = disruptor.producer();
  }

  @Override
  protected void start() {
    disruptor.start();
  }

  @Override
  protected void publish() {
    producer.publish(producer.claim());
  }

  @Override
  protected void drain() {
    disruptor.close();
  }

  @Override
  public void close() {
    disruptor.close();
  }
}
