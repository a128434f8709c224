package dev.penstock.benchmarks.penstock;

import dev.penstock.Disruptor;
import dev.penstock.DisruptorBuilder;
import dev.penstock.RangeHandler;
import dev.penstock.StageBuilder;
import dev.penstock.WaitStrategy;
import dev.penstock.benchmarks.shape.FlowSpec;
import dev.penstock.benchmarks.shape.Variants;
import java.time.Duration;
import java.util.List;

/** Builds the ring of a topology from its stages. */
final class Wiring {
  /** How the variants begin that are on an array of objects. */
  static final String OBJECT = "object-";

  /** How those begin whose producers ask the ring for each event. */
  static final String GET = "object-get-";

  /** How those begin whose producers hand the ring a writer. */
  static final String PUBLISH = "object-publish-";

  /** How those begin whose neighbouring messages lie in different lines of the array. */
  static final String INTERLEAVED = "interleaved-";

  /** What those have in their names whose handlers empty what they have read. */
  static final String CLEARING = "clearing-";

  private static final Duration BACKOFF_CAP = Duration.ofMillis(1);

  private Wiring() {}

  static Disruptor build(FlowSpec spec, WaitStrategy strategy, List<RangeHandler> stages) {
    DisruptorBuilder ring =
        spec.producers() == 1
            ? Disruptor.singleProducer(spec.capacity())
            : Disruptor.multiProducer(spec.capacity());
    ring.name(spec.variant()).waitStrategy(strategy).threads(spec.threads());
    return switch (spec.topology()) {
      case ONE, MULTICAST -> sideBySide(ring, stages).build();
      case PIPELINE, CHAIN -> inARow(ring, stages).build();
      case DIAMOND ->
          ring.stage("first", stages.get(0))
              .stage("second", stages.get(1))
              .stage("check", stages.get(2))
              .after("first", "second")
              .build();
    };
  }

  private static StageBuilder sideBySide(DisruptorBuilder ring, List<RangeHandler> stages) {
    StageBuilder last = ring.stage("stage-1", stages.get(0));
    for (int i = 1; i < stages.size(); i++) {
      last = last.stage("stage-" + (i + 1), stages.get(i));
    }
    return last;
  }

  private static StageBuilder inARow(DisruptorBuilder ring, List<RangeHandler> stages) {
    StageBuilder last = ring.stage("stage-1", stages.get(0));
    for (int i = 1; i < stages.size(); i++) {
      last = last.stage("stage-" + (i + 1), stages.get(i)).after("stage-" + i);
    }
    return last;
  }

  /** The strategy that the variant names; blocking is the library's default. */
  static WaitStrategy strategy(String variant) {
    String strategy = variant;
    for (String storage : List.of(GET, PUBLISH, OBJECT, INTERLEAVED, CLEARING)) {
      strategy = strategy.replace(storage, "");
    }
    return switch (strategy) {
      case "busy-spin" -> WaitStrategy.busySpin();
      case "coalescing" -> WaitStrategy.busySpin().coalescing();
      case "yielding" -> WaitStrategy.yielding().coalescing();
      case "blocking" -> WaitStrategy.blocking().coalescing();
      case "backoff" -> WaitStrategy.backoff(BACKOFF_CAP).coalescing();
      default -> throw Variants.unknown(variant);
    };
  }
}
