package dev.penstock;

import java.util.ArrayList;
import java.util.List;

/** A running ring whose one stage is stepped by hand and remembers what it was handed. */
final class SteppedRing implements AutoCloseable {
  final Disruptor disruptor;
  final Stage stage;
  final List<Long> handled = new ArrayList<>();
  final List<String> ranges = new ArrayList<>();

  SteppedRing(DisruptorBuilder builder) {
    this(builder, builder.capacity);
  }

  SteppedRing(DisruptorBuilder builder, int maxBatch) {
    disruptor =
        builder.name("orders").stage("match", this::record).maxBatch(maxBatch).polled().start();
    stage = disruptor.stage("match");
  }

  private void record(long lo, long hi) {
    ranges.add(lo + ".." + hi);
    for (long s = lo; s <= hi; s++) {
      handled.add(s);
    }
  }

  Producer producer(String name) {
    return disruptor.producer(name);
  }

  /** Steps until there is nothing more to do just now. */
  void drain() {
    while (stage.step() == StepResult.HANDLED) {}
  }

  /** Claims and publishes until the ring is full; returns the highest sequence published. */
  static long fill(Producer producer) {
    while (producer.tryClaim(1)) {
      producer.publish(producer.claimed());
    }
    return producer.claimed();
  }

  @Override
  public void close() {
    disruptor.halt();
    disruptor.shutdown(Await.DEADLINE);
  }

  @Override
  public String toString() {
    return disruptor.snapshot() + "\nhanded: " + ranges;
  }
}
