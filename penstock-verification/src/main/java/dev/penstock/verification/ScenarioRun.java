package dev.penstock.verification;

import dev.penstock.Disruptor;
import dev.penstock.DisruptorFailedException;
import dev.penstock.DisruptorState;
import dev.penstock.Snapshot;
import dev.penstock.Stage;
import dev.penstock.verification.Ending.Kind;
import dev.penstock.verification.Scenario.Start;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Carries one scenario out on a real ring, with real threads, and checks what came of it.
 *
 * <p>Some checks are made while it runs, by handlers and producers on unsynchronised storage; the
 * others afterwards, on a {@link Recording}. Every wait has a deadline; a run that does not end is
 * a violation, told with the stacks of its threads.
 */
public final class ScenarioRun {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final long LOOK_NANOS = 200_000;
  private static final long LATE_NANOS = 2_000_000;
  private static final long LATE_MAX_NANOS = 20_000_000_000L; // a busy machine, not a hang

  /**
   * What came of a run.
   *
   * @param seed the scenario's seed
   * @param events how many events were published
   * @param end the state that the ring ended in
   * @param violation what was wrong, with the scenario, a snapshot and the living threads
   */
  public record Report(long seed, long events, DisruptorState end, Optional<String> violation) {}

  private final Scenario scenario;
  private final Witness witness = new Witness();
  private final Cast cast = new Cast(witness);
  private final Duration deadline;
  private final Disruptor disruptor;
  private final List<CheckedStage> stages;
  private final List<FeedingProducer> feeds;
  private final Chaos chaos;
  private final Dice dice;
  private final List<List<Integer>> beforeClose = new CopyOnWriteArrayList<>(); // the first counts
  private final AtomicBoolean endedInHandler = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile long sinceNanos = System.nanoTime();
  private volatile boolean ready;
  private volatile boolean refusing; // since a close or a halt has returned

  private ScenarioRun(Scenario scenario, Sabotage sabotage, Duration deadline) {
    this.scenario = scenario;
    this.deadline = deadline;
    dice = new Dice(scenario.seed() + 2);
    RingOfScenario ring = new RingOfScenario(scenario, sabotage, cast, witness);
    disruptor = ring.build(this::withinHandler);
    stages = ring.stages();
    feeds =
        scenario.producers().stream()
            .map(
                plan ->
                    new FeedingProducer(
                        plan,
                        scenario,
                        disruptor,
                        ring.events(),
                        stages,
                        witness,
                        sabotage,
                        () -> refusing,
                        cast::dump))
            .toList();
    chaos = new Chaos(scenario, disruptor, cast, witness);
  }

  /** Carries out a scenario. */
  public static Report run(Scenario scenario) {
    return run(scenario, Sabotage.NONE, DEADLINE);
  }

  static Report run(Scenario scenario, Sabotage sabotage, Duration deadline) {
    return new ScenarioRun(scenario, sabotage, deadline).play();
  }

  private Report play() {
    ready = true;
    sinceNanos = System.nanoTime();
    try {
      begin();
      awaitTrigger();
      end();
      over.set(true);
      chaos.end();
      if (await("driver") && await("chaos") && await("p") && await("stage")) {
        checkEnd();
      }
    } catch (RuntimeException | InterruptedException e) {
      e.printStackTrace();
      witness.report("the run itself threw " + e);
    }
    Report report =
        new Report(
            scenario.seed(), published(), disruptor.state(), witness.violation().map(this::tell));
    if (report.violation().isPresent()) {
      cleanUp();
    }
    return report;
  }

  private String tell(String violation) {
    return "violation: %s%nseed: %d%n%s%n%s%s"
        .formatted(
            violation, scenario.seed(), scenario.describe(), disruptor.snapshot(), cast.dump());
  }

  private void cleanUp() {
    over.set(true);
    chaos.end();
    feeds.forEach(FeedingProducer::stop);
    disruptor.halt();
    cast.interruptAll();
    if (!cast.ended("", System.nanoTime() + 5_000_000_000L)) {
      System.err.println("threads left behind: " + cast.alive(""));
    }
  }

  private void begin() {
    if (scenario.start() == Start.FIRST) {
      startWatched();
    }
    for (int i = 0; i < feeds.size(); i++) {
      ProducerPlan plan = scenario.producers().get(i);
      cast.start(plan.name(), plan.virtual(), feeds.get(i));
    }
    cast.start("chaos", false, chaos);
    if (scenario.start() == Start.LATE) {
      Pauses.pause(dice.spread(10_000, LATE_NANOS));
      startWatched();
    }
    List<Stage> polled = polled();
    if (scenario.start() != Start.NEVER && !polled.isEmpty()) {
      for (int i = dice.between(1, 2); i > 0; i--) {
        Driver driver = new Driver(disruptor, polled, witness, this::driversLeave, dice.seed());
        cast.start("driver " + i, false, driver);
      }
    }
  }

  private void startWatched() {
    cast.start("starter", false, this::start);
    await("starter");
  }

  private void start() {
    try {
      disruptor.start();
    } catch (DisruptorFailedException e) {
      witness.expect(stages.stream().anyMatch(CheckedStage::threw), "start threw %s", e);
    }
  }

