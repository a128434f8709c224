package dev.penstock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds the documents of the project, and the lines in them. */
final class Documents {
  /** The directory that holds all modules, wherever below it the tests are run. */
  static final Path ROOT = root();

  private Documents() {}

  private static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("penstock-examples"))) {
      at = at.getParent();
      if (at == null) {
        throw new IllegalStateException("no directory penstock-examples above the working one");
      }
    }
    return at;
  }

  /** The documents at the root and all that are below docs. */
  static List<Path> all() {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> below = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(top, below)
          .filter(path -> path.toString().endsWith(".md"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String named(Path document, int line) {
    return ROOT.relativize(document) + ":" + (line + 1);
  }
}
