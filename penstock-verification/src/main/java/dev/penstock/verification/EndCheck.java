package dev.penstock.verification;

import dev.penstock.ClaimRefusedException;
import dev.penstock.Disruptor;
import dev.penstock.DisruptorFailedException;
import dev.penstock.DisruptorState;
import dev.penstock.PendingClaim;
import dev.penstock.Producer;
import dev.penstock.Snapshot;
import dev.penstock.StageSnapshot;
import dev.penstock.StepResult;
import java.util.List;

/** Checks what a ring says of itself when it has ended. */
final class EndCheck {
  private EndCheck() {}

  static void check(
      Disruptor disruptor,
      Scenario scenario,
      List<CheckedStage> stages,
      List<FeedingProducer> feeds,
      Witness witness) {
    Snapshot snapshot = disruptor.snapshot();
    state(snapshot, scenario, stages, witness);
    for (StageSnapshot stage : snapshot.stages()) {
      witness.expect(
          stage.waiting() == StepResult.ENDED, "%s has not ended: %s", stage.name(), snapshot);
    }
    claims(snapshot, feeds, witness);
    if (scenario.multi()) {
      refused(disruptor, witness);
    }
  }

  private static void state(
      Snapshot snapshot, Scenario scenario, List<CheckedStage> stages, Witness witness) {
    DisruptorState state = snapshot.state();
    boolean failed = snapshot.failure().isPresent();
    boolean mayFail = stages.stream().anyMatch(CheckedStage::mayHaveFailedTheRing);
    boolean fatal = stages.stream().anyMatch(CheckedStage::fatal);
    boolean sound =
        switch (state) {
          case TERMINATED -> !failed && !fatal;
          case FAILED -> failed && mayFail;
          case HALTED -> scenario.ending().kind().mayHalt() && (failed || !fatal);
          default -> false;
        };
    witness.expect(sound, "the ring ended as %s", snapshot);
    snapshot
        .failure()
        .ifPresent(
            failure ->
                witness.expect(
                    failure.getCause() instanceof PlannedFailure,
                    "the ring failed with %s",
                    failure));
  }

  /** Only claims that were left are pending, and all of those. */
  private static void claims(Snapshot snapshot, List<FeedingProducer> feeds, Witness witness) {
    List<Long> left = feeds.stream().map(FeedingProducer::abandoned).filter(s -> s >= 0).toList();
    List<Long> pending = snapshot.claims().stream().map(PendingClaim::lo).toList();
    witness.expect(pending.equals(left), "left: %s, in the result: %s", left, snapshot.claims());
  }

  private static void refused(Disruptor disruptor, Witness witness) {
    try (Producer late = disruptor.producer("late")) {
      boolean claimed = late.tryClaim(1);
      witness.report("a claim of an ended ring: " + claimed);
    } catch (ClaimRefusedException | DisruptorFailedException e) {
      // as it should be
    }
  }
}