  private List<Stage> polled() {
    return stages.stream()
        .map(stage -> disruptor.stage(stage.name()))
        .filter(Stage::polled)
        .toList();
  }

  /** Where the closing thread steps too, drivers leave it alone when it closes. */
  private boolean driversLeave() {
    return over.get() || (scenario.ending().stepsBefore() > 0 && !beforeClose.isEmpty());
  }

  private long published() {
    return feeds.stream().mapToLong(FeedingProducer::logged).sum();
  }

  private boolean due() {
    return published() >= scenario.ending().afterEvents()
        || System.nanoTime() - sinceNanos >= scenario.ending().afterNanos();
  }

  private void awaitTrigger() {
    while (!due() && witness.silent() && !cast.alive("p").isEmpty()) {
      Pauses.pause(LOOK_NANOS);
    }
  }

  /** Called inside the hand-overs of one stage, in some scenarios. */
  private void withinHandler() {
    if (ready && due() && endedInHandler.compareAndSet(false, true)) {
      noteClosing();
      if (scenario.ending().kind() == Kind.CLOSE_IN_HANDLER) {
        disruptor.close();
      } else {
        disruptor.halt();
      }
      refusing = true;
    }
  }

  /** What is published now is published before the close that follows. */
  private void noteClosing() {
    beforeClose.add(feeds.stream().map(FeedingProducer::logged).toList());
  }

  private void end() throws InterruptedException {
    Kind kind = scenario.ending().kind();
    if (kind == Kind.FINISH) {
      feeds.forEach(FeedingProducer::stop);
      if (await("p") && !dice.oneIn(4)) {
        checkQuiescence();
      }
    }
    if (kind.inHandler()) {
      Pauses.pause(LATE_NANOS);
    }
    cast.start("closer", false, () -> close(kind == Kind.CLOSE_INTERRUPTED));
    if (kind == Kind.CLOSE_TWICE) {
      cast.start("closer too", false, this::shutdown);
    }
    await("closer");
  }

  private void checkQuiescence() throws InterruptedException {
    if (scenario.start() == Start.NEVER) {
      return;
    }
    try {
      boolean quiet = disruptor.awaitQuiescence(deadline);
      witness.expect(quiet, "not quiet after %s", deadline);
    } catch (DisruptorFailedException e) {
      witness.expect(stages.stream().anyMatch(CheckedStage::threw), "quiescence threw %s", e);
    }
  }

  private void close(boolean interrupted) {
    Kind kind = scenario.ending().kind();
    List<Stage> polled = polled();
    if (scenario.start() != Start.NEVER && !polled.isEmpty()) {
      Driver driver = new Driver(disruptor, polled, witness, over::get, dice.seed());
      for (int i = scenario.ending().stepsBefore(); i > 0; i--) {
        driver.step();
      }
      Thread.interrupted();
    }
    noteClosing();
    if (kind == Kind.SHUTDOWN) {
      shutdown();
      return;
    }
    if (kind == Kind.HALT) {
      disruptor.halt();
      refusing = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    boolean failed = false;
    try {
      disruptor.close();
    } catch (DisruptorFailedException e) {
      failed = true;
    }
    refusing = true;
    witness.expect(Thread.interrupted() == interrupted, "close lost an interrupt");
    witness.expect(
        cast.alive("stage").isEmpty(), "close returned, %s live on", cast.alive("stage"));
    DisruptorState state = disruptor.state();
    witness.expect(
        state.compareTo(DisruptorState.TERMINATED) >= 0, "close returned, the ring is %s", state);
    boolean shows = disruptor.snapshot().failure().isPresent();
    witness.expect(failed == shows, "close threw: %s, failure: %s", failed, shows);
  }

  private void shutdown() {
    noteClosing();
    long since = System.nanoTime();
    Snapshot result = disruptor.shutdown(scenario.ending().limit());
    refusing = true;
    long late = System.nanoTime() - since - scenario.ending().limit().toNanos();
    witness.expect(late < LATE_MAX_NANOS, "shutdown came %d ns after its limit", late);
    witness.expect(
        result.state().compareTo(DisruptorState.RUNNING) > 0, "shutdown left %s", result);
  }

  private boolean await(String prefix) {
    boolean ended = cast.ended(prefix, System.nanoTime() + deadline.toNanos());
    witness.expect(ended, "%s did not end in %s", cast.alive(prefix), deadline);
    return ended;
  }

  private void checkEnd() {
    EndCheck.check(disruptor, scenario, stages, feeds, witness);
    List<Integer> before = beforeClose.get(0);
    List<Recording.Feed> fed =
        java.util.stream.IntStream.range(0, feeds.size())
            .mapToObj(i -> feeds.get(i).record(before.get(i)))
            .toList();
    List<Recording.Stage> seen =
        stages.stream()
            .map(stage -> stage.record(disruptor.stage(stage.name()).completed()))
            .toList();
    boolean drained = disruptor.state() == DisruptorState.TERMINATED;
    Verdict.judge(
        new Recording(fed, seen, drained, !scenario.multi(), scenario.generous()), witness);
  }
}
