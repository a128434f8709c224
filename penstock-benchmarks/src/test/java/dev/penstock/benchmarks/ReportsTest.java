package dev.penstock.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportsTest {
  private static final List<CellResult> RESULTS = List.of(Samples.flow(), Samples.pingPong());

  @Test
  void jsonHasTheFieldsThatReadersExpect() throws IOException {
    JsonNode json = new ObjectMapper().readTree(JsonReport.text(Samples.machine(), RESULTS));

    assertThat(names(json.path("machine")))
        .contains("cpu", "cores", "jdk", "os", "flags", "command", "jvms", "pinned", "apart");
    JsonNode row = json.path("results").path(0);
    assertThat(names(row))
        .containsExactly(
            "shape",
            "library",
            "variant",
            "batch",
            "producers",
            "unit",
            "median",
            "min",
            "max",
            "rounds",
            "near",
            "unknown",
            "verified");
    assertThat(row.toString())
        .isEqualTo(
            """
            {"shape":"one-to-one","library":"penstock","variant":"coalescing","batch":1,\
            "producers":1,"unit":"Mmsg/s","median":1000,"min":900,"max":1100,\
            "rounds":[900,1100,1000],"near":{"median":1200,"rounds":[1100,1300]},\
            "unknown":{"median":50,"rounds":[50]},"verified":true}\
            """);
  }

  @Test
  void latenciesHaveTheirPercentileAndTheirCurve() throws IOException {
    JsonNode json = new ObjectMapper().readTree(JsonReport.text(Samples.machine(), RESULTS));

    assertThat(json.path("results").path(1).path("percentile").asDouble()).isEqualTo(99.9);
    assertThat(json.path("results").path(1).path("unit").asText()).isEqualTo("ns");
    assertThat(json.path("curves").path(0).path("points").toString())
        .isEqualTo("[[0.0,90],[50.0,110],[99.999,20000]]");
  }

  @Test
  void theTableHasALineForEveryQuantity() {
    StringWriter text = new StringWriter();

    TextTable.print(new PrintWriter(text), RESULTS);

    assertThat(text.toString().lines())
        .hasSize(3)
        .anySatisfy(
            line ->
                assertThat(line.trim().split(" +", -1))
                    .containsExactly(
                        "one-to-one",
                        "1",
                        "penstock",
                        "coalescing",
                        "1,000",
                        "900",
                        "1,100",
                        "Mmsg/s",
                        "1,200",
                        "(2)"))
        .anySatisfy(line -> assertThat(line).contains("p99.9").endsWith("ns"));
  }

  @Test
  void thePageStandsAloneAndHasItsCharts() throws Exception {
    String page = HtmlReport.page(Samples.machine(), RESULTS);

    assertThat(page)
        .contains("prefers-color-scheme: dark", "one-to-one", "ping-pong", "&lt;x&gt;")
        .doesNotContain("http:", "https:", "<script", "url(", "NaN", "Infinity");
    assertThat(page).contains("One at a time, rounds with threads near each other");
    assertThat(page.split("<svg", -1)).hasSize(5);
    assertThat(page).contains("<rect class=\"l0\"", "<polyline class=\"curve l1\"");
  }

  @Test
  void whatGrowsIsAFieldAColumnAndALine() throws IOException {
    JsonNode json =
        new ObjectMapper().readTree(JsonReport.text(Samples.machine(), Samples.growing()));
    StringWriter table = new StringWriter();
    TextTable.print(new PrintWriter(table), Samples.growing());
    String page = HtmlReport.page(Samples.machine(), Samples.growing());

    assertThat(json.path("results").path(1).path("x").asInt()).isEqualTo(8);
    assertThat(json.path("results").path(1).path("producers").asInt()).isEqualTo(8);
    assertThat(table.toString()).containsPattern("scaling-producers +8 +1 +penstock +yielding");
    // the axis goes from 5 to 200
    assertThat(page).contains("points=\"70.0,71.5 740.0,240.6\"", ">producers</text>");
  }

  @Test
  void aCellThatFailedIsNamedAndHasNoFigures() throws IOException {
    List<CellResult> results = new ArrayList<>(Samples.growing());
    results.add(Samples.failed());
    JsonNode json = new ObjectMapper().readTree(JsonReport.text(Samples.machine(), results));
    StringWriter table = new StringWriter();
    TextTable.print(new PrintWriter(table), results);
    String page = HtmlReport.page(Samples.machine(), results);

    assertThat(json.path("results").path(2).toString())
        .isEqualTo(
            """
            {"shape":"scaling-producers","library":"penstock","variant":"blocking","batch":1,\
            "x":8,"producers":8,"verified":false,"failure":"a wrong <sum>"}\
            """);
    assertThat(table.toString())
        .containsPattern("scaling-producers +8 +1 +penstock +blocking +failed\\n");
    assertThat(page)
        .contains("Failed, and has no figures:</b> a wrong &lt;sum&gt;<")
        .contains("points=\"70.0,71.5 740.0,240.6\"");
  }

  @Test
  void theChartsAreWellFormed() throws Exception {
    List<CellResult> results = new ArrayList<>(RESULTS);
    results.addAll(Samples.growing());
    String page = HtmlReport.page(Samples.machine(), results);
    assertThat(page).contains("<figure>");
    for (String figure : page.split("(?=<figure>)", -1)) {
      if (figure.startsWith("<figure>")) {
        String xml = figure.substring(0, figure.indexOf("</figure>") + "</figure>".length());
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)));
      }
    }
  }

  @Test
  void everyShapeSaysWhatItAsksAndWhatItCannotShow() {
    assertThat(Shape.values())
        .allSatisfy(
            shape -> {
              assertThat(shape.question()).endsWith("?");
              assertThat(shape.picture()).isNotBlank();
              assertThat(shape.blind()).isNotBlank();
            });
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.properties().stream().map(Map.Entry::getKey).forEach(names::add);
    return names;
  }
}
