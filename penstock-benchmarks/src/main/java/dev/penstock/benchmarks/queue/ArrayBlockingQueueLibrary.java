package dev.penstock.benchmarks.queue;

import dev.penstock.benchmarks.Library;
import dev.penstock.benchmarks.Shape;
import dev.penstock.benchmarks.shape.Flow;
import dev.penstock.benchmarks.shape.FlowSpec;
import java.util.List;

/** The JDK's bounded queue with locks: what most programs begin with. */
public final class ArrayBlockingQueueLibrary implements Library {
  @Override
  public String name() {
    return "array-blocking-queue";
  }

  @Override
  public List<String> variants(Shape shape) {
    return shape.isFlow() && shape.consumers() == 1 ? List.of("drain-to") : List.of();
  }

  @Override
  public Flow flow(FlowSpec spec) {
    return new ArrayBlockingQueueFlow(spec);
  }
}
