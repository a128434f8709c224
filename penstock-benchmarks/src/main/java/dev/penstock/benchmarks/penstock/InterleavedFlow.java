package dev.penstock.benchmarks.penstock;

import dev.penstock.Disruptor;
import dev.penstock.Producer;
import dev.penstock.RangeHandler;
import dev.penstock.benchmarks.shape.Check;
import dev.penstock.benchmarks.shape.Flow;
import dev.penstock.benchmarks.shape.FlowSpec;
import dev.penstock.benchmarks.shape.Payload;
import java.util.ArrayList;
import java.util.List;

/**
 * Penstock on the application's own {@code long[]} whose neighbouring messages lie in different
 * cache lines: {@link Disruptor#interleavedSlot}.
 */
final class InterleavedFlow extends PenstockFlow {
  private final long[] values;

  static InterleavedFlow of(FlowSpec spec) {
    long[] values = new long[spec.capacity()];
    List<RangeHandler> stages = new ArrayList<>();
    List<Check> checks = new ArrayList<>();
    while (stages.size() < spec.consumers()) {
      Check check = spec.check(Payload.NUMBERED);
      checks.add(check);
      stages.add(RangeConsumer.checkingInterleaved(values, check));
    }
    return new InterleavedFlow(spec, values, stages, checks);
  }

  private InterleavedFlow(
      FlowSpec spec, long[] values, List<RangeHandler> stages, List<Check> checks) {
    super(spec, stages, checks);
    this.values = values;
  }

  @Override
  void ones(Producer producer, long first, int count) {
    long[] array = values;
    for (int i = 0; i < count; i++) {
      long sequence = producer.claim();
      array[Disruptor.interleavedSlot(sequence, array.length)] = first + i;
      producer.publish(sequence);
    }
  }

  @Override
  void batches(Producer producer, long first, int count) {
    long[] array = values;
    for (int n = 0; n < count; n += Flow.BATCH) {
      long hi = producer.claim(Flow.BATCH);
      fill(array, hi - Flow.BATCH + 1, first + n);
      producer.publish(hi);
    }
  }

  private static void fill(long[] array, long lo, long first) {
    for (int i = 0; i < Flow.BATCH; i++) {
      array[Disruptor.interleavedSlot(lo + i, array.length)] = first + i;
    }
  }
}
