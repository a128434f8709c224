package dev.penstock.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentSnippetsTest {
  @Test
  void everyJavaBlockOfEveryDocumentIsPartOfAnExample() {
    Map<String, String> regions = Snippets.regions();
    List<String> strangers = new ArrayList<>();
    for (Path document : Documents.all()) {
      Snippets.blocks(document)
          .forEach(
              (where, block) -> {
                if (!regions.containsValue(block)) {
                  strangers.add(where + "\n" + block);
                }
              });
    }
    assertThat(strangers)
        .as("blocks that equal none of the regions %s", regions.keySet())
        .isEmpty();
  }

  @Test
  void everyRegionOfAnExampleIsShownInADocument() {
    List<String> shown =
        Documents.all().stream().flatMap(d -> Snippets.blocks(d).values().stream()).toList();
    List<String> unshown = new ArrayList<>();
    Snippets.regions()
        .forEach(
            (name, region) -> {
              if (!shown.contains(region)) {
                unshown.add(name);
              }
            });
    assertThat(unshown).isEmpty();
  }

  @Test
  void theReadmeShowsARunnableExample() {
    assertThat(Snippets.blocks(Documents.ROOT.resolve("README.md")).values())
        .anyMatch(block -> block.contains("public static void main("));
  }

  @Test
  void aRegionIsReadWithoutItsIndentation() {
    Map<String, String> regions = new LinkedHashMap<>();
    List<String> source =
        List.of("  // snippet: a", "    if (b) {", "      c();", "    }", "// end");
    Snippets.addRegions(source, Path.of("A.java"), regions);
    assertThat(regions).containsOnly(Map.entry("a", "if (b) {\n  c();\n}"));
  }

  @Test
  void aRegionThatDoesNotEndIsAnError() {
    Map<String, String> regions = new LinkedHashMap<>();
    assertThatThrownBy(
            () -> Snippets.addRegions(List.of("// snippet: a", "b();"), Path.of("A.java"), regions))
        .hasMessage("A.java: no end of snippet: a");
  }
}
