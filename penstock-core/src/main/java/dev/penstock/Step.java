package dev.penstock;

import dev.penstock.sequence.Barrier;
import dev.penstock.sequence.Progress;
import dev.penstock.sequence.RingState;
import dev.penstock.sequence.Sequence;
import dev.penstock.sequence.Sequencer;

/**
 * One look of one stage: what is there, whether it may be handed over now, and the hand-over.
 *
 * <p>One that is made by the stage's own thread and finds nothing looks again, some dozens of times
 * and once for all until something is handled. A wait would find it as soon, but would return
 * first, and the stage would look then; here the look that finds something hands it over (see
 * decisions 33 and 36).
 *
 * <p>For the thread that drives the stage. What changes from look to look is kept in padded
 * counters, though nobody else reads them: in plain fields it would share a cache line with
 * whatever the collector puts beside this object, and slow down the thread that reads that.
 *
 * <p>The barrier's answer is kept, and asked for again only above it: with several producers an
 * answer is a scan of stamps, and a stage that scanned the same ones behind every hole, or after
 * every event of a partial handler, would work in proportion to events times backlog. What the
 * stage has acquired once stays acquired, and stays true: no slot of it is claimed for its next lap
 * before this stage has completed it.
 */
final class Step {
  private static final int MAX_BATCH_SHARE = 4;

  private final Stage stage;
  private final Lifecycle lifecycle;
  private final RingState state;
  private final Sequencer sequencer;
  private final Barrier barrier;
  private final Progress progress;
  private final HandOver handOver;
  private final int mask;
  private final int maxBatch;
  private final int gather;
  private final long gatherNanos;

  private final Sequence found = new Sequence(0);
  private final Sequence idleLooks = new Sequence(0);
  private final Sequence reach = new Sequence(Sequence.NONE); // what the barrier answered last
  private int seenState = RingState.NEW;
  private boolean acknowledged;
  private boolean gathering;
  private long gathered = Sequence.NONE; // up to here: handed over at least once
  private boolean threaded;
  private long gatherSinceNanos;

  Step(Stage stage, Lifecycle lifecycle) {
    this.stage = stage;
    this.lifecycle = lifecycle;
    state = lifecycle.state;
    sequencer = lifecycle.sequencer;
    barrier = stage.barrier;
    progress = stage.progress;
    handOver = stage.handOver;
    int capacity = sequencer.capacity();
    mask = capacity - 1;
    gather = stage.config.gather;
    gatherNanos = stage.config.gatherNanos;
    int share = Math.max(Math.max(1, capacity / MAX_BATCH_SHARE), gather);
    maxBatch = stage.config.maxBatch == 0 ? share : stage.config.maxBatch;
  }

  /** Says that the calling thread is the stage's own, whose interrupts are not for handlers. */
  void onOwnThread() {
    threaded = true;
    handOver.onOwnThread(stage.waiter);
  }

  /** Looks, and hands over one range if there is one: per range, nothing per event. */
  StepResult advance() {
    int seen = state.get(); // before the barrier: see End
    if (seen != seenState) {
      seenState = seen;
    }
    if (seen != RingState.RUNNING && !mayGoOn(seen)) {
      return StepResult.ENDED;
    }
    long next = progress.own() + 1;
    long bound = Math.min(next + maxBatch - 1, next | mask); // a range never wraps
    long available = reach.getPlain();
    if (available < bound) {
      available = barrier.available(available + 1, bound);
      if (available < next && seen == RingState.RUNNING && mayLookAgain()) {
        available = lookAgain(next, bound);
      }
      reach.setPlain(available);
    }
    long hi = Math.min(available, bound);
    if (seen != RingState.RUNNING && barrier.first()) {
      hi = lifecycle.end.agree(hi);
    }
    if (hi < next) {
      return nothing(seen, next);
    }
    found.setPlain(hi == bound ? 0 : available - next + 1);
    if (handOver.retrying()) {
      return retry(next, hi);
    } else if (gather > 1 && next > gathered) { // not what the handler was handed and left
      if (gathers(seen, hi - next + 1, hi < bound)) {
        return StepResult.GATHERING;
      }
    }
    return hand(next, hi);
  }

