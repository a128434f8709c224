package dev.penstock.benchmarks.penstock;

import dev.penstock.benchmarks.Library;
import dev.penstock.benchmarks.Shape;
import dev.penstock.benchmarks.shape.Flow;
import dev.penstock.benchmarks.shape.FlowSpec;
import java.util.List;

/**
 * Penstock. {@code busy-spin} and {@code coalescing} are on the application's own array with range
 * handlers; {@code object-} says an object ring with a handler of single events.
 */
public final class PenstockLibrary implements Library {
  @Override
  public String name() {
    return "penstock";
  }

  @Override
  public List<String> variants(Shape shape) {
    return List.of("busy-spin", "coalescing", "object-busy-spin", "object-coalescing");
  }

  @Override
  public Flow flow(FlowSpec spec) {
    return spec.variant().startsWith("object-") ? ObjectFlow.of(spec) : ArrayFlow.of(spec);
  }
}
