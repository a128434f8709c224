package dev.penstock.benchmarks.lmax;

import dev.penstock.benchmarks.Library;
import dev.penstock.benchmarks.Shape;
import dev.penstock.benchmarks.shape.Flow;
import dev.penstock.benchmarks.shape.FlowSpec;
import java.util.List;

/** LMAX Disruptor 4.0.0. */
public final class LmaxLibrary implements Library {
  @Override
  public String name() {
    return "lmax";
  }

  @Override
  public List<String> variants(Shape shape) {
    return List.of("busy-spin", "yielding");
  }

  @Override
  public Flow flow(FlowSpec spec) {
    return new LmaxFlow(spec);
  }
}
