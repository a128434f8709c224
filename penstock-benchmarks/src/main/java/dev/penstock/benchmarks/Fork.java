package dev.penstock.benchmarks;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Starts one JVM per measurement, all with the same class path, heap and flags. */
final class Fork implements Measuring {
  /**
   * The same for every library. The parallel collector has the cheapest stores of references, which
   * favours the queues; there is nothing to collect anyway. The rest is what libraries ask for:
   * Agrona's access to the JDK's unsafe and its advice to switch bounds checks off, and no warnings
   * about unsafe memory access. The methods that publish are compiled by themselves, as JMH has it:
   * where they became part of what calls them, one JVM in eight ran out of registers, and what was
   * measured were its spills.
   */
  private static final List<String> FLAGS =
      List.of(
          "-Xms512m",
          "-Xmx512m",
          "-XX:+UseParallelGC",
          "-XX:-UsePerfData",
          "-XX:CompileCommand=quiet",
          "-XX:CompileCommand=dontinline,*Flow::publish",
          "-Dagrona.disable.bounds.checks=true",
          "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");

  private static final int UNSAFE_FLAG_SINCE = 23;
  private static final long GRACE_MILLIS = 10_000;
  private static final String SAYS_NOTHING = "(it said nothing)";

  private final List<String> flags = new ArrayList<>(FLAGS);
  private final AtomicReference<Process> running = new AtomicReference<>();
  private final Optional<CProgram> c;

  /**
   * Starts workers with more options.
   *
   * @param more options of the JVM, as the user gave them
   * @param c the program for the cells of its name
   */
  Fork(List<String> more, Optional<CProgram> c) {
    this.c = c;
    if (Runtime.version().feature() >= UNSAFE_FLAG_SINCE) {
      flags.add("--sun-misc-unsafe-memory-access=allow");
    }
    flags.addAll(more);
    // Else a worker would go on for a minute in a run that is killed.
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
  }

  private void stop() {
    Process process = running.get();
    if (process != null) {
      process.destroyForcibly();
    }
  }

  List<String> flags() {
    return List.copyOf(flags);
  }

  @Override
  public WorkerResult run(WorkerOptions options)
      throws IOException, InterruptedException, WorkerException {
    if (c.isPresent() && options.cell().library().equals(CProgram.NAME)) {
      return run(c.get().command(options), options);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
    command.addAll(options.toArguments());
    return run(command, options);
  }

  private static Path temporary(String suffix) throws IOException {
    Path file = Files.createTempFile("penstock-bench", suffix);
    file.toFile().deleteOnExit(); // where the run is stopped
    return file;
  }

  private WorkerResult run(List<String> command, WorkerOptions options)
      throws IOException, InterruptedException, WorkerException {
    Path out = temporary(".out");
    Path err = temporary(".err");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      running.set(process);
      try {
        process.getOutputStream().close();
        if (!process.waitFor(options.deadlineMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
          throw failure(options, "was not done in time", err);
        }
      } finally {
        process.destroyForcibly();
        running.set(null);
      }
      if (process.exitValue() != 0) {
        throw failure(options, "exit " + process.exitValue(), err);
      }
      return result(options, out, err);
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }

  /** The last line that is JSON: a library may greet the world first. */
  private static WorkerResult result(WorkerOptions options, Path out, Path err)
      throws IOException, WorkerException {
    List<String> lines =
        Files.readAllLines(out, Charset.defaultCharset()).stream()
            .filter(line -> line.startsWith("{"))
            .toList();
    if (lines.isEmpty()) {
      throw failure(options, "no result", err);
    }
    try {
      return WorkerResult.fromJson(lines.get(lines.size() - 1));
    } catch (IOException e) {
      throw failure(options, String.valueOf(e.getMessage()), err);
    }
  }

  private static WorkerException failure(WorkerOptions options, String what, Path err)
      throws IOException {
    String said = Files.readString(err, Charset.defaultCharset()).strip();
    return new WorkerException(
        "%s: %s%n%s".formatted(options.cell(), what, said.isEmpty() ? SAYS_NOTHING : said));
  }
}
