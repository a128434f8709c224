package dev.penstock.jcstress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jcstress.annotations.JCStressTest;

/**
 * Checks that every test has run: jcstress passes over a test that it cannot schedule, and is
 * content.
 *
 * <pre>
 * java ... dev.penstock.jcstress.Reports sound DIRECTORY PACKAGE...    each has passed everywhere
 * java ... dev.penstock.jcstress.Reports canary DIRECTORY PACKAGE...   each has failed somewhere
 * </pre>
 *
 * <p>Exit 1, and a line for each test that has not.
 */
public final class Reports {
  private static final String PASSED = ">OK<";
  private static final String FAILED = ">FAILED<";
  private static final String BROKEN = ">ERROR<";

  private final boolean canary;
  private final Path directory;

  private Reports(boolean canary, Path directory) {
    this.canary = canary;
    this.directory = directory;
  }

  /** See above. */
  public static void main(String[] args) throws IOException, URISyntaxException {
    if (args.length < 3 || !(args[0].equals("sound") || args[0].equals("canary"))) {
      throw new IllegalArgumentException("expected: sound|canary DIRECTORY PACKAGE...");
    }
    Reports reports = new Reports(args[0].equals("canary"), Path.of(args[1]));
    List<String> tests = new ArrayList<>();
    for (String name : List.of(args).subList(2, args.length)) {
      tests.addAll(testsIn(name));
    }
    List<String> wrong = tests.stream().map(reports::wrongWith).filter(s -> !s.isEmpty()).toList();
    wrong.forEach(System.err::println);
    System.out.println(
        "jcstress, %s: %d of %d tests as expected"
            .formatted(args[0], tests.size() - wrong.size(), tests.size()));
    if (!wrong.isEmpty() || tests.isEmpty()) {
      System.exit(1);
    }
  }

  /** The tests of one package, from what was compiled together with this class. */
  private static List<String> testsIn(String name) throws IOException, URISyntaxException {
    Path classes =
        Path.of(Reports.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.list(classes.resolve(name.replace('.', '/')))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".class") && !file.contains("$"))
          .map(file -> name + "." + file.substring(0, file.length() - ".class".length()))
          .filter(Reports::isTest)
          .sorted()
          .toList();
    }
  }

  private static boolean isTest(String name) {
    try {
      ClassLoader loader = Reports.class.getClassLoader();
      return Class.forName(name, false, loader).isAnnotationPresent(JCStressTest.class);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private String wrongWith(String test) {
    Path report = directory.resolve(test + ".html");
    if (!Files.exists(report)) {
      return test + ": no report (expected: " + report + ")";
    }
    int passed;
    int failed;
    int broken;
    try {
      String html = Files.readString(report);
      passed = count(html, PASSED);
      failed = count(html, FAILED);
      broken = count(html, BROKEN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    boolean right = canary ? failed > 0 : passed > 0 && failed + broken == 0;
    return right
        ? ""
        : "%s: passed %d, failed %d, broken %d configurations (expected: %s)"
            .formatted(test, passed, failed, broken, canary ? "one fails" : "all pass");
  }

  private static int count(String text, String word) {
    int count = 0;
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      count++;
    }
    return count;
  }
}
