package dev.penstock.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Measures a plan: every cell once, then every cell again, so that whatever else the machine does
 * meets all of them alike.
 *
 * <p>A cell of which a JVM fails has no figures and is not measured again; the others go on. Where
 * the very first JVM of all fails, the campaign does: an option of the JVM may be wrong, and would
 * make every one of them fail.
 */
final class Campaign {
  private static final long DEADLINE_MILLIS = 60_000;

  private final Plan plan;
  private final Measuring measuring;
  private final boolean pin;
  private final Map<Cell, List<WorkerResult>> results = new LinkedHashMap<>();
  private final Map<Cell, String> failures = new HashMap<>();
  private int passes;
  private int measured; // JVMs

  Campaign(Plan plan, Measuring measuring, boolean pin) {
    this.plan = plan;
    this.measuring = measuring;
    this.pin = pin;
    plan.cells().forEach(cell -> results.put(cell, new ArrayList<>()));
  }

  List<CellResult> run(Progress progress)
      throws IOException, InterruptedException, WorkerException {
    long since = System.nanoTime();
    for (int pass = 0; pass < plan.jvms(); pass++) {
      long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
      if (pass > 0 && elapsed + elapsed / pass > plan.limitMillis()) {
        break; // a slow machine: fewer JVMs, but the same number for every cell
      }
      passes++;
      for (Cell cell : plan.cells()) {
        if (!failures.containsKey(cell)) {
          progress.on(cell);
          measure(cell, progress);
        }
        progress.step();
      }
    }
    return results.entrySet().stream().map(e -> result(e.getKey(), e.getValue())).toList();
  }

  private void measure(Cell cell, Progress progress)
      throws IOException, InterruptedException, WorkerException {
    List<WorkerResult> mine = results.computeIfAbsent(cell, c -> new ArrayList<>());
    try {
      mine.add(measuring.run(options(cell)));
      measured++;
    } catch (IOException | WorkerException e) {
      if (measured == 0) {
        throw e;
      }
      mine.clear(); // one was wrong, so the others may have been so unnoticed
      String why = e instanceof WorkerException ? String.valueOf(e.getMessage()) : cell + ": " + e;
      failures.put(cell, why);
      progress.failed(why);
    }
  }

  private CellResult result(Cell cell, List<WorkerResult> jvms) {
    String failure = failures.get(cell);
    return failure == null
        ? CellResult.of(cell, cell.producers(), jvms)
        : CellResult.failed(cell, cell.producers(), failure);
  }

  /** How often every cell was measured, each time in a JVM of its own. */
  int passes() {
    return passes;
  }

  /** Whose threads were pinned to processors: those of which shapes. */
  String pinned() {
    Set<String> pinned = new LinkedHashSet<>();
    Set<String> floating = new LinkedHashSet<>();
    results.forEach(
        (cell, jvms) ->
            jvms.forEach(
                jvm ->
                    (jvm.pinned() ? pinned : floating)
                        .add(
                            cell.shape().label()
                                + (cell.shape().grows() ? " x " + cell.x() : ""))));
    pinned.removeAll(floating);
    if (pinned.isEmpty()) {
      return "no";
    }
    return floating.isEmpty() ? "yes" : "only " + String.join(", ", pinned);
  }

  /** How far apart threads were, in how many rounds; empty where no throughput was measured. */
  String apart() {
    Map<Distance, DoubleSummaryStatistics> nanos = new TreeMap<>();
    results.values().stream()
        .flatMap(List::stream)
        .flatMap(jvm -> jvm.apart().stream())
        .forEach(
            pair ->
                nanos
                    .computeIfAbsent(
                        Distance.of(pair[0], pair[1]), distance -> new DoubleSummaryStatistics())
                    .accept(pair[1]));
    return nanos.entrySet().stream()
        .map(e -> apart(e.getKey(), e.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String apart(Distance distance, DoubleSummaryStatistics nanos) {
    return distance == Distance.UNKNOWN
        ? "unknown or changing in %d rounds".formatted(nanos.getCount())
        : "%s in %d rounds (%.0f to %.0f ns)"
            .formatted(distance.label(), nanos.getCount(), nanos.getMin(), nanos.getMax());
  }

  private WorkerOptions options(Cell cell) {
    long millis = plan.millis() * cell.shape().roundFactor();
    long warmUpMillis = plan.warmUpMillis() * cell.shape().warmUpFactor();
    return new WorkerOptions(
        cell,
        cell.producers(),
        cell.capacity(),
        plan.rounds(),
        warmUpMillis,
        millis,
        pin,
        DEADLINE_MILLIS + warmUpMillis + 10L * plan.rounds() * millis);
  }
}
