package dev.penstock.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The results as a JSON file. */
final class JsonReport {
  private static final MathContext DIGITS = new MathContext(5);

  private JsonReport() {}

  static void write(Path file, Map<String, Object> machine, List<CellResult> results)
      throws IOException {
    Files.writeString(file, text(machine, results) + "\n");
  }

  static String text(Map<String, Object> machine, List<CellResult> results) throws IOException {
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode root = mapper.createObjectNode();
    root.set("machine", mapper.valueToTree(machine));
    ArrayNode rows = root.putArray("results");
    for (CellResult result : results) {
      for (Measure measure : result.measures()) {
        add(rows.addObject(), result, measure);
      }
      result.failure().ifPresent(why -> addFailure(rows.addObject(), result, why));
    }
    ArrayNode curves = mapper.createArrayNode();
    results.stream()
        .filter(result -> !result.curve().isEmpty())
        .forEach(result -> addCurve(curves.addObject(), result));
    if (!curves.isEmpty()) {
      root.set("curves", curves);
    }
    return mapper.writeValueAsString(root);
  }

  private static void identify(ObjectNode row, CellResult result) {
    Cell cell = result.cell();
    row.put("shape", cell.shape().label());
    row.put("library", cell.library());
    row.put("variant", cell.variant());
    row.put("batch", cell.batch());
    if (cell.shape().grows()) {
      row.put("x", cell.x());
    }
    row.put("producers", result.producers());
  }

  private static void add(ObjectNode row, CellResult result, Measure measure) {
    identify(row, result);
    row.put("unit", measure.unit());
    measure.percentile().ifPresent(percentile -> row.put("percentile", percentile));
    row.put("median", rounded(measure.median()));
    row.put("min", rounded(measure.min()));
    row.put("max", rounded(measure.max()));
    addFigures(row, measure);
    result.rounds().forEach((distance, of) -> addRounds(row.putObject(distance.label()), of));
    row.put("verified", true);
  }

  private static void addFailure(ObjectNode row, CellResult result, String why) {
    identify(row, result);
    row.put("verified", false);
    row.put("failure", why);
  }

  private static void addRounds(ObjectNode row, Measure measure) {
    row.put("median", rounded(measure.median()));
    addFigures(row, measure);
  }

  private static void addFigures(ObjectNode row, Measure measure) {
    ArrayNode rounds = row.putArray("rounds");
    measure.figures().forEach(figure -> rounds.add(rounded(figure)));
  }

  private static void addCurve(ObjectNode curve, CellResult result) {
    identify(curve, result);
    ArrayNode points = curve.putArray("points");
    for (double[] point : result.curve()) {
      points.addArray().add(point[0]).add(rounded(point[1]));
    }
  }

  private static BigDecimal rounded(double figure) {
    BigDecimal exact = new BigDecimal(figure).round(DIGITS);
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }
}
