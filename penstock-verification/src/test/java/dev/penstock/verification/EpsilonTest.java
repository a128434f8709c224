package dev.penstock.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.Disruptor;
import dev.penstock.verification.EpsilonRun.Flow;
import dev.penstock.verification.EpsilonRun.Waits;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No garbage: five million events pass through a virtual machine of 32 MB whose collector frees
 * nothing. A single object of the smallest size per event would need 80 MB.
 */
class EpsilonTest {
  private static final int EVENTS = 5_000_000;
  private static final long LIMIT_SECONDS = 180; // a second or two on an idle machine
  private static final int OUT_OF_MEMORY = 3; // the exit code of ExitOnOutOfMemoryError

  @TempDir private static Path scratch;

  private record Run(int exit, String output) {}

  static Stream<Arguments> flows() {
    return Arrays.stream(Flow.values())
        .filter(flow -> !flow.canary())
        .flatMap(flow -> Arrays.stream(Waits.values()).map(waits -> Arguments.of(flow, waits)));
  }

  @ParameterizedTest
  @MethodSource("flows")
  void fiveMillionEventsLeaveNoGarbage(Flow flow, Waits waits) throws Exception {
    Run run = run(flow, waits);
    System.out.printf("epsilon: %s, %s: %s", flow, waits, run.output());
    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(run.output()).contains(EVENTS + " events handled");
  }

  @ParameterizedTest
  @EnumSource(names = {"PRODUCER_MAKES_GARBAGE", "HANDLER_MAKES_GARBAGE"})
  void anObjectPerEventIsFound(Flow canary) throws Exception {
    Run run = run(canary, Waits.BLOCKING);
    assertThat(run.output()).contains("java.lang.OutOfMemoryError: Java heap space");
    assertThat(run.exit()).as(run.output()).isEqualTo(OUT_OF_MEMORY);
  }

  private static Run run(Flow flow, Waits waits) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UnlockExperimentalVMOptions",
            "-XX:+UseEpsilonGC",
            "-Xms32m",
            "-Xmx32m",
            "-XX:+AlwaysPreTouch",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            Stream.of(Disruptor.class, EpsilonRun.class)
                .map(EpsilonTest::home)
                .collect(Collectors.joining(File.pathSeparator)),
            EpsilonRun.class.getName(),
            flow.name(),
            waits.name(),
            Integer.toString(EVENTS));
    Path output = scratch.resolve(flow + "-" + waits + ".txt");
    Process process =
        new ProcessBuilder(command)
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

  private static String home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
