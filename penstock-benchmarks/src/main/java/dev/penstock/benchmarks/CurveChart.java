package dev.penstock.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * Latency by percentile, both axes logarithmic: to the right each step is a nine more, upwards each
 * a tenfold.
 */
final class CurveChart {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 360;
  private static final int LEFT = 70;
  private static final int RIGHT = 30;
  private static final int TOP = 10;
  private static final int BOTTOM = 30;
  private static final int KEY_ROW = 18;
  private static final double HIGHEST_PERCENTILE = 99.999;
  private static final double[] TICKS = {0, 90, 99, 99.9, 99.99, 99.999};
  private static final double FULL = 100;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final int low;
  private final int high;
  private final Svg svg;
  private final LineStyles styles = new LineStyles();

  private CurveChart(String title, List<CellResult> results, int rows) {
    double lowest = Double.MAX_VALUE;
    double highest = 1;
    for (CellResult result : results) {
      for (double[] point : result.curve()) {
        lowest = Math.min(lowest, Math.max(1, point[1]));
        highest = Math.max(highest, point[1]);
      }
    }
    low = (int) Math.floor(Math.log10(lowest));
    high = Math.max(low + 1, (int) Math.ceil(Math.log10(highest)));
    svg = new Svg(WIDTH, HEIGHT + rows * KEY_ROW, title);
  }

  static String svg(String title, List<CellResult> results) {
    List<CellResult> curves = results.stream().filter(r -> !r.curve().isEmpty()).toList();
    CurveChart chart = new CurveChart(title, curves, curves.size());
    chart.axes();
    for (int i = 0; i < curves.size(); i++) {
      chart.curve(curves.get(i), i);
    }
    return chart.svg.end();
  }

  private void axes() {
    for (double tick : TICKS) {
      svg.line("grid", x(tick), TOP, x(tick), HEIGHT - BOTTOM);
      svg.text("tick middle", x(tick), HEIGHT - BOTTOM + 16, TextTable.percentile(tick));
    }
    for (int power = low; power <= high; power++) {
      double nanos = Math.pow(10, power);
      svg.line("grid", LEFT, y(nanos), WIDTH - RIGHT, y(nanos));
      svg.text("label", LEFT - 8, y(nanos) + 4, duration((long) nanos));
    }
  }

  private void curve(CellResult result, int row) {
    StringBuilder points = new StringBuilder();
    for (double[] point : result.curve()) {
      points.append(Svg.point(x(point[0]), y(point[1]))).append(' ');
    }
    String name = result.cell().library() + " " + result.cell().variant();
    String style = styles.next(result.cell());
    svg.polyline(style, points.toString().strip(), name);
    double y = HEIGHT + row * KEY_ROW + 6;
    svg.polyline(style, Svg.point(LEFT, y) + " " + Svg.point(LEFT + 40, y), name);
    svg.text("tick", LEFT + 50, y + 4, name);
  }

  private static double x(double percentile) {
    double nines = -Math.log10((FULL - Math.min(percentile, HIGHEST_PERCENTILE)) / FULL);
    double most = -Math.log10((FULL - HIGHEST_PERCENTILE) / FULL);
    return LEFT + nines / most * (WIDTH - LEFT - RIGHT);
  }

  private double y(double nanos) {
    double part = (Math.log10(Math.max(1, nanos)) - low) / (high - low);
    return HEIGHT - BOTTOM - part * (HEIGHT - BOTTOM - TOP);
  }

  static String duration(long nanos) {
    if (nanos < NANOS_PER_MICRO) {
      return nanos + " ns";
    }
    if (nanos < NANOS_PER_MILLI) {
      return String.format(Locale.ROOT, "%d µs", nanos / NANOS_PER_MICRO);
    }
    return nanos < NANOS_PER_SECOND
        ? String.format(Locale.ROOT, "%d ms", nanos / NANOS_PER_MILLI)
        : String.format(Locale.ROOT, "%d s", nanos / NANOS_PER_SECOND);
  }
}
