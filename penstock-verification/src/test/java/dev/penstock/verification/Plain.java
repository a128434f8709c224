package dev.penstock.verification;

import dev.penstock.WaitStrategy;
import java.time.Duration;
import java.util.List;

/** One small scenario without surprises, for tests of the checks themselves. */
final class Plain {
  private Plain() {}

  /** Two stages, one after the other, and two producers that discard now and then. */
  static Scenario scenario() {
    return new Scenario(
        7,
        true,
        16,
        Scenario.Start.FIRST,
        WaitStrategy.blocking(),
        Scenario.GENEROUS_GRACE,
        List.of(stage(0, List.of()), stage(1, List.of(0))),
        List.of(producer(0), producer(1)),
        new Ending(Ending.Kind.FINISH, 5_000_000_000L, Long.MAX_VALUE, Duration.ofSeconds(1), 0, 0),
        false);
  }

  private static StagePlan stage(int index, List<Integer> after) {
    return new StagePlan(
        index,
        after,
        StagePlan.Kind.RANGE,
        WaitStrategy.blocking(),
        0,
        0,
        Duration.ofMillis(1),
        StagePlan.Policy.HALT,
        0,
        false,
        0,
        false,
        false,
        false,
        0,
        Pauses.Plan.NONE,
        index);
  }

  private static ProducerPlan producer(int index) {
    return new ProducerPlan(
        index,
        WaitStrategy.blocking(),
        3_000,
        4,
        5,
        0,
        false,
        false,
        false,
        Pauses.Plan.NONE,
        index + 10);
  }
}
