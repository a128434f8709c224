package dev.penstock.benchmarks.penstock;

import dev.penstock.Disruptor;
import dev.penstock.DisruptorBuilder;
import dev.penstock.RangeHandler;
import dev.penstock.WaitStrategy;
import dev.penstock.benchmarks.shape.FlowSpec;
import java.util.List;

/** Builds the ring of a topology from its stages. */
final class Wiring {
  private Wiring() {}

  static Disruptor build(FlowSpec spec, WaitStrategy strategy, List<RangeHandler> stages) {
    DisruptorBuilder ring =
        spec.producers() == 1
            ? Disruptor.singleProducer(spec.capacity())
            : Disruptor.multiProducer(spec.capacity());
    ring.name(spec.variant()).waitStrategy(strategy).threads(spec.threads());
    return switch (spec.topology()) {
      case ONE -> ring.stage("check", stages.get(0)).build();
      case MULTICAST ->
          ring.stage("check-1", stages.get(0))
              .stage("check-2", stages.get(1))
              .stage("check-3", stages.get(2))
              .build();
      case PIPELINE ->
          ring.stage("first", stages.get(0))
              .stage("second", stages.get(1))
              .after("first")
              .stage("check", stages.get(2))
              .after("second")
              .build();
      case DIAMOND ->
          ring.stage("first", stages.get(0))
              .stage("second", stages.get(1))
              .stage("check", stages.get(2))
              .after("first", "second")
              .build();
    };
  }

  static WaitStrategy strategy(FlowSpec spec) {
    return strategy(spec.variant().replace("object-", ""), spec.unknownVariant());
  }

  /** The strategy of this name; blocking is the library's default. */
  static WaitStrategy strategy(String name, IllegalArgumentException unknown) {
    return switch (name) {
      case "busy-spin" -> WaitStrategy.busySpin();
      case "coalescing" -> WaitStrategy.busySpin().coalescing();
      case "yielding" -> WaitStrategy.yielding().coalescing();
      case "blocking" -> WaitStrategy.blocking().coalescing();
      default -> throw unknown;
    };
  }
}
