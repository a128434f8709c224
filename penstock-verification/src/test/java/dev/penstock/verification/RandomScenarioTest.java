package dev.penstock.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Rings drawn at random under stress: no sequence lost, doubled, reordered or handed to a
 * downstream stage early, no claim that hangs, no thread left behind.
 *
 * <p>{@code -Dpenstock.seed=N} runs one scenario many times instead of the fixed and the new ones;
 * {@code -Dpenstock.stress.seconds=N} makes the stress longer or shorter.
 */
@Timeout(600)
class RandomScenarioTest {
  private static final int FIXED = 100;
  private static final int REPLAYS = 100;

  @Test
  void fixedSeedsKeepEveryGuarantee() {
    String replay = System.getProperty("penstock.seed", "");
    for (int i = 0; i < (replay.isEmpty() ? FIXED : REPLAYS); i++) {
      long seed = replay.isEmpty() ? i : Long.parseLong(replay);
      ScenarioRun.Report report = ScenarioRun.run(Scenario.of(seed));
      assertThat(report.violation()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void stressWithNewSeedsKeepsEveryGuarantee() {
    long seconds = Long.getLong("penstock.stress.seconds", 20);
    long seed = System.nanoTime();
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    int exit;
    try (PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8)) {
      exit = Soak.run(Duration.ofSeconds(seconds), seed, out);
    }
    String text = told.toString(StandardCharsets.UTF_8);
    System.out.println(text);
    assertThat(exit).as(text).isZero();
  }
}
