package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** One run of the command inside the test: what it was given, and what came of it. */
final class CommandRun {
  static final Duration DEADLINE = Duration.ofSeconds(30);

  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final ByteArrayOutputStream err = new ByteArrayOutputStream();
  final int code;

  private CommandRun(InputStream in, OutputStream out, String... args) {
    OutputStream to = out == null ? this.out : out;
    Streams streams = new Streams(in, to, new PrintStream(err, true, StandardCharsets.UTF_8), 0);
    code = Main.run(streams, args);
    assertNoThreadIsLeft();
  }

  static CommandRun of(String... args) {
    return reading(new byte[0], args);
  }

  static CommandRun reading(byte[] in, String... args) {
    return reading(new ByteArrayInputStream(in), args);
  }

  static CommandRun reading(InputStream in, String... args) {
    return new CommandRun(in, null, args);
  }

  static CommandRun writing(OutputStream out, InputStream in, String... args) {
    return new CommandRun(in, out, args);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  List<String> lines() {
    return out().lines().toList();
  }

  /** Waits for the ring's threads and the reader's, all of which are named after the ring. */
  static void assertNoThreadIsLeft() {
    long since = System.nanoTime();
    while (!threads().isEmpty() && System.nanoTime() - since < DEADLINE.toNanos()) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(threads()).isEmpty();
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(e -> e.getKey().getName().startsWith("digest-"))
        .map(e -> e.getKey() + " " + List.of(e.getValue()))
        .toList();
  }
}
