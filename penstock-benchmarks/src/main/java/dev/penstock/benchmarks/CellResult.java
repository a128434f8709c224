package dev.penstock.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What all JVMs of one cell came to.
 *
 * @param cell which
 * @param producers how many threads published
 * @param measures a quantity each, whose figures are the JVMs' medians
 * @param rounds of a throughput by how far its threads were apart: all rounds of all JVMs, as far
 *     as there are any
 * @param curve pairs of percentile and nanoseconds, the median over the JVMs
 * @param failure what a JVM of this cell failed with; then there are no figures
 */
record CellResult(
    Cell cell,
    int producers,
    List<Measure> measures,
    Map<Distance, Measure> rounds,
    List<double[]> curve,
    Optional<String> failure) {
  CellResult {
    measures = List.copyOf(measures);
    rounds = Collections.unmodifiableMap(new TreeMap<>(rounds));
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
    return new CellResult(cell, producers, measures, rounds(jvms), curve(jvms), Optional.empty());
  }

  /** No figures. */
  static CellResult failed(Cell cell, int producers, String why) {
    return new CellResult(cell, producers, List.of(), Map.of(), List.of(), Optional.of(why));
  }

  private static Map<Distance, Measure> rounds(List<WorkerResult> jvms) {
    Map<Distance, List<Double>> figures = new TreeMap<>();
    for (WorkerResult jvm : jvms) {
      for (int i = 0; i < jvm.apart().size(); i++) {
        double[] apart = jvm.apart().get(i);
        figures
            .computeIfAbsent(Distance.of(apart[0], apart[1]), distance -> new ArrayList<>())
            .add(jvm.measures().get(0).figures().get(i));
      }
    }
    Map<Distance, Measure> rounds = new TreeMap<>();
    figures.forEach((distance, of) -> rounds.put(distance, Measure.of(Measure.THROUGHPUT, of)));
    return rounds;
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
