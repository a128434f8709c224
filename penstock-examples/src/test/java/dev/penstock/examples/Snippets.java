package dev.penstock.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the Java blocks of documents, and the marked regions of example sources. */
final class Snippets {
  private static final String BEGIN = "// snippet: ";
  private static final String END = "// end";

  private Snippets() {}

  /** The regions of all example sources, by name. */
  static Map<String, String> regions() {
    Map<String, String> regions = new LinkedHashMap<>();
    try (Stream<Path> files =
        Files.walk(Documents.ROOT.resolve("penstock-examples/src/main/java"))) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> addRegions(Documents.lines(file), file, regions));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return regions;
  }

  static void addRegions(List<String> lines, Path file, Map<String, String> regions) {
    String name = "";
    List<String> region = new ArrayList<>();
    for (String line : lines) {
      String bare = line.strip();
      if (bare.startsWith(BEGIN)) {
        check(name.isEmpty(), file, "snippet inside snippet: " + name);
        name = bare.substring(BEGIN.length());
      } else if (bare.equals(END)) {
        check(!name.isEmpty(), file, "an end without a snippet");
        check(regions.put(name, dedent(region)) == null, file, "two snippets: " + name);
        name = "";
        region.clear();
      } else if (!name.isEmpty()) {
        region.add(line);
      }
    }
    check(name.isEmpty(), file, "no end of snippet: " + name);
  }

  private static void check(boolean holds, Path file, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(file.getFileName() + ": " + otherwise);
    }
  }

  /** The Java blocks of a document, by where they begin. */
  static Map<String, String> blocks(Path document) {
    Map<String, String> blocks = new LinkedHashMap<>();
    List<String> lines = Documents.lines(document);
    List<String> block = new ArrayList<>();
    int begin = -1;
    for (int i = 0; i < lines.size(); i++) {
      String bare = lines.get(i).strip();
      if (begin >= 0 && bare.equals("```")) {
        blocks.put(Documents.named(document, begin), dedent(block));
        block.clear();
        begin = -1;
      } else if (begin >= 0) {
        block.add(lines.get(i));
      } else if (bare.startsWith("```java")) {
        begin = i;
      }
    }
    if (begin >= 0) {
      throw new IllegalStateException(Documents.named(document, begin) + ": a block without end");
    }
    return blocks;
  }

  /** The lines without the indentation that all of them have, and without empty ones around. */
  static String dedent(List<String> lines) {
    int indent =
        lines.stream()
            .filter(line -> !line.isBlank())
            .mapToInt(line -> line.length() - line.stripLeading().length())
            .min()
            .orElse(0);
    List<String> dedented =
        lines.stream().map(l -> l.isBlank() ? "" : l.substring(indent).stripTrailing()).toList();
    String text = String.join("\n", dedented);
    return text.replaceAll("^\n+", "").replaceAll("\n+$", "");
  }
}
