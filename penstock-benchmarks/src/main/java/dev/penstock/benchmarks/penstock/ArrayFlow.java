package dev.penstock.benchmarks.penstock;

import dev.penstock.Producer;
import dev.penstock.RangeHandler;
import dev.penstock.benchmarks.shape.Check;
import dev.penstock.benchmarks.shape.Flow;
import dev.penstock.benchmarks.shape.FlowSpec;
import dev.penstock.benchmarks.shape.Payload;
import dev.penstock.benchmarks.shape.Topology;
import java.util.ArrayList;
import java.util.List;

/**
 * Penstock on the application's own {@code long[]}: producers write elements, range handlers loop
 * over them. Each stage that adds something has an array of its own, so no line has two writers.
 */
final class ArrayFlow extends PenstockFlow {
  private final long[] values;

  static ArrayFlow of(FlowSpec spec) {
    long[] values = new long[spec.capacity()];
    long[] first = new long[spec.capacity()];
    long[] second = new long[spec.capacity()];
    List<RangeHandler> stages = new ArrayList<>();
    List<Check> checks = new ArrayList<>();
    if (spec.topology().offset() != 0) {
      stages.add(RangeConsumer.adding(values, first, Topology.FIRST_ADDS));
      boolean pipeline = spec.topology() == Topology.PIPELINE;
      stages.add(RangeConsumer.adding(pipeline ? first : values, second, Topology.SECOND_ADDS));
    }
    while (stages.size() < spec.consumers()) {
      Check check = spec.check(Payload.NUMBERED);
      checks.add(check);
      stages.add(
          spec.variant().startsWith(Wiring.CLEARING)
              ? RangeConsumer.clearing(values, check)
              : RangeConsumer.last(spec.topology(), values, first, second, check));
    }
    return new ArrayFlow(spec, values, stages, checks);
  }

  private ArrayFlow(FlowSpec spec, long[] values, List<RangeHandler> stages, List<Check> checks) {
    super(spec, stages, checks);
    this.values = values;
  }

  @Override
  void ones(Producer producer, long first, int count) {
    long[] array = values;
    int mask = array.length - 1;
    for (int i = 0; i < count; i++) {
      long sequence = producer.claim();
      array[(int) sequence & mask] = first + i;
      producer.publish(sequence);
    }
  }

  @Override
  void batches(Producer producer, long first, int count) {
    long[] array = values;
    int mask = array.length - 1;
    for (int n = 0; n < count; n += Flow.BATCH) {
      long hi = producer.claim(Flow.BATCH);
      fill(array, (int) (hi - Flow.BATCH + 1) & mask, first + n);
      producer.publish(hi);
    }
  }

  /** Writes a batch. All claims are of one size, so none wraps. */
  private static void fill(long[] array, int slot, long first) {
    for (int i = 0; i < Flow.BATCH; i++) {
      array[slot + i] = first + i;
    }
  }
}
