package dev.penstock.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScenarioTest {
  @Test
  void sameSeedGivesSameScenario() {
    for (long seed = 0; seed < 200; seed++) {
      assertThat(Scenario.of(seed).describe()).isEqualTo(Scenario.of(seed).describe());
    }
  }

  /** What is never drawn is never tested. */
  @Test
  void seedsReachEverythingThatThereIsToTest() {
    Set<Object> seen = new HashSet<>();
    for (long seed = 0; seed < 2_000; seed++) {
      Scenario scenario = Scenario.of(seed);
      seen.add(scenario.ending().kind());
      seen.add(scenario.start());
      seen.add("producers " + scenario.multi() + " " + scenario.producers().size());
      seen.add("stages " + scenario.stages().size());
      seen.add("capacity " + scenario.capacity());
      scenario.producers().forEach(p -> seen.add("abandons " + p.abandons()));
      for (StagePlan stage : scenario.stages()) {
        seen.add(stage.kind());
        if (stage.failsOneIn() > 0) {
          seen.add(stage.policy() + (stage.retries() > 0 ? " after retries" : ""));
        }
        seen.add("polled " + stage.polled());
        seen.add("gathers " + (stage.gather() > 0));
        seen.add("waits " + stage.waits().toString().replaceAll("\\(.*\\)", ""));
      }
    }
    assertThat(seen)
        .contains((Object[]) Ending.Kind.values())
        .contains((Object[]) Scenario.Start.values())
        .contains((Object[]) StagePlan.Kind.values())
        .contains("producers false 1", "producers true 1", "producers true 4")
        .contains("stages 1", "stages 12", "capacity 2", "capacity 1024")
        .contains("abandons true", "polled true", "gathers true")
        .contains("HALT", "SKIP", "DEAD_LETTER", "DETACH")
        .contains("HALT after retries", "SKIP after retries")
        .contains("DEAD_LETTER after retries", "DETACH after retries")
        .contains("waits blocking", "waits backoff", "waits yielding", "waits busySpin")
        .contains("waits blocking.coalescing", "waits busySpin.coalescing");
  }
}
