package dev.penstock.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The same one-to-one algorithm, and ping-pong, written in C: the limit to compare with. Compiled
 * where there is a C compiler, left out with a word where there is none.
 */
final class CProgram implements AutoCloseable {
  static final String NAME = "c";
  private static final List<String> FLOWS =
      List.of(
          "busy-spin",
          "pausing",
          "interleaved-pausing",
          "clearing-pausing",
          "object-busy-spin",
          "object-pausing",
          "object-clearing-pausing");
  private static final List<String> CONVERSATIONS = List.of("busy-spin");
  private static final String SOURCE = "/c/limit.c";
  private static final List<String> FILES = List.of("limit.c", "limit", "log");
  private static final long COMPILE_LIMIT_SECONDS = 60;

  private final Path directory;
  private final Path program;

  private CProgram(Path directory, Path program) {
    this.directory = directory;
    this.program = program;
  }

  static List<String> variants(Shape shape) {
    return switch (shape) {
      case ONE_TO_ONE -> FLOWS;
      case PING_PONG -> CONVERSATIONS;
      default -> List.of();
    };
  }

  /** Compiles it; empty when that is not possible, and why has been said. */
  static Optional<CProgram> compile(Consumer<String> say) throws IOException {
    Path directory = Files.createTempDirectory("penstock-bench");
    directory.toFile().deleteOnExit(); // the last to go
    FILES.forEach(name -> directory.resolve(name).toFile().deleteOnExit());
    Path source = directory.resolve("limit.c");
    Path program = directory.resolve("limit");
    CProgram result = new CProgram(directory, program);
    try (InputStream in = CProgram.class.getResourceAsStream(SOURCE)) {
      if (in == null) {
        throw new IOException("resource not found: " + SOURCE);
      }
      Files.copy(in, source, StandardCopyOption.REPLACE_EXISTING);
    }
    String why = compile(directory, source, program);
    if (why.isEmpty()) {
      return Optional.of(result);
    }
    say.accept("the C program is left out: " + why);
    result.close();
    return Optional.empty();
  }

  /** Returns why not, or nothing. */
  private static String compile(Path directory, Path source, Path program) {
    Path log = directory.resolve("log");
    try {
      Process cc =
          new ProcessBuilder("cc", "-O2", "-pthread", "-o", program.toString(), source.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      try {
        if (!cc.waitFor(COMPILE_LIMIT_SECONDS, TimeUnit.SECONDS)) {
          return "cc is not done after " + COMPILE_LIMIT_SECONDS + " s";
        }
      } finally {
        cc.destroyForcibly();
      }
      return cc.exitValue() == 0
          ? ""
          : "cc failed: " + Files.readString(log, Charset.defaultCharset()).strip();
    } catch (IOException e) {
      return "no C compiler (cc)";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  List<String> command(WorkerOptions options) {
    return List.of(
        program.toString(),
        options.cell().shape().label(),
        options.cell().variant(),
        Integer.toString(options.cell().batch()),
        Integer.toString(options.rounds()),
        Long.toString(options.warmUpMillis()),
        Long.toString(options.millis()),
        Boolean.toString(
            options.pin()
                && options.cell().shape().threads() <= Runtime.getRuntime().availableProcessors()));
  }

  @Override
  public void close() throws IOException {
    for (String name : FILES) {
      Files.deleteIfExists(directory.resolve(name));
    }
    Files.deleteIfExists(directory);
  }
}
