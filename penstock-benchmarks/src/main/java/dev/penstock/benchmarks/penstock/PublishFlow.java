package dev.penstock.benchmarks.penstock;

import dev.penstock.Producer;
import dev.penstock.RangeHandler;
import dev.penstock.benchmarks.shape.Check;
import dev.penstock.benchmarks.shape.Event;
import dev.penstock.benchmarks.shape.FlowSpec;
import dev.penstock.benchmarks.shape.Variants;
import dev.penstock.ring.ObjectRing;
import java.util.List;

/**
 * Penstock on an object ring that publishes what a writer writes, one event at a time: the first
 * example of the documentation.
 */
final class PublishFlow extends PenstockFlow {
  private final ObjectRing<Event> ring;
  private final String variant;

  PublishFlow(
      FlowSpec spec, ObjectRing<Event> ring, List<RangeHandler> stages, List<Check> checks) {
    super(spec, stages, checks);
    this.ring = ring;
    variant = spec.variant();
  }

  @Override
  void ones(Producer producer, long first, int count) {
    ObjectRing<Event> events = ring;
    long[] input = new long[1];
    for (int i = 0; i < count; i++) {
      input[0] = first + i;
      events.publish(producer, PublishFlow::set, input);
    }
  }

  private static void set(Event event, long[] input) {
    event.value = input[0];
  }

  @Override
  void batches(Producer producer, long first, int count) {
    throw Variants.unknown(variant);
  }
}
