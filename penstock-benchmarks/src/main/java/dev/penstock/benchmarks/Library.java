package dev.penstock.benchmarks;

import dev.penstock.benchmarks.shape.Flow;
import dev.penstock.benchmarks.shape.FlowSpec;
import java.util.List;

/** A library that takes part: which of its ways fit a shape, and its adapters. */
public interface Library {
  /** What it is called on the command line and in results. */
  String name();

  /** Its ways of doing this shape; empty when it has none. */
  List<String> variants(Shape shape);

  /** Its adapter for a throughput shape. */
  Flow flow(FlowSpec spec);
}
