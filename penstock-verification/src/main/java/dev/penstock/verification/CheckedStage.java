package dev.penstock.verification;

import dev.penstock.EventFailedException;
import dev.penstock.PartialHandler;
import dev.penstock.RangeHandler;
import dev.penstock.verification.StagePlan.Kind;
import java.util.Arrays;
import java.util.List;

/**
 * The handler of one stage of a run. It does what its plan says, and checks all that it is handed.
 *
 * <p>Each stage keeps, in an array of one element per slot, the sequence that it has passed there.
 * It is as unsynchronised as the events: a downstream stage that does not find its upstream's mark,
 * or a producer that does not find those of all stages on the slot's last lap, was let in too early
 * or does not see what it must.
 */
final class CheckedStage {
  private static final long NOTHING = Long.MIN_VALUE;

  private final StagePlan plan;
  private final EventSlots events;
  private final List<CheckedStage> upstreams;
  private final Witness witness;
  private final Runnable within;
  private final Dice dice;
  private final Pauses pauses;
  private final Tampering tampering;
  private final int mask;
  private final int maxBatch;
  private final long[] marks;
  private final long[] nextNumbers;
  private final Ledger passed = new Ledger();

  // Private to whoever drives the stage, in turn: the ring orders them.
  private long last = -1;
  private boolean inside;
  private long failingUnit = NOTHING;
  private int failures;
  private long deadLo = NOTHING;
  private long deadHi = NOTHING;
  private int starts;
  private int stops;

  private volatile long detachedFrom = Long.MAX_VALUE;
  private volatile long thrownAt = Long.MAX_VALUE;
  private volatile boolean fatal;

  /**
   * Makes the stage.
   *
   * @param within is called inside each hand-over
   */
  CheckedStage(
      StagePlan plan,
      Scenario scenario,
      EventSlots events,
      List<CheckedStage> upstreams,
      Witness witness,
      Runnable within,
      Tampering tampering) {
    this.plan = plan;
    this.events = events;
    this.upstreams = List.copyOf(upstreams);
    this.witness = witness;
    this.within = within;
    this.tampering = tampering;
    dice = new Dice(plan.seed());
    pauses = new Pauses(plan.pauses(), dice.seed());
    mask = scenario.capacity() - 1;
    maxBatch = plan.maxBatch() == 0 ? scenario.capacity() : plan.maxBatch();
    marks = new long[scenario.capacity()];
    Arrays.fill(marks, NOTHING);
    nextNumbers = new long[scenario.producers().size()];
  }

  RangeHandler rangeHandler() {
    boolean perEvent = plan.kind() == Kind.EVENT;
    return new RangeHandler() {
      @Override
      public void onRange(long lo, long hi) throws Exception {
        tampering.hand(lo, hi, CheckedStage.this::handle);
      }

      @Override
      public boolean perEvent() {
        return perEvent;
      }
    };
  }

  PartialHandler partialHandler() {
    return this::handle;
  }

  private long handle(long lo, long hi) throws Exception {
    enter(lo, hi);
    try {
      within.run();
      if (plan.kind() == Kind.EVENT) {
        eachEvent(lo, hi);
        return hi;
      }
      if (fails(lo, hi)) {
        throw failUnit(lo, hi);
      }
      long through = plan.kind() == Kind.PARTIAL ? reach(lo, hi) : hi;
      pauses.maybe();
      passUnit(lo, through);
      stillThere(lo, through);
      return through;
    } finally {
      inside = false;
    }
  }

  private void eachEvent(long lo, long hi) {
    for (long sequence = lo; sequence <= hi; sequence++) {
      if (fails(sequence, sequence)) {
        throw new EventFailedException(sequence, failUnit(sequence, sequence));
      }
      pauses.maybe();
      pass(sequence);
    }
    stillThere(lo, hi);
  }

  private long reach(long lo, long hi) {
    if (dice.oneIn(plan.stallsOneIn())) {
      return lo - 1;
    }
    return dice.oneIn(3) ? lo + dice.between(0, (int) (hi - lo)) : hi;
  }

  private void enter(long lo, long hi) {
    witness.expect(!inside, "%s: two hand-overs at once, %d..%d", name(), lo, hi);
    inside = true;
    witness.expect(starts == 1, "%s: handed %d..%d after %d starts", name(), lo, hi, starts);
    witness.expect(stops == 0, "%s: handed %d..%d after its stop", name(), lo, hi);
    witness.expect(lo <= hi && hi - lo < maxBatch, "%s: handed %d..%d, too many", name(), lo, hi);
    witness.expect((hi & mask) - (lo & mask) == hi - lo, "%s: %d..%d wraps", name(), lo, hi);
    witness.expect(lo > last, "%s: handed %d..%d again, had passed %d", name(), lo, hi, last);
    witness.expect(
        detachedFrom == Long.MAX_VALUE, "%s: handed %d..%d though detached", name(), lo, hi);
    for (long sequence = lo; sequence <= hi; sequence++) {
      look(sequence);
      for (CheckedStage upstream : upstreams) {
        if (!upstream.hasLeft(sequence)) {
          witness.report(
              "%s: handed %d before %s passed it".formatted(name(), sequence, upstream.name()));
        }
      }
    }
  }

