package dev.penstock.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Results to report on. */
final class Samples {
  static final Cell FLOW = new Cell(Shape.ONE_TO_ONE, "penstock", "coalescing", 1);
  static final Cell PING_PONG = new Cell(Shape.PING_PONG, "lmax", "busy-spin", 1);

  private Samples() {}

  static CellResult flow() {
    return new CellResult(
        FLOW,
        1,
        List.of(Measure.of(Measure.THROUGHPUT, List.of(900.0, 1100.0, 1000.0))),
        Map.of(
            Distance.NEAR, Measure.of(Measure.THROUGHPUT, List.of(1100.0, 1300.0)),
            Distance.UNKNOWN, Measure.of(Measure.THROUGHPUT, List.of(50.0))),
        List.of(),
        Optional.empty());
  }

  static CellResult pingPong() {
    return new CellResult(
        PING_PONG,
        1,
        List.of(new Measure(Measure.LATENCY, OptionalDouble.of(99.9), List.of(200.0, 210.0))),
        Map.of(),
        List.of(new double[] {0, 90}, new double[] {50, 110}, new double[] {99.999, 20_000}),
        Optional.empty());
  }

  static CellResult failed() {
    Cell cell = new Cell(Shape.SCALING_PRODUCERS, "penstock", "blocking", 1, 8);
    return CellResult.failed(cell, 8, "a wrong <sum>");
  }

  /** Two points of one line. */
  static List<CellResult> growing() {
    return List.of(growing(1, 80.0, 100.0), growing(8, 9.0, 11.0));
  }

  private static CellResult growing(int x, Double... figures) {
    Cell cell = new Cell(Shape.SCALING_PRODUCERS, "penstock", "yielding", 1, x);
    Measure measure = Measure.of(Measure.THROUGHPUT, List.of(figures));
    return new CellResult(cell, x, List.of(measure), Map.of(), List.of(), Optional.empty());
  }

  static Map<String, Object> machine() {
    return Machine.describe(
        List.of("-Xmx512m"), List.of("penstock", "bench", "<x>"), 5, "no", "near");
  }
}
