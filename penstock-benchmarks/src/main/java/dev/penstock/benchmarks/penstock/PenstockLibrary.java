package dev.penstock.benchmarks.penstock;

import dev.penstock.benchmarks.Library;
import dev.penstock.benchmarks.Shape;
import dev.penstock.benchmarks.shape.Channel;
import dev.penstock.benchmarks.shape.ChannelSpec;
import dev.penstock.benchmarks.shape.Flow;
import dev.penstock.benchmarks.shape.FlowSpec;
import dev.penstock.benchmarks.shape.Idle;
import dev.penstock.benchmarks.shape.Receiver;
import java.util.List;
import java.util.stream.Stream;

/**
 * Penstock. {@code busy-spin} and {@code coalescing} are on the application's own array with range
 * handlers; {@code object-} says an object ring over the application's array with a handler of
 * single events, {@code object-get-} one whose producers ask the ring for each event, {@code
 * object-publish-} one whose ring publishes what a writer writes, which it does one at a time;
 * {@code blocking} is the default strategy. All but {@code busy-spin} coalesce. {@code
 * interleaved-} is an array whose neighbours lie in different lines; with {@code clearing-} the
 * only stage empties what it has read.
 */
public final class PenstockLibrary implements Library {
  @Override
  public String name() {
    return "penstock";
  }

  @Override
  public List<String> variants(Shape shape, int batch) {
    if (shape.grows() && shape.threads() > 2) {
      return List.of("yielding", "blocking", "object-yielding", "object-blocking");
    }
    if (shape.isFlow()) {
      List<String> variants =
          List.of(
              "busy-spin",
              "coalescing",
              "blocking",
              "object-busy-spin",
              "object-coalescing",
              "object-blocking");
      Stream<String> others =
          shape.threads() <= 2
              ? Stream.of(
                  "object-get-coalescing",
                  "object-publish-coalescing",
                  "interleaved-coalescing",
                  "clearing-busy-spin",
                  "clearing-coalescing",
                  "object-clearing-busy-spin",
                  "object-clearing-coalescing")
              : Stream.of(
                  "yielding",
                  "object-yielding",
                  "object-get-yielding",
                  "object-publish-yielding",
                  "interleaved-yielding");
      return Stream.concat(variants.stream(), others)
          .filter(variant -> batch == 1 || !variant.startsWith(Wiring.PUBLISH))
          .filter(variant -> interleaves(shape) || !variant.startsWith(Wiring.INTERLEAVED))
          .filter(variant -> shape == Shape.ONE_TO_ONE || !variant.contains(Wiring.CLEARING))
          .toList();
    }
    if (shape.isIdle()) {
      return List.of("blocking", "backoff");
    }
    return shape == Shape.SLOW_CONSUMER
        ? List.of("busy-spin", "blocking")
        : List.of("busy-spin", "coalescing", "yielding", "blocking", "object-busy-spin");
  }

  /** Whether one producer publishes to stages that only read, and do not wait for each other. */
  private static boolean interleaves(Shape shape) {
    return shape == Shape.ONE_TO_ONE
        || shape == Shape.ONE_TO_THREE
        || shape == Shape.SCALING_CAPACITY;
  }

  @Override
  public Flow flow(FlowSpec spec) {
    if (spec.variant().startsWith(Wiring.INTERLEAVED)) {
      return InterleavedFlow.of(spec);
    }
    return spec.variant().startsWith(Wiring.OBJECT) ? ObjectFlow.of(spec) : ArrayFlow.of(spec);
  }

  @Override
  public Channel channel(ChannelSpec spec, Receiver receiver) {
    return spec.variant().startsWith(Wiring.OBJECT)
        ? new ObjectChannel(spec, receiver)
        : new ArrayChannel(spec, receiver);
  }

  @Override
  public Idle idle(Idle.Spec spec) {
    return spec.state() == Idle.State.SLOW_MIDDLE
        ? new PenstockSlowMiddle(spec)
        : new PenstockIdle(spec);
  }
}
