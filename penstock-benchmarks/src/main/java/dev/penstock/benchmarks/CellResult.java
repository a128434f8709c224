package dev.penstock.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * What all JVMs of one cell came to.
 *
 * @param cell which
 * @param producers how many threads published
 * @param measures a quantity each, whose figures are the JVMs' medians
 * @param curve pairs of percentile and nanoseconds, the median over the JVMs
 */
record CellResult(Cell cell, int producers, List<Measure> measures, List<double[]> curve) {
  CellResult {
    measures = List.copyOf(measures);
    curve = List.copyOf(curve);
  }

  static CellResult of(Cell cell, int producers, List<WorkerResult> jvms) {
    List<Measure> measures = new ArrayList<>();
    WorkerResult model = jvms.get(0);
    for (int i = 0; i < model.measures().size(); i++) {
      int index = i;
      List<Double> medians = jvms.stream().map(jvm -> jvm.measures().get(index).median()).toList();
      Measure one = model.measures().get(i);
      measures.add(new Measure(one.unit(), one.percentile(), medians));
    }
    return new CellResult(cell, producers, measures, curve(jvms));
  }

  /** As far as all know it: the C program's ends where something took longer than it counts. */
  private static List<double[]> curve(List<WorkerResult> jvms) {
    List<double[]> model = jvms.get(0).curve();
    int points = jvms.stream().mapToInt(jvm -> jvm.curve().size()).min().orElse(0);
    List<double[]> curve = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      int index = i;
      List<Double> nanos = jvms.stream().map(jvm -> jvm.curve().get(index)[1]).toList();
      curve.add(new double[] {model.get(i)[0], Measure.of(Measure.LATENCY, nanos).median()});
    }
    return curve;
  }
}
