package dev.penstock.benchmarks;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The results as a table for people. */
final class TextTable {
  private static final List<String> HEAD =
      List.of(
          "shape", "x", "batch", "library", "variant", "", "median", "min", "max", "unit", "near",
          "far");
  private static final Set<Integer> RIGHT = Set.of(1, 2, 6, 7, 8, 10, 11);

  private TextTable() {}

  static void print(PrintWriter out, List<CellResult> results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    for (CellResult result : results) {
      for (Measure measure : result.measures()) {
        rows.add(row(result, measure));
      }
      if (result.failure().isPresent()) {
        rows.add(failed(result.cell()));
      }
    }
    int[] widths = new int[HEAD.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    rows.forEach(row -> out.println(line(row, widths)));
    out.flush();
  }

  private static List<String> row(CellResult result, Measure measure) {
    String percentile =
        measure.percentile().isPresent() ? percentile(measure.percentile().getAsDouble()) : "";
    return row(
        result.cell(),
        percentile,
        figure(measure.median()),
        figure(measure.min()),
        figure(measure.max()),
        measure.unit(),
        rounds(result, Distance.NEAR),
        rounds(result, Distance.FAR));
  }

  private static List<String> failed(Cell cell) {
    return row(cell, "", "failed", "", "", "", "", "");
  }

  private static List<String> row(Cell cell, String... figures) {
    List<String> row = new ArrayList<>();
    row.add(cell.shape().label());
    row.add(cell.shape().grows() ? Integer.toString(cell.x()) : "");
    row.add(Integer.toString(cell.batch()));
    row.add(cell.library());
    row.add(cell.variant());
    row.addAll(List.of(figures));
    return row;
  }

  /** The median of those rounds, and how many there are. */
  private static String rounds(CellResult result, Distance distance) {
    Measure rounds = result.rounds().get(distance);
    return rounds == null ? "" : figure(rounds.median()) + " (" + rounds.figures().size() + ")";
  }

  static String percentile(double percentile) {
    return percentile == Math.rint(percentile)
        ? "p" + (long) percentile
        : "p" + Double.toString(percentile);
  }

  /** As many digits as are worth reading. */
  static String figure(double figure) {
    String format = figure >= 100 ? "%,.0f" : figure >= 10 ? "%.1f" : figure >= 1 ? "%.2f" : "%.4f";
    return String.format(Locale.ROOT, format, figure);
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String pad = " ".repeat(widths[i] - row.get(i).length());
      line.append(RIGHT.contains(i) ? pad + row.get(i) : row.get(i) + pad).append("  ");
    }
    return line.toString().stripTrailing();
  }
}
