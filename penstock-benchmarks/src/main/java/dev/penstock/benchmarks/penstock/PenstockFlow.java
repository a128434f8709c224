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

/** What the two kinds of storage have in common: the ring, its producers, its checks. */
abstract class PenstockFlow implements Flow {
  private final int batch;
  private final List<Check> checks = new ArrayList<>();
  private final Disruptor disruptor;
  private final Producer[] producers;

  PenstockFlow(FlowSpec spec, List<RangeHandler> stages, List<Check> checks) {
    batch = spec.batch();
    this.checks.addAll(checks);
    disruptor = Wiring.build(spec, Wiring.strategy(spec.variant()), stages);
    producers = new Producer[spec.producers()];
    for (int p = 0; p < producers.length; p++) {
      producers[p] = disruptor.producer();
    }
  }

  @Override
  public List<Check> checks() {
    return checks;
  }

  @Override
  public void start() {
    disruptor.start();
  }

  @Override
  public void publish(int producer, long from, int count) {
    if (batch == 1) {
      ones(producers[producer], Payload.base(producer) | from, count);
    } else {
      batches(producers[producer], Payload.base(producer) | from, count);
    }
  }

  /** Publishes {@code count} messages, one at a time: {@code first} and what comes after it. */
  abstract void ones(Producer producer, long first, int count);

  /** Publishes them in batches. */
  abstract void batches(Producer producer, long first, int count);

  @Override
  public void close() {
    disruptor.close();
  }
}
