package dev.penstock.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What one JVM measured, as it tells it: one line of JSON on its standard output. Only a JVM whose
 * every message was verified has a result.
 *
 * @param pinned whether its threads were pinned to processors
 * @param measures the quantities
 * @param apart how far the threads were apart in each round of a throughput: the nanoseconds of a
 *     round trip before and after it, negative where not known
 * @param curve pairs of percentile and nanoseconds, for latencies
 */
record WorkerResult(
    boolean pinned, List<Measure> measures, List<double[]> apart, List<double[]> curve) {
  WorkerResult {
    measures = List.copyOf(measures);
    apart = List.copyOf(apart);
    curve = List.copyOf(curve);
  }

  /** Written with the generator: a mapper would cost each worker a tenth of a second. */
  String toJson() {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
      json.writeStartObject();
      json.writeBooleanField("verified", true);
      json.writeBooleanField("pinned", pinned);
      json.writeArrayFieldStart("measures");
      for (Measure measure : measures) {
        json.writeStartObject();
        json.writeStringField("unit", measure.unit());
        if (measure.percentile().isPresent()) {
          json.writeNumberField("percentile", measure.percentile().getAsDouble());
        }
        json.writeArrayFieldStart("figures");
        for (double figure : measure.figures()) {
          json.writeNumber(figure);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      writePairs(json, "apart", apart);
      writePairs(json, "curve", curve);
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException(e); // a StringWriter throws none
    }
    return line.toString();
  }

  private static void writePairs(JsonGenerator json, String name, List<double[]> pairs)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (double[] pair : pairs) {
      json.writeArray(pair, 0, pair.length);
    }
    json.writeEndArray();
  }

  static WorkerResult fromJson(String line) throws IOException {
    JsonNode json = new ObjectMapper().readTree(line);
    if (!json.path("verified").asBoolean()) {
      throw new IOException("not verified: " + line);
    }
    List<Measure> measures = new ArrayList<>();
    for (JsonNode measure : json.path("measures")) {
      List<Double> figures = new ArrayList<>();
      measure.path("figures").forEach(figure -> figures.add(figure.asDouble()));
      JsonNode percentile = measure.path("percentile");
      measures.add(
          new Measure(
              measure.path("unit").asText(),
              percentile.isNumber()
                  ? OptionalDouble.of(percentile.asDouble())
                  : OptionalDouble.empty(),
              figures));
    }
    return new WorkerResult(
        json.path("pinned").asBoolean(), measures, pairs(json, "apart"), pairs(json, "curve"));
  }

  private static List<double[]> pairs(JsonNode json, String name) {
    List<double[]> pairs = new ArrayList<>();
    for (JsonNode pair : json.path(name)) {
      pairs.add(new double[] {pair.path(0).asDouble(), pair.path(1).asDouble()});
    }
    return pairs;
  }
}
