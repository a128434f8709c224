package dev.penstock.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Horizontal bars, one a variant, with a line from the lowest to the highest JVM. */
final class BarChart {
  private static final int WIDTH = 760;
  private static final int LABELS = 250;
  private static final int FIGURES = 110;
  private static final int ROW = 22;
  private static final int BAR = 14;

  private final String title;
  private final String unit;
  private final List<Cell> cells = new ArrayList<>();
  private final List<Measure> measures = new ArrayList<>();

  BarChart(String title, String unit) {
    this.title = title;
    this.unit = unit;
  }

  void add(Cell cell, Measure measure) {
    cells.add(cell);
    measures.add(measure);
  }

  String svg() {
    Svg svg = new Svg(WIDTH, cells.size() * ROW + 4, title + " (" + unit + ")");
    double highest = measures.stream().mapToDouble(Measure::max).max().orElse(1);
    double scale = (WIDTH - LABELS - FIGURES) / Math.max(highest, Double.MIN_NORMAL);
    for (int i = 0; i < cells.size(); i++) {
      row(svg, cells.get(i), measures.get(i), i * ROW, scale);
    }
    return svg.end();
  }

  private static void row(Svg svg, Cell cell, Measure measure, int top, double scale) {
    double middle = top + ROW / 2.0;
    double median = measure.median() * scale;
    svg.text("label", LABELS - 8, middle + 4, cell.library() + " " + cell.variant());
    svg.rect(Svg.colour(cell), LABELS, middle - BAR / 2.0, Math.max(1, median), BAR);
    svg.line(
        "range", LABELS + measure.min() * scale, middle, LABELS + measure.max() * scale, middle);
    double end = LABELS + Math.max(median, measure.max() * scale) + 8;
    svg.text("figure", end, middle + 4, TextTable.figure(measure.median()));
  }
}
