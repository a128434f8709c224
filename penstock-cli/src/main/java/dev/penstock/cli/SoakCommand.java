package dev.penstock.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code penstock soak}: rings of random shape, hour after hour, each event accounted for. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Runs random rings, and checks that no event is lost, doubled or reordered,",
      "that no claim hangs and that no thread is left. Exits 1 at the first violation."
    })
final class SoakCommand implements Callable<Integer> {
  private static final int MINUTES_MAX = 60 * 24 * 366;

  /** What is run: {@code dev.penstock.verification.Soak}. */
  @FunctionalInterface
  interface Soaking {
    /** Runs for so long, prints the seed first of all, and returns the exit code. */
    int run(Duration duration, long seed, PrintStream out) throws Exception;
  }

  private final Streams streams;
  private final Soaking soaking;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "How long (default: ${DEFAULT-VALUE}).")
  private int minutes = 1;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Where the random numbers begin (default: a random one, which is printed).")
  private long seed = ThreadLocalRandom.current().nextLong();

  SoakCommand(Streams streams, Soaking soaking) {
    this.streams = streams;
    this.soaking = soaking;
  }

  @Override
  public Integer call() throws Exception {
    if (minutes < 1 || minutes > MINUTES_MAX) {
      throw new ParameterException(
          spec.commandLine(), "--minutes: %d (expected: 1..%d)".formatted(minutes, MINUTES_MAX));
    }
    PrintStream out = new PrintStream(streams.out(), true, StandardCharsets.UTF_8);
    return soaking.run(Duration.ofMinutes(minutes), seed, out);
  }
}
