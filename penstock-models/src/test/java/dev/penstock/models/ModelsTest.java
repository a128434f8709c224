package dev.penstock.models;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tlc2.TLC;

/**
 * Runs TLC on every configuration of the models in {@code verification/}: {@code Model.cfg} and
 * {@code ModelSomething.cfg} must hold, and {@code Model-Mutation.cfg}, a twin that is broken on
 * purpose, must be refuted by the one invariant or property that it names.
 *
 * <p>Each runs in a virtual machine of its own, two at a time.
 */
class ModelsTest {
  private static final Path MODELS = Path.of("..", "verification").toAbsolutePath().normalize();
  private static final int AT_ONCE = 2;
  private static final long LIMIT_SECONDS = 1_800; // for one: up to 50 on an idle machine

  /** For twins: most have ended before the second compiler has paid. */
  private static final String ONE_COMPILER = "-XX:TieredStopAtLevel=1";

  /** For models that hold: the large ones take six tenths of the time. */
  private static final String BOTH_COMPILERS = "-XX:+TieredCompilation";

  /** Models come behind what is built at the same time, which may measure time. */
  private static final List<String> LAST_OF_ALL =
      Files.isExecutable(Path.of("/usr/bin/nice"))
          ? List.of("/usr/bin/nice", "-n", "10")
          : List.of();

  private static final int HOLDS = 0;
  private static final int VIOLATES_SAFETY = 12;
  private static final int VIOLATES_LIVENESS = 13;
  private static final Pattern MUTATION = Pattern.compile("Mutation [=#] \"(\\w+)\"");
  private static final Pattern CHECKED =
      Pattern.compile("(INVARIANTS|PROPERTIES)\\s+(\\w+)\\s+(\\w+)");

  private static final ExecutorService RUNNER = Executors.newFixedThreadPool(AT_ONCE);
  private static final Map<String, Future<Run>> RUNS = new TreeMap<>();
  @TempDir private static Path scratch;

  private record Run(int exit, String output) {}

  @BeforeAll
  static void startAll() {
    configurations().forEach(name -> RUNS.put(name, RUNNER.submit(() -> check(name))));
  }

  @AfterAll
  static void stopAll() throws InterruptedException {
    RUNNER.shutdownNow(); // interrupts what still runs, which ends its process
    assertThat(RUNNER.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }

  static Stream<String> modelsThatHold() {
    return configurations().filter(not(ModelsTest::broken));
  }

  static Stream<String> brokenTwins() {
    return configurations().filter(ModelsTest::broken);
  }

  @ParameterizedTest
  @MethodSource("modelsThatHold")
  void modelHolds(String name) throws Exception {
    Run run = result(name);
    assertThat(run.exit()).as(run.output()).isEqualTo(HOLDS);
    assertThat(run.output()).contains("No error has been found");
  }

  @ParameterizedTest
  @MethodSource("brokenTwins")
  void twinIsRefuted(String name) throws Exception {
    MatchResult checked =
        CHECKED.matcher(read(MODELS.resolve(name + ".cfg"))).results().findFirst().orElseThrow();
    assertThat(checked.group(3)).as("a twin names one property").isEqualTo("CHECK_DEADLOCK");
    Run run = result(name);
    if (checked.group(1).equals("INVARIANTS")) {
      assertThat(run.output()).contains("Invariant " + checked.group(2) + " is violated");
      assertThat(run.exit()).isEqualTo(VIOLATES_SAFETY);
    } else {
      assertThat(run.output()).contains("Temporal properties were violated");
      assertThat(run.exit()).isEqualTo(VIOLATES_LIVENESS);
    }
  }

  @Test
  void everyMutationOfAModelHasATwin() {
    for (String model : models().toList()) {
      TreeSet<String> written = new TreeSet<>();
      MUTATION
          .matcher(read(MODELS.resolve(model + ".tla")).split("BEGIN TRANSLATION", 2)[0])
          .results()
          .forEach(found -> written.add(found.group(1)));
      TreeSet<String> tried = new TreeSet<>();
      brokenTwins()
          .filter(name -> name.startsWith(model + "-"))
          .map(name -> read(MODELS.resolve(name + ".cfg")))
          .forEach(text -> MUTATION.matcher(text).results().forEach(m -> tried.add(m.group(1))));
      assertThat(tried).as(model).isEqualTo(written).hasSizeGreaterThanOrEqualTo(2);
    }
  }

  /** TLC reads the translation only, and does not notice that the algorithm has changed. */
  @ParameterizedTest
  @MethodSource("models")
  void translationIsThatOfTheAlgorithm(String model) throws Exception {
    Path directory = Files.createDirectory(scratch.resolve("translation-" + model));
    Path copy = directory.resolve(model + ".tla");
    Files.copy(MODELS.resolve(model + ".tla"), copy);
    Run run = run(directory, directory, ONE_COMPILER, "pcal.trans", "-nocfg", model + ".tla");
    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(read(copy)).isEqualTo(read(MODELS.resolve(model + ".tla")));
  }

  private static boolean broken(String name) {
    return name.contains("-");
  }

  private static Stream<String> configurations() {
    return files(".cfg");
  }

  private static Stream<String> models() {
    return files(".tla");
  }

  private static Stream<String> files(String ending) {
    try (Stream<Path> all = Files.list(MODELS)) {
      List<String> names =
          all.map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(ending))
              .map(name -> name.substring(0, name.length() - ending.length()))
              .sorted()
              .toList();
      assertThat(names).isNotEmpty();
      return names.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Run result(String name) throws InterruptedException, ExecutionException {
    try {
      return RUNS.get(name).get(LIMIT_SECONDS * 4, TimeUnit.SECONDS); // it may stand in the queue
    } catch (TimeoutException e) {
      throw new AssertionError(name + ": not run in time", e);
    }
  }

  private static Run check(String name) throws IOException, InterruptedException {
    Path directory = Files.createDirectory(scratch.resolve(name));
    return run(
        MODELS,
        directory,
        broken(name) ? ONE_COMPILER : BOTH_COMPILERS,
        TLC.class.getName(),
        "-workers",
        "1",
        "-lncheck",
        "final",
        "-metadir",
        directory.resolve("states").toString(),
        "-config",
        name + ".cfg",
        models().filter(name::startsWith).findFirst().orElseThrow() + ".tla");
  }

  private static Run run(
      Path where, Path temporary, String compilers, String main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(LAST_OF_ALL);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseParallelGC", "-Xmx1g"));
    command.add(compilers);
    command.add("-Djava.io.tmpdir=" + temporary); // TLC unpacks its modules there
    command.add("-cp");
    command.add(TLC.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    command.add(main);
    command.addAll(List.of(arguments));
    Path output = temporary.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(where.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      String text = Files.readString(output);
      return ended
          ? new Run(process.exitValue(), text)
          : new Run(-1, "not finished after " + LIMIT_SECONDS + " s:\n" + text);
    } finally {
      process.destroyForcibly();
    }
  }
}
