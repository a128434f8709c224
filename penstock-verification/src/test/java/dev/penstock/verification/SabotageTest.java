package dev.penstock.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real runs that go wrong on purpose: each kind must be found, by the check that is meant for it.
 */
@Timeout(120)
class SabotageTest {
  @Test
  void aRunThatNobodySabotagesIsInOrder() {
    assertThat(run(Sabotage.NONE, 60)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "LOSE,             60, lost",
    "DOUBLE,           60, again",
    "REORDER,          60, lost|reordered",
    "HAND_EARLY,       60, before s0 passed it",
    "REVEAL_DISCARDED, 60, what was discarded",
    "OVERWRITE,        60, found|claimed .* before .* passed",
    "HANG,              2, did not end",
    "LEAVE_THREAD,      2, live on"
  })
  void sabotageIsFound(Sabotage sabotage, int deadlineSeconds, String expected) {
    assertThat(run(sabotage, deadlineSeconds)).get().asString().containsPattern(expected);
  }

  @Test
  void aViolationIsToldWithSeedScenarioAndSnapshot() {
    assertThat(run(Sabotage.LOSE, 60))
        .get()
        .asString()
        .contains("violation: ", "seed: 7", "scenario 7: several producers", "'soak' is ");
  }

  private static Optional<String> run(Sabotage sabotage, int deadlineSeconds) {
    return ScenarioRun.run(Plain.scenario(), sabotage, Duration.ofSeconds(deadlineSeconds))
        .violation();
  }
}
