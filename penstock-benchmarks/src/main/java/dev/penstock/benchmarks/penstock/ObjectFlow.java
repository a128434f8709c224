package dev.penstock.benchmarks.penstock;

import dev.penstock.Disruptor;
import dev.penstock.Producer;
import dev.penstock.RangeHandler;
import dev.penstock.benchmarks.shape.Check;
import dev.penstock.benchmarks.shape.Event;
import dev.penstock.benchmarks.shape.Flow;
import dev.penstock.benchmarks.shape.FlowSpec;
import dev.penstock.benchmarks.shape.Payload;
import dev.penstock.ring.ObjectRing;
import java.util.ArrayList;
import java.util.List;

/**
 * Penstock on a ring of objects with handlers of single events. Producers claim for the array that
 * the ring lies over, as the documentation of {@link ObjectRing#over} recommends.
 */
final class ObjectFlow extends PenstockFlow {
  private final Event[] events;

  /** Where the variant says so, with {@link GetFlow} or {@link PublishFlow} for producers. */
  static PenstockFlow of(FlowSpec spec) {
    Event[] events = spec.topology().newEvents(spec.capacity());
    ObjectRing<Event> ring = ObjectRing.over(events);
    List<RangeHandler> stages = new ArrayList<>();
    List<Check> checks = new ArrayList<>();
    if (spec.topology().offset() != 0) {
      stages.add(ring.each(EventConsumer.first()));
      stages.add(ring.each(EventConsumer.second(spec.topology())));
    }
    while (stages.size() < spec.consumers()) {
      Check check = spec.check(Payload.NUMBERED);
      checks.add(check);
      stages.add(
          ring.each(
              spec.variant().contains(Wiring.CLEARING)
                  ? EventConsumer.clearing(check)
                  : EventConsumer.last(spec.topology(), check)));
    }
    if (spec.variant().startsWith(Wiring.PUBLISH)) {
      return new PublishFlow(spec, ring, stages, checks);
    }
    return spec.variant().startsWith(Wiring.GET)
        ? new GetFlow(spec, ring, stages, checks)
        : new ObjectFlow(spec, events, stages, checks);
  }

  private ObjectFlow(FlowSpec spec, Event[] events, List<RangeHandler> stages, List<Check> checks) {
    super(spec, stages, checks);
    this.events = events;
  }

  @Override
  void ones(Producer producer, long first, int count) {
    Event[] array = events;
    for (int i = 0; i < count; i++) {
      long sequence = producer.claim(array);
      array[Disruptor.slot(sequence, array.length)].value = first + i;
      producer.publish(sequence);
    }
  }

  @Override
  void batches(Producer producer, long first, int count) {
    Event[] array = events;
    for (int n = 0; n < count; n += Flow.BATCH) {
      long hi = producer.claim(Flow.BATCH);
      fill(array, Disruptor.slot(hi - Flow.BATCH + 1, array.length), first + n);
      producer.publish(hi);
    }
  }

  /** Writes a batch. All claims are of one size, so none wraps. */
  private static void fill(Event[] array, int slot, long first) {
    for (int i = 0; i < Flow.BATCH; i++) {
      array[slot + i].value = first + i;
    }
  }
}
