package dev.penstock.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The results as one HTML page with charts: no network, no script, readable in light and dark. */
final class HtmlReport {
  private static final String STYLE = "/report/style.css";
  private static final List<Distance> DISTANCES = List.of(Distance.NEAR, Distance.FAR);

  private HtmlReport() {}

  static void write(Path file, Map<String, Object> machine, List<CellResult> results)
      throws IOException {
    Files.writeString(file, page(machine, results));
  }

  static String page(Map<String, Object> machine, List<CellResult> results) throws IOException {
    StringBuilder page = new StringBuilder(1 << 16);
    page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<meta name=\"color-scheme\" content=\"light dark\">\n")
        .append("<title>Penstock beside its peers</title>\n<style>\n")
        .append(style())
        .append("</style>\n</head>\n<body>\n<h1>Penstock beside its peers</h1>\n")
        .append(
            "<p>Every message behind these figures was verified. A bar is the median of the JVMs'")
        .append(" medians, the thin line goes from the lowest to the highest of them; in charts of")
        .append(" rounds with threads near each other or far apart, of all such rounds. All")
        .append(" figures are of one run on one machine: compare them with each other only.</p>\n");
    machine(page, machine);
    results.stream().filter(result -> result.failure().isPresent()).forEach(r -> failed(page, r));
    byShape(results).forEach((shape, rows) -> shape(page, shape, rows));
    page.append("</body>\n</html>\n");
    return page.toString();
  }

  private static void failed(StringBuilder page, CellResult result) {
    page.append("<p class=\"failed\"><b>Failed, and has no figures:</b> ")
        .append(Svg.escape(result.failure().orElseThrow()))
        .append("</p>\n");
  }

  private static Map<Shape, List<CellResult>> byShape(List<CellResult> results) {
    return results.stream()
        .filter(result -> result.failure().isEmpty())
        .collect(
            Collectors.groupingBy(
                result -> result.cell().shape(), LinkedHashMap::new, Collectors.toList()));
  }

  private static String style() throws IOException {
    try (InputStream in = HtmlReport.class.getResourceAsStream(STYLE)) {
      if (in == null) {
        throw new IOException("resource not found: " + STYLE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void machine(StringBuilder page, Map<String, Object> machine) {
    page.append("<table class=\"machine\">\n");
    machine.forEach(
        (name, value) -> {
          String text =
              value instanceof List<?> words
                  ? words.stream().map(Object::toString).collect(Collectors.joining(" "))
                  : value.toString();
          page.append("<tr><th scope=\"row\">")
              .append(Svg.escape(name))
              .append("</th><td>")
              .append(Svg.escape(text))
              .append("</td></tr>\n");
        });
    page.append("</table>\n");
  }

  private static void shape(StringBuilder page, Shape shape, List<CellResult> results) {
    page.append("<section>\n<h2>")
        .append(Svg.escape(shape.label()))
        .append("</h2>\n<p>")
        .append(Svg.escape(shape.question()))
        .append("</p>\n<p class=\"note\"><b>Topology:</b> ")
        .append(Svg.escape(shape.picture()))
        .append("<br><b>What it cannot show:</b> ")
        .append(Svg.escape(shape.blind()))
        .append("</p>\n");
    if (shape.grows()) {
      page.append(GrowthChart.svg(shape.scale(), results));
    } else {
      charts(results).values().forEach(chart -> page.append(chart.svg()));
    }
    if (results.stream().anyMatch(result -> !result.curve().isEmpty())) {
      page.append(CurveChart.svg("Latency by percentile", results));
    }
    page.append("</section>\n");
  }

  /** One chart per batch size and quantity. */
  private static Map<String, BarChart> charts(List<CellResult> results) {
    Map<String, BarChart> charts = new TreeMap<>();
    for (CellResult result : results) {
      for (int i = 0; i < result.measures().size(); i++) {
        Measure measure = result.measures().get(i);
        String key = "%05d %d".formatted(result.cell().batch(), i);
        charts
            .computeIfAbsent(key, k -> new BarChart(title(result.cell(), measure), measure.unit()))
            .add(result.cell(), measure);
      }
      for (int i = 0; i < DISTANCES.size(); i++) {
        Distance distance = DISTANCES.get(i);
        Measure rounds = result.rounds().get(distance);
        if (rounds != null) {
          String key = "%05d by distance %d".formatted(result.cell().batch(), i);
          charts
              .computeIfAbsent(
                  key, k -> new BarChart(title(result.cell(), distance), rounds.unit()))
              .add(result.cell(), rounds);
        }
      }
    }
    return charts;
  }

  private static String title(Cell cell, Distance distance) {
    String where = distance == Distance.NEAR ? "near each other" : "far apart";
    return published(cell) + ", rounds with threads " + where;
  }

  private static String published(Cell cell) {
    return cell.batch() == 1 ? "One at a time" : "In batches of " + cell.batch();
  }

  private static String title(Cell cell, Measure measure) {
    if (measure.percentile().isPresent()) {
      return TextTable.percentile(measure.percentile().getAsDouble()) + ", less is better";
    }
    if (measure.unit().equals(Measure.CPU)) {
      return "Processor time, less is better";
    }
    if (!cell.shape().isFlow()) {
      return "Throughput";
    }
    return published(cell);
  }
}