  private void look(long sequence) {
    if (!events.holds(sequence)) {
      witness.report(
          "%s: at %d found %s%s"
              .formatted(
                  name(),
                  sequence,
                  events.poisoned(sequence) ? "what was discarded: " : "",
                  events.describe(sequence)));
    }
  }

  private void stillThere(long lo, long hi) {
    for (long sequence = lo; sequence <= hi; sequence++) {
      if (!events.holds(sequence)) {
        witness.report(
            "%s: %d was overwritten meanwhile by %s"
                .formatted(name(), sequence, events.describe(sequence)));
      }
    }
  }

  /** The stage is done with this event, whether its handler liked it or not. */
  private void pass(long sequence) {
    int producer = events.producer(sequence);
    long number = events.number(sequence);
    if (producer >= 0 && producer < nextNumbers.length) {
      long next = nextNumbers[producer];
      if (number != next) {
        witness.report(
            "%s: at %d found number %d of p%d, %s (expected: %d)"
                .formatted(
                    name(), sequence, number, producer, number > next ? "lost" : "again", next));
      }
      nextNumbers[producer] = number + 1;
    }
    last = Math.max(last, sequence);
    marks[(int) sequence & mask] = sequence;
    passed.append(sequence);
  }

  private void passUnit(long lo, long hi) {
    for (long sequence = lo; sequence <= hi; sequence++) {
      pass(sequence);
    }
  }

  private boolean fails(long lo, long hi) {
    if (plan.failsOneIn() == 0) {
      return false;
    }
    int before = failingUnit == lo ? failures : 0;
    for (long sequence = lo; sequence <= hi; sequence++) {
      long drawn = Dice.mix(plan.seed(), sequence);
      boolean failing = Long.remainderUnsigned(drawn, plan.failsOneIn()) == 0;
      if (failing && before < 1 + (drawn >>> 60) % 4) {
        return true;
      }
    }
    return false;
  }

  private PlannedFailure failUnit(long lo, long hi) {
    failures = failingUnit == lo ? failures + 1 : 1;
    failingUnit = lo;
    thrownAt = lo;
    if (failures > plan.retries()) {
      switch (plan.policy()) {
        case HALT -> fatal = true;
        case DETACH -> detachedFrom = lo;
        case SKIP -> passUnit(lo, hi);
        case DEAD_LETTER -> {
          deadLo = lo;
          deadHi = hi;
        }
      }
    }
    return new PlannedFailure("%s: planned at %d..%d, %d".formatted(name(), lo, hi, failures));
  }

  void onDeadLetter(String stage, long lo, long hi, Throwable cause) {
    witness.expect(
        stage.equals(name()) && lo == deadLo && hi == deadHi,
        "%s: dead letter %s %d..%d (expected: %d..%d)",
        name(),
        stage,
        lo,
        hi,
        deadLo,
        deadHi);
    witness.expect(cause instanceof PlannedFailure, "%s: dead letter for %s", name(), cause);
    deadLo = NOTHING;
    passUnit(lo, hi);
  }

  void onStart() {
    starts++;
  }

  void onStop() {
    stops++;
  }

  /** Whether the stage has passed this sequence, as far as the caller sees. */
  boolean hasLeft(long sequence) {
    return marks[(int) sequence & mask] == sequence || detachedFrom <= sequence;
  }

  /** Whether it has thrown what must fail the ring. */
  boolean fatal() {
    return fatal;
  }

  boolean threw() {
    return thrownAt != Long.MAX_VALUE;
  }

  /** Whether it has thrown, and nothing but the end of the ring is what its policy has for that. */
  boolean mayHaveFailedTheRing() {
    return threw() && plan.policy() == StagePlan.Policy.HALT;
  }

  /** After the end: callbacks in pairs, and what it passed. */
  Recording.Stage record(long completed) {
    witness.expect(
        starts <= 1 && stops == starts, "%s: %d starts and %d stops", name(), starts, stops);
    return new Recording.Stage(
        name(),
        upstreams.stream().map(CheckedStage::name).toList(),
        passed.copy(),
        completed,
        detachedFrom,
        thrownAt);
  }

  String name() {
    return plan.name();
  }
}
