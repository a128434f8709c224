package dev.penstock.benchmarks;

import dev.penstock.benchmarks.shape.Channel;
import dev.penstock.benchmarks.shape.ChannelSpec;
import dev.penstock.benchmarks.shape.Flow;
import dev.penstock.benchmarks.shape.FlowSpec;
import dev.penstock.benchmarks.shape.Idle;
import dev.penstock.benchmarks.shape.Receiver;
import java.util.List;

/** A library that takes part: which of its ways fit a shape, and its adapters. */
public interface Library {
  /** What it is called on the command line and in results. */
  String name();

  /** Its ways of doing this shape with so many messages at a time; empty when it has none. */
  List<String> variants(Shape shape, int batch);

  /** Its adapter for a throughput shape. */
  Flow flow(FlowSpec spec);

  /** Its adapter for latencies and full rings. */
  Channel channel(ChannelSpec spec, Receiver receiver);

  /** Its adapter for what waiting costs. */
  default Idle idle(Idle.Spec spec) {
    throw new IllegalArgumentException(
        "library: %s (expected: one with a variant for %s)".formatted(name(), spec.state()));
  }
}
