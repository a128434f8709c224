package dev.penstock.benchmarks.penstock;

import dev.penstock.Producer;
import dev.penstock.RangeHandler;
import dev.penstock.benchmarks.shape.Check;
import dev.penstock.benchmarks.shape.Event;
import dev.penstock.benchmarks.shape.EventConsumer;
import dev.penstock.benchmarks.shape.Flow;
import dev.penstock.benchmarks.shape.FlowSpec;
import dev.penstock.benchmarks.shape.Payload;
import dev.penstock.ring.ObjectRing;
import java.util.ArrayList;
import java.util.List;

/** Penstock on an object ring with handlers of single events: what a user of LMAX would write. */
final class ObjectFlow extends PenstockFlow {
  private final ObjectRing<Event> ring;

  static ObjectFlow of(FlowSpec spec) {
    ObjectRing<Event> ring =
        ObjectRing.withCapacity(spec.capacity(), spec.topology()::newEvent);
    List<RangeHandler> stages = new ArrayList<>();
    List<Check> checks = new ArrayList<>();
    if (spec.topology().offset() != 0) {
      stages.add(ring.each(EventConsumer.first()));
      stages.add(ring.each(EventConsumer.second(spec.topology())));
    }
    while (stages.size() < spec.consumers()) {
      Check check = spec.check(Payload.NUMBERED);
      checks.add(check);
      stages.add(ring.each(EventConsumer.last(spec.topology(), check)));
    }
    return new ObjectFlow(spec, ring, stages, checks);
  }

  private ObjectFlow(
      FlowSpec spec, ObjectRing<Event> ring, List<RangeHandler> stages, List<Check> checks) {
    super(spec, stages, checks);
    this.ring = ring;
  }

  @Override
  void ones(Producer producer, long first, int count) {
    ObjectRing<Event> events = ring;
    for (int i = 0; i < count; i++) {
      long sequence = producer.claim();
      events.get(sequence).value = first + i;
      producer.publish(sequence);
    }
  }

  @Override
  void batches(Producer producer, long first, int count) {
    ObjectRing<Event> events = ring;
    for (int n = 0; n < count; n += Flow.BATCH) {
      long hi = producer.claim(Flow.BATCH);
      long lo = hi - Flow.BATCH + 1;
      for (int i = 0; i < Flow.BATCH; i++) {
        events.get(lo + i).value = first + n + i;
      }
      producer.publish(hi);
    }
  }
}