  private boolean mayLookAgain() {
    return threaded && idleLooks.getPlain() == 0 && stage.waiter.looks() > 0;
  }

  /** For as long as nothing changes the state of the ring. */
  private long lookAgain(long next, long bound) {
    int most = stage.waiter.looks();
    int looks = 0;
    long available;
    do {
      Thread.onSpinWait();
      looks++;
      available = barrier.available(next, bound);
    } while (available < next && looks < most && state.get() == RingState.RUNNING);
    idleLooks.setPlain(looks);
    return available;
  }

  private StepResult retry(long next, long hi) {
    if (handOver.retryDelayNanos() > 0) {
      return StepResult.STALLED;
    }
    return hand(next, Math.min(hi, handOver.retryDue()));
  }

  private StepResult hand(long next, long hi) {
    if (gather > 1) {
      gathered = Math.max(gathered, hi);
    }
    if (threaded) {
      // What came before these events is not for their handler, unless it came with the end.
      if (stage.waiter.takeInterrupt() && lifecycle.stopped()) {
        return StepResult.ENDED;
      }
    } else if (!stage.begin() || lifecycle.stopped()) {
      return StepResult.ENDED; // its start may have stopped the ring
    }
    if (handOver.hand(next, hi)) {
      return StepResult.HANDLED;
    }
    if (handOver.retrying()) {
      stage.nudge.take(); // what was asked before a failure does not end the wait behind it
    }
    return StepResult.STALLED;
  }

  /** In any state but RUNNING: whether the stage still has something to do. */
  private boolean mayGoOn(int seen) {
    if (RingState.stopped(seen) || seen == RingState.TERMINATED) {
      return false;
    }
    if (barrier.first() && !acknowledged) {
      acknowledged = true;
      lifecycle.end.acknowledge();
    }
    return seen != RingState.ENDING || progress.own() < lifecycle.end.get();
  }

  private StepResult nothing(int seen, long next) {
    if (gathering) { // do not write what others may share a line with
      gathering = false;
    }
    if (seen == RingState.DRAINING) {
      lifecycle.tryFixEnd();
    }
    if (threaded) {
      return StepResult.EMPTY; // a stage's thread waits for the same, whichever it is
    }
    if (!barrier.first() && sequencer.reached(next)) {
      return StepResult.UPSTREAM;
    }
    return sequencer.claimed() >= next ? StepResult.UNPUBLISHED : StepResult.EMPTY;
  }

  private boolean gathers(int seen, long there, boolean mayGrow) {
    if (there >= gather || !mayGrow || seen != RingState.RUNNING) {
      gathering = false;
      return false;
    }
    if (!gathering) {
      gathering = true;
      gatherSinceNanos = System.nanoTime();
    }
    gathering = gatherLeftNanos() > 0;
    return gathering;
  }

  /** How long a gathering stage will wait for more. */
  long gatherLeftNanos() {
    return gatherNanos - (System.nanoTime() - gatherSinceNanos);
  }

  /**
   * The last sequence to be gathered; the first that is missing, where the last is there already.
   */
  long gatherTarget() {
    long completed = progress.own();
    long last = Math.min(completed + gather, (completed + 1) | mask); // no range wraps
    boolean there = barrier.source(barrier.laggard()).reached(last);
    return there ? completed + found.getPlain() + 1 : last;
  }

  /**
   * How much was there at the last look that found anything; 0 when not all of it was handled: it
   * was more than one range, or the handler or a discarded claim cut it short.
   */
  long found() {
    return progress.own() < reach.getPlain() ? 0 : found.getPlain();
  }

  /** How many looks have found nothing since something was handled, not counting any wait's. */
  long idleLooks() {
    return idleLooks.getPlain();
  }

  void resetIdleLooks() {
    if (idleLooks.getPlain() != 0) { // do not write what others may share a line with
      idleLooks.setPlain(0);
    }
  }

  /** The state of the ring when the last step began: what a wait is to compare with. */
  int seenState() {
    return seenState;
  }
}
