package dev.penstock.verification;

import java.io.PrintStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Carries out one random scenario after the other, for as long as it is told to. */
public final class Soak {
  private static final long PROGRESS_NANOS = 5_000_000_000L;

  private final long seed;
  private final PrintStream out;
  private final long sinceNanos = System.nanoTime();
  private final Map<dev.penstock.DisruptorState, Integer> ends =
      new EnumMap<>(dev.penstock.DisruptorState.class);
  private long scenarios;
  private long events;
  private long progressNanos = sinceNanos;

  private Soak(long seed, PrintStream out) {
    this.seed = seed;
    this.out = out;
  }

  /**
   * Soaks for {@code time}, beginning with the scenario that belongs to {@code seed}; prints a line
   * every few seconds, and what there is to know of a violation.
   *
   * @return the exit code: 0, or 1 after a violation
   */
  public static int run(Duration time, long seed, PrintStream out) {
    return new Soak(seed, out).soak(time.toNanos());
  }

  /** The seed of the {@code index}th scenario of a soak. */
  static long scenarioSeed(long seed, long index) {
    return index == 0 ? seed : Dice.mix(seed, index);
  }

  private int soak(long nanos) {
    out.printf("soak: seed %d, %s on Java %s%n", seed, Duration.ofNanos(nanos), Runtime.version());
    while (System.nanoTime() - sinceNanos < nanos) {
      long next = scenarioSeed(seed, scenarios);
      ScenarioRun.Report report = run(next);
      scenarios++;
      events += report.events();
      ends.merge(report.end(), 1, Integer::sum);
      if (report.violation().isPresent()) {
        out.println(report.violation().get());
        out.printf("replay with: --seed %d%n", report.seed());
        return 1;
      }
      if (System.nanoTime() - progressNanos >= PROGRESS_NANOS) {
        progressNanos = System.nanoTime();
        progress();
        if (out.checkError()) {
          return 1; // nobody would learn of a violation
        }
      }
    }
    progress();
    return 0;
  }

  private ScenarioRun.Report run(long next) {
    try {
      return ScenarioRun.run(Scenario.of(next));
    } catch (Throwable t) {
      out.printf("replay with: --seed %d%n", next);
      throw t;
    }
  }

  private void progress() {
    out.printf(
        "soak: %d s, %d scenarios, %d events, ended: %s, no violation (seed %d)%n",
        (System.nanoTime() - sinceNanos) / 1_000_000_000L, scenarios, events, ends, seed);
  }

  /** For runs by hand: {@code Soak SECONDS [SEED]}. */
  public static void main(String[] arguments) {
    long seconds = Long.parseLong(arguments[0]);
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
    System.exit(run(Duration.ofSeconds(seconds), seed, System.out));
  }
}
