package dev.penstock.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Throughput while something grows, both axes logarithmic, so that equal ratios look equal. A
 * vertical line at a point goes from the lowest to the highest JVM.
 */
final class GrowthChart {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 340;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 10;
  private static final int BOTTOM = 46;
  private static final int KEY_ROW = 18;
  private static final int DOT = 6;
  private static final double[] STEPS = {1, 2, 5};
  private static final int DECADE = 10;
  private static final int KIBI = 1 << 10;
  private static final int MEBI = 1 << 20;

  private final Scale scale;
  private final double low;
  private final double high;
  private final Svg svg;
  private final LineStyles styles = new LineStyles();

  private GrowthChart(Scale scale, List<CellResult> results, int rows) {
    this.scale = scale;
    double lowest = Double.MAX_VALUE;
    double highest = Double.MIN_NORMAL;
    for (CellResult result : results) {
      lowest = Math.min(lowest, throughput(result).min());
      highest = Math.max(highest, throughput(result).max());
    }
    low = grid(lowest / DECADE, lowest).stream().reduce(lowest, (a, b) -> b);
    high = grid(Math.nextUp(highest), highest * DECADE).get(0);
    svg = new Svg(WIDTH, HEIGHT + rows * KEY_ROW, "One at a time (" + Measure.THROUGHPUT + ")");
  }

  /** One line a variant. */
  static String svg(Scale scale, List<CellResult> results) {
    Map<String, List<CellResult>> lines = new LinkedHashMap<>();
    for (CellResult result : results) {
      String name = result.cell().library() + " " + result.cell().variant();
      lines.computeIfAbsent(name, n -> new ArrayList<>()).add(result);
    }
    GrowthChart chart = new GrowthChart(scale, results, lines.size());
    chart.axes();
    int row = 0;
    for (Map.Entry<String, List<CellResult>> line : lines.entrySet()) {
      chart.line(line.getKey(), line.getValue(), row++);
    }
    return chart.svg.end();
  }

  private void axes() {
    for (int step : scale.steps()) {
      svg.line("grid", x(step), TOP, x(step), HEIGHT - BOTTOM);
      svg.text("tick middle", x(step), HEIGHT - BOTTOM + 16, count(step));
    }
    String what = scale.name().toLowerCase(Locale.ROOT);
    svg.text("tick middle", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - BOTTOM + 34, what);
    for (double line : grid(low, high)) {
      svg.line("grid", LEFT, y(line), WIDTH - RIGHT, y(line));
      svg.text("label", LEFT - 8, y(line) + 4, number(line));
    }
  }

  private void line(String name, List<CellResult> results, int row) {
    String style = styles.next(results.get(0).cell());
    String colour = Svg.colour(results.get(0).cell());
    StringBuilder points = new StringBuilder();
    for (CellResult result : results) {
      Measure measure = throughput(result);
      double x = x(result.cell().x());
      double y = y(measure.median());
      points.append(Svg.point(x, y)).append(' ');
      svg.rect(colour, x - DOT / 2.0, y - DOT / 2.0, DOT, DOT);
      svg.line(colour, x, y(measure.min()), x, y(measure.max()));
    }
    svg.polyline(style, points.toString().strip(), name);
    double y = HEIGHT + row * KEY_ROW + 6;
    svg.polyline(style, Svg.point(LEFT, y) + " " + Svg.point(LEFT + 40, y), name);
    svg.text("tick", LEFT + 50, y + 4, name);
  }

  private static Measure throughput(CellResult result) {
    return result.measures().get(0);
  }

  /** One, two and five times the powers of ten. */
  private static List<Double> grid(double from, double to) {
    List<Double> lines = new ArrayList<>();
    for (int power = (int) Math.floor(Math.log10(from)); power <= Math.log10(to); power++) {
      for (double step : STEPS) {
        double line = step * Math.pow(DECADE, power);
        if (line >= from && line <= to) {
          lines.add(line);
        }
      }
    }
    return lines;
  }

  private double x(int step) {
    List<Integer> steps = scale.steps();
    double first = steps.get(0);
    double part = Math.log(step / first) / Math.log(steps.get(steps.size() - 1) / first);
    return LEFT + part * (WIDTH - LEFT - RIGHT);
  }

  private double y(double figure) {
    double part = Math.log(figure / low) / Math.log(high / low);
    return HEIGHT - BOTTOM - part * (HEIGHT - BOTTOM - TOP);
  }

  private static String count(int n) {
    if (n >= MEBI) {
      return n / MEBI + " Mi";
    }
    return n >= KIBI ? n / KIBI + " Ki" : Integer.toString(n);
  }

  private static String number(double figure) {
    return String.format(Locale.ROOT, figure >= 1 ? "%,.0f" : "%.1g", figure);
  }
}
