package dev.penstock.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The verb {@code bench}. Exits with 0 when every message of every round was as it should be, with
 * 1 when one was not or a JVM failed, which is told at once and again behind the table of all
 * others, with 2 when an option is wrong.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures Penstock beside its peers, every message verified.",
      "Each figure is the median over fresh JVMs of their medians; min and max are over JVMs too."
    })
public final class BenchCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Spec private CommandSpec spec = CommandSpec.create(); // picocli puts the real one here

  @Option(
      names = "--quick",
      description = "One producer to one consumer only, in about a minute; for a first look.")
  private boolean quick;

  @Option(
      names = "--shape",
      split = ",",
      paramLabel = "SHAPE",
      description = "Only these shapes, separated by commas.")
  private List<String> shapes = new ArrayList<>();

  @Option(
      names = "--library",
      split = ",",
      paramLabel = "LIBRARY",
      description = "Only these libraries, separated by commas.")
  private List<String> libraries = new ArrayList<>();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How many JVMs measure each cell; 5 by default, 3 with --quick.")
  private Optional<Integer> rounds = Optional.empty();

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Writes the results as one HTML page with charts.")
  private Optional<Path> report = Optional.empty();

  @Option(
      names = "--pin",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Pins threads to processors where there are enough and the platform lets it.")
  private boolean pin = true;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the results as JSON.")
  private Optional<Path> json = Optional.empty();

  @Option(
      names = "--java-options",
      split = " ",
      paramLabel = "OPTIONS",
      description = "More options for every measuring JVM, separated by blanks.")
  private List<String> javaOptions = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    Plan plan = plan();
    PrintWriter err = spec.commandLine().getErr();
    try {
      Optional<CProgram> c =
          plan.has(CProgram.NAME) ? CProgram.compile(why -> say(err, why)) : Optional.empty();
      try {
        Plan possible = c.isPresent() ? plan : plan.without(CProgram.NAME);
        return possible.cells().isEmpty() ? FAILED : run(possible, new Fork(javaOptions, c));
      } finally {
        if (c.isPresent()) {
          c.get().close();
        }
      }
    } catch (IOException | WorkerException e) {
      say(err, String.valueOf(e.getMessage()));
      return FAILED;
    }
  }

  private static void say(PrintWriter err, String what) {
    err.println("bench: " + what);
    err.flush();
  }

  private int run(Plan plan, Fork fork) throws IOException, InterruptedException, WorkerException {
    Campaign campaign = new Campaign(plan, fork, pin);
    List<CellResult> results;
    try (Progress progress =
        Progress.of(
            plan.cells().size() * plan.jvms(), why -> say(spec.commandLine().getErr(), why))) {
      results = campaign.run(progress);
    }
    return tell(
        results,
        Machine.describe(
            fork.flags(), command(), campaign.passes(), campaign.pinned(), campaign.apart()));
  }

  /** Prints and writes what is asked for; returns the exit code. */
  int tell(List<CellResult> results, Map<String, Object> machine) {
    PrintWriter out = spec.commandLine().getOut();
    machine.forEach((name, value) -> out.println(name + ": " + value));
    out.println();
    TextTable.print(out, results);
    List<String> failures = new ArrayList<>();
    results.forEach(result -> result.failure().ifPresent(failures::add));
    json.ifPresent(file -> write(file, failures, () -> JsonReport.write(file, machine, results)));
    report.ifPresent(file -> write(file, failures, () -> HtmlReport.write(file, machine, results)));
    if (out.checkError()) {
      failures.add("the table could not be written to standard output");
    }
    failures.forEach(failure -> say(spec.commandLine().getErr(), failure));
    return failures.isEmpty() ? 0 : FAILED;
  }

  /** Writes a file. */
  private interface Writing {
    void write() throws IOException;
  }

  private static void write(Path file, List<String> failures, Writing writing) {
    try {
      writing.write();
    } catch (IOException e) {
      failures.add("cannot write " + file + ": " + e);
    }
  }

  /** Before anything is measured: a run may take an hour, and its figures are kept nowhere else. */
  private void expectWritable(String option, Optional<Path> file) {
    file.ifPresent(
        path -> {
          Path directory = path.toAbsolutePath().getParent();
          boolean writable =
              Files.exists(path)
                  ? Files.isWritable(path) && !Files.isDirectory(path)
                  : directory != null
                      && Files.isDirectory(directory)
                      && Files.isWritable(directory);
          if (!writable) {
            throw new ParameterException(
                spec.commandLine(),
                "%s: %s (expected: a file that can be written)".formatted(option, path));
          }
        });
  }

  private Plan plan() {
    try {
      shapes.forEach(Shape::of);
      libraries.forEach(Libraries::check);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    if (rounds.isPresent() && rounds.get() < 1) {
      throw new ParameterException(
          spec.commandLine(), "--rounds: " + rounds.get() + " (expected: at least 1)");
    }
    expectWritable("--json", json);
    expectWritable("--report", report);
    if (quick) {
      expectWithQuick("shape", shapes, Plan.QUICK_SHAPES);
      expectWithQuick("library", libraries, Plan.QUICK_LIBRARIES);
    }
    List<String> whose = libraries.isEmpty() ? Libraries.allNames() : libraries;
    List<Shape> which =
        shapes.isEmpty() ? Arrays.asList(Shape.values()) : shapes.stream().map(Shape::of).toList();
    Plan plan = quick ? Plan.quick(whose) : Plan.full(which, whose);
    if (plan.cells().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "no library that was asked for has a shape that was asked for");
    }
    return rounds.isPresent() ? plan.withJvms(rounds.get()) : plan;
  }

  private void expectWithQuick(String what, List<String> asked, List<String> there) {
    for (String name : asked) {
      if (!there.contains(name)) {
        throw new ParameterException(
            spec.commandLine(),
            "%s: %s (expected: one of %s, with --quick)"
                .formatted(what, name, String.join(", ", there)));
      }
    }
  }

  /** What was typed: the words before and behind the verb, and the verb. */
  List<String> command() {
    CommandSpec root = spec.root();
    List<String> words = new ArrayList<>(List.of(root.name()));
    words.addAll(root.commandLine().getParseResult().originalArgs());
    return words;
  }
}
