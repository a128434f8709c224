package dev.penstock.verification;

import dev.penstock.WaitStrategy;
import dev.penstock.verification.Ending.Kind;
import dev.penstock.verification.Scenario.Start;
import dev.penstock.verification.StagePlan.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Draws one scenario. The odds are chosen so that most runs take some tens of milliseconds. */
final class ScenarioDraw {
  private static final int CAPACITY_BITS = 10;
  private static final int STAGES = 12;
  private static final int PRODUCERS = 4;
  private static final long LONGEST_PAUSE_NANOS = 30_000_000;

  private final long seed;
  private final Dice dice;
  private int spinners = 1; // more would only fight for the processors
  private int capacity;

  ScenarioDraw(long seed) {
    this.seed = seed;
    dice = new Dice(seed);
  }

  Scenario draw() {
    boolean multi = dice.oneIn(2);
    capacity = 1 << dice.between(1, CAPACITY_BITS);
    Start start = dice.oneIn(8) ? dice.pick(List.of(Start.LATE, Start.NEVER)) : Start.FIRST;
    WaitStrategy waits = dice.oneIn(2) ? WaitStrategy.blocking().coalescing() : waits(false);
    List<StagePlan> stages = stages();
    Duration grace =
        dice.oneIn(3) ? Duration.ofNanos(dice.spread(1_000, 20_000_000)) : Scenario.GENEROUS_GRACE;
    boolean abandons = multi && !grace.equals(Scenario.GENEROUS_GRACE) && dice.oneIn(2);
    Ending ending = ending(start, stages.size(), abandons);
    return new Scenario(
        seed,
        multi,
        capacity,
        start,
        waits,
        grace,
        stages,
        producers(multi ? dice.between(1, PRODUCERS) : 1, abandons),
        ending,
        dice.oneIn(2));
  }

  private WaitStrategy waits(boolean virtual) {
    int kind = dice.between(0, 9);
    WaitStrategy strategy = WaitStrategy.blocking();
    if (kind > 7 && spinners > 0) {
      spinners--;
      strategy = kind == 9 && !virtual ? WaitStrategy.busySpin() : WaitStrategy.yielding();
    } else if (kind > 4) {
      strategy = WaitStrategy.backoff(Duration.ofNanos(dice.spread(1_000, 5_000_000)));
    }
    return dice.oneIn(2) ? strategy.coalescing() : strategy;
  }

  private Pauses.Plan pauses() {
    return dice.oneIn(2)
        ? Pauses.Plan.NONE
        : new Pauses.Plan((int) dice.spread(2, 2_000), dice.spread(2_000, LONGEST_PAUSE_NANOS));
  }

  private List<StagePlan> stages() {
    int count = (int) dice.spread(1, STAGES);
    List<Set<Integer>> after = new ArrayList<>();
    Set<Integer> leaves = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      Set<Integer> above = new TreeSet<>();
      if (i > 0 && !dice.oneIn(4)) {
        for (int n = dice.between(1, 3); n > 0; n--) {
          above.add(dice.between(0, i - 1));
        }
      }
      leaves.removeAll(above);
      leaves.add(i);
      after.add(above);
    }
    List<StagePlan> stages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      stages.add(stage(i, List.copyOf(after.get(i)), leaves.contains(i)));
    }
    return stages;
  }

  private StagePlan stage(int index, List<Integer> after, boolean leaf) {
    StagePlan.Kind kind = dice.pick(List.of(StagePlan.Kind.values()));
    boolean virtual = dice.oneIn(4);
    int maxBatch = dice.oneIn(3) ? (int) dice.spread(1, capacity) : 0;
    Policy policy = policy(leaf);
    int retries = dice.oneIn(3) ? dice.between(1, 3) : 0;
    boolean needsUnit = retries > 0 || policy == Policy.SKIP || policy == Policy.DEAD_LETTER;
    boolean wholeRange = false;
    if (needsUnit && kind != StagePlan.Kind.EVENT) {
      wholeRange = dice.oneIn(2);
      maxBatch = wholeRange ? maxBatch : 1;
    }
    int most = maxBatch == 0 ? capacity : maxBatch;
    int gather = most > 1 && dice.oneIn(6) ? dice.between(2, most) : 0;
    return new StagePlan(
        index,
        after,
        kind,
        waits(virtual),
        maxBatch,
        gather,
        Duration.ofNanos(dice.spread(10_000, 3_000_000)),
        policy,
        retries,
        wholeRange,
        failsOneIn(policy),
        dice.oneIn(8),
        virtual,
        dice.oneIn(8),
        dice.oneIn(2) ? dice.between(2, 200) : 0,
        pauses(),
        dice.seed());
  }

  private Policy policy(boolean leaf) {
    Policy drawn = dice.pick(List.of(Policy.values()));
    return drawn == Policy.DETACH && !leaf ? Policy.SKIP : drawn;
  }

  private int failsOneIn(Policy policy) {
    if (policy == Policy.HALT) {
      return dice.oneIn(10) ? (int) dice.spread(100, 20_000) : 0;
    }
    return dice.oneIn(2) ? (int) dice.spread(3, 3_000) : 0;
  }

  private List<ProducerPlan> producers(int count, boolean abandons) {
    long events = Math.min(20_000, dice.spread(100, 250L * capacity));
    List<ProducerPlan> producers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean virtual = dice.oneIn(5);
      producers.add(
          new ProducerPlan(
              i,
              waits(virtual),
              (int) Math.max(1, events / count),
              dice.oneIn(2) ? 1 : (int) dice.spread(1, capacity),
              dice.oneIn(2) ? dice.between(2, 100) : 0,
              dice.oneIn(6) ? dice.between(2, 200) : 0,
              abandons && i == count - 1,
              virtual,
              dice.oneIn(3),
              dice.oneIn(2) ? Pauses.Plan.NONE : pauses(),
              dice.seed()));
    }
    return producers;
  }

  private Ending ending(Start start, int stages, boolean abandons) {
    List<Kind> kinds = new ArrayList<>(List.of(Kind.values()));
    kinds.add(Kind.FINISH);
    kinds.add(Kind.CLOSE);
    if (abandons || start == Start.NEVER) {
      kinds.removeIf(kind -> kind == Kind.FINISH || kind.inHandler());
    }
    return new Ending(
        dice.pick(kinds),
        dice.spread(1_000_000, 300_000_000),
        dice.spread(1, 40_000),
        Duration.ofNanos(dice.spread(1_000, 200_000_000)),
        dice.between(0, stages - 1),
        dice.oneIn(3) ? dice.between(1, 50) : 0);
  }
}
