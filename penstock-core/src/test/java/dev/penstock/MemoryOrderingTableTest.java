package dev.penstock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the edges that the sources name and the table in the documents together. */
class MemoryOrderingTableTest {
  private static final Path ROOT = root();
  private static final Pattern EDGE = Pattern.compile("// edge: ([a-z-]+(?:, [a-z-]+)*)");
  private static final Pattern ID = Pattern.compile("`([a-z-]+)`");
  private static final int CELLS = 6;

  private static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("penstock-core"))) {
      at = at.getParent();
      if (at == null) {
        throw new IllegalStateException("no directory penstock-core above the working one");
      }
    }
    return at;
  }

  @Test
  void everyEdgeOfTheSourcesHasARow() {
    assertThat(rows().keySet()).containsAll(edges());
  }

  @Test
  void everyRowIsAnEdgeOfTheSources() {
    assertThat(edges()).isNotEmpty().containsAll(rows().keySet());
  }

  @Test
  void everyRowIsFilledIn() {
    rows()
        .forEach(
            (id, cells) -> {
              assertThat(cells).as(id).hasSize(CELLS);
              assertThat(cells).as(id).allMatch(cell -> cell.length() > 3);
            });
  }

  @Test
  void everyRowNamesTestsThatExist() {
    List<String> missing = new ArrayList<>();
    rows()
        .forEach(
            (id, cells) -> {
              for (String test : cells.get(CELLS - 1).split(", ", -1)) {
                if (!exists(test)) {
                  missing.add(id + ": " + test);
                }
              }
            });
    assertThat(missing).isEmpty();
  }

  @Test
  void anEdgeCommentThatNamesNoEdgeIsFound() {
    List<String> bad = new ArrayList<>();
    for (Path file : javaFiles(ROOT.resolve("penstock-core/src/main/java"))) {
      for (String line : text(file).lines().toList()) {
        if (line.contains("edge:") && !EDGE.matcher(line).find()) {
          bad.add(file.getFileName() + ": " + line.strip());
        }
      }
    }
    assertThat(bad).isEmpty();
  }

  private static Set<String> edges() {
    Set<String> ids = new TreeSet<>();
    for (Path file : javaFiles(ROOT.resolve("penstock-core/src/main/java"))) {
      Matcher comment = EDGE.matcher(text(file));
      while (comment.find()) {
        ids.addAll(Arrays.asList(comment.group(1).split(", ", -1)));
      }
    }
    return ids;
  }

  /** The cells of each row, by the id that its first cell holds. */
  private static Map<String, List<String>> rows() {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (String line : text(ROOT.resolve("docs/memory-ordering.md")).lines().toList()) {
      if (line.startsWith("| `")) {
        String[] cells = line.substring(1, line.lastIndexOf('|')).split("\\|", -1);
        Matcher id = ID.matcher(cells[0]);
        assertThat(id.find()).as(line).isTrue();
        rows.put(id.group(1), Arrays.stream(cells).map(String::strip).toList());
      }
    }
    return rows;
  }

  /** Whether there is a test of this name, {@code Class} or {@code Class.method}. */
  private static boolean exists(String test) {
    int dot = test.indexOf('.');
    String type = dot < 0 ? test : test.substring(0, dot);
    return Stream.of(
            "penstock-core/src/test/java", "penstock-verification/src", "penstock-jcstress/src")
        .map(ROOT::resolve)
        .filter(Files::isDirectory)
        .flatMap(directory -> javaFiles(directory).stream())
        .filter(file -> file.getFileName().toString().equals(type + ".java"))
        .anyMatch(file -> dot < 0 || text(file).contains(" " + test.substring(dot + 1) + "("));
  }

  private static List<Path> javaFiles(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
