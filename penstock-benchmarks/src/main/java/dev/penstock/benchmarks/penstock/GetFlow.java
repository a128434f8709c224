package dev.penstock.benchmarks.penstock;

import dev.penstock.Producer;
import dev.penstock.RangeHandler;
import dev.penstock.benchmarks.shape.Check;
import dev.penstock.benchmarks.shape.Event;
import dev.penstock.benchmarks.shape.Flow;
import dev.penstock.benchmarks.shape.FlowSpec;
import dev.penstock.ring.ObjectRing;
import java.util.List;

/**
 * Penstock on an object ring whose producers ask it for events: what a user of LMAX would write.
 */
final class GetFlow extends PenstockFlow {
  private final ObjectRing<Event> ring;

  GetFlow(FlowSpec spec, ObjectRing<Event> ring, List<RangeHandler> stages, List<Check> checks) {
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
      fill(events, hi - Flow.BATCH + 1, first + n);
      producer.publish(hi);
    }
  }

  /** Writes a batch. */
  private static void fill(ObjectRing<Event> events, long lo, long first) {
    for (int i = 0; i < Flow.BATCH; i++) {
      events.get(lo + i).value = first + i;
    }
  }
}
