package dev.penstock.benchmarks;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What one quantity came to, figure by figure: in one JVM per round, in a run per JVM.
 *
 * @param unit {@code Mmsg/s}, {@code ns} or {@code CPU s/s}
 * @param percentile of a latency, which
 * @param figures one a round
 */
public record Measure(String unit, OptionalDouble percentile, List<Double> figures) {
  static final String THROUGHPUT = "Mmsg/s";
  static final String LATENCY = "ns";
  static final String CPU = "CPU s/s";

  /** Copies the figures. */
  public Measure {
    figures = List.copyOf(figures);
  }

  static Measure of(String unit, List<Double> figures) {
    return new Measure(unit, OptionalDouble.empty(), figures);
  }

  /** The middle one, or the mean of the middle two. */
  public double median() {
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalStateException("figures: none (expected: at least one)");
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The smallest. */
  public double min() {
    return figures.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** The largest. */
  public double max() {
    return figures.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }
}
