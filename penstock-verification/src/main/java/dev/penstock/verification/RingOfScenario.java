package dev.penstock.verification;

import dev.penstock.Disruptor;
import dev.penstock.DisruptorBuilder;
import dev.penstock.ErrorPolicy;
import dev.penstock.StageBuilder;
import dev.penstock.verification.StagePlan.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Builds the ring that a scenario describes, around checked stages. */
final class RingOfScenario {
  private static final Duration IDLE = Duration.ofMillis(1);

  private final Scenario scenario;
  private final Sabotage sabotage;
  private final Cast cast;
  private final Witness witness;
  private final EventSlots events;
  private final List<CheckedStage> stages = new ArrayList<>();

  RingOfScenario(Scenario scenario, Sabotage sabotage, Cast cast, Witness witness) {
    this.scenario = scenario;
    this.sabotage = sabotage;
    this.cast = cast;
    this.witness = witness;
    int capacity = scenario.capacity();
    events = new EventSlots(sabotage == Sabotage.OVERWRITE ? capacity / 2 : capacity);
  }

  EventSlots events() {
    return events;
  }

  List<CheckedStage> stages() {
    return stages;
  }

  /**
   * Builds it.
   *
   * @param within is called inside the hand-overs of the stage whose handler ends the run
   */
  Disruptor build(Runnable within) {
    DisruptorBuilder builder =
        scenario.multi()
            ? Disruptor.multiProducer(scenario.capacity())
            : Disruptor.singleProducer(scenario.capacity());
    builder.name("soak").waitStrategy(scenario.waits()).claimGrace(scenario.claimGrace());
    StageBuilder last = null;
    for (StagePlan plan : scenario.stages()) {
      boolean ends =
          scenario.ending().kind().inHandler() && scenario.ending().inHandlerOf() == plan.index();
      boolean tampered = plan.index() == scenario.stages().size() - 1;
      CheckedStage stage =
          new CheckedStage(
              plan,
              scenario,
              events,
              plan.after().stream().map(stages::get).toList(),
              witness,
              ends ? within : () -> {},
              tampered ? new Tampering(sabotage) : Tampering.NONE);
      stages.add(stage);
      last = add(builder, plan, stage);
    }
    if (last == null) {
      throw new IllegalArgumentException("stages: none (expected: at least one)");
    }
    return last.build();
  }

  private StageBuilder add(DisruptorBuilder builder, StagePlan plan, CheckedStage stage) {
    StageBuilder made =
        plan.kind() == Kind.PARTIAL
            ? builder.partialStage(plan.name(), stage.partialHandler())
            : builder.stage(plan.name(), stage.rangeHandler());
    if (!plan.after().isEmpty() && sabotage != Sabotage.HAND_EARLY) {
      made.after(plan.after().stream().map(above -> "s" + above).toArray(String[]::new));
    }
    made.waitStrategy(plan.waits())
        .errorPolicy(policy(plan, stage))
        .threads(body -> thread(plan, body))
        .onStart(stage::onStart)
        .onStop(stage::onStop);
    if (plan.maxBatch() > 0) {
      made.maxBatch(plan.maxBatch());
    }
    if (plan.gather() > 0) {
      made.gather(plan.gather(), plan.gatherLimit());
    }
    if (plan.wholeRange()) {
      made.wholeRange();
    }
    if (plan.idles()) {
      made.onIdle(IDLE, () -> {});
    }
    return plan.polled() ? made.polled() : made;
  }

  private Thread thread(StagePlan plan, Runnable body) {
    Runnable all = body;
    if (sabotage == Sabotage.LEAVE_THREAD) {
      all =
          () -> {
            body.run();
            Pauses.pause(Long.MAX_VALUE);
          };
    }
    return cast.make("stage " + plan.name(), plan.virtual(), all);
  }

  private static ErrorPolicy policy(StagePlan plan, CheckedStage stage) {
    ErrorPolicy last =
        switch (plan.policy()) {
          case HALT -> ErrorPolicy.halt();
          case SKIP -> ErrorPolicy.skip();
          case DEAD_LETTER -> ErrorPolicy.deadLetter(stage::onDeadLetter);
          case DETACH -> ErrorPolicy.detach();
        };
    Duration backoff = Duration.ofNanos(Long.remainderUnsigned(plan.seed(), 1_000_000));
    return plan.retries() > 0 ? ErrorPolicy.retry(plan.retries(), backoff, last) : last;
  }
}
