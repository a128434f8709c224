package dev.penstock;

import dev.penstock.sequence.Coalescing;
import dev.penstock.sequence.Nudge;
import dev.penstock.sequence.Nullable;
import dev.penstock.sequence.RingState;
import dev.penstock.sequence.VirtualThreads;
import dev.penstock.sequence.WaitSpec;
import dev.penstock.sequence.Waiter;
import dev.penstock.sequence.WakeUp;
import java.util.concurrent.TimeUnit;

/**
 * Drives one stage on a thread of its own: steps it while there is work, and waits the way the
 * stage's strategy says when there is none.
 *
 * <p>Whatever the strategy, a {@link Step} that has found nothing looks some dozens of times more
 * before the stage waits.
 *
 * <p>Interrupts are taken away while the stage waits, since a pending one would make every park
 * return at once; the flag is set again when the thread ends. They are no way to stop a stage.
 *
 * <p>A wait on another stage wakes every {@value #HEARTBEAT_MILLIS} ms to see whether that stage's
 * thread is still alive: a thread that is gone makes no progress and signals nobody. A wait on
 * producers needs no such look, so the first stages of an idle ring sleep for good, unless a signal
 * {@linkplain WakeUp may be left out}.
 */
final class StageThread implements Runnable {
  static final int HEARTBEAT_MILLIS = 100;
  static final long HEARTBEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(HEARTBEAT_MILLIS);

  private static final long DRAIN_LOOK_NANOS = 1_000_000;
  private static final long STALL_MIN_NANOS = 50_000;
  private static final long STALL_MAX_NANOS = 10_000_000;

  private final Stage stage;
  private final Step step;
  private final Lifecycle lifecycle;
  private final Waiter waiter;
  private final WakeUp[] records;
  @Nullable private final Coalescing coalescing;
  private final boolean idles;
  private final Failure failure; // made early: see Failure
  private boolean yields;
  private long stallNanos = STALL_MIN_NANOS;

  /**
   * Drives {@code stage}.
   *
   * @param records the stage's record at each source of its barrier; null where it does not park by
   *     signal
   */
  StageThread(Stage stage, Lifecycle lifecycle, WakeUp[] records) {
    this.stage = stage;
    step = stage.step;
    this.lifecycle = lifecycle;
    this.records = records.clone();
    waiter = stage.waiter;
    idles = stage.config.onIdle != null;
    failure = new Failure(stage.name());
    coalescing =
        stage.coalesces() ? new Coalescing(lifecycle.sequencer.capacity(), records[0]) : null;
  }

  @Override
  public void run() {
    Thread me = Thread.currentThread();
    stage.runBy(me);
    step.onOwnThread();
    yields = VirtualThreads.isVirtual(me) || waiter.spec().kind() != WaitSpec.Kind.BUSY_SPIN;
    try {
      if (stage.begin()) {
        work();
      }
    } catch (Throwable t) { // nothing above throws unless the machine itself gives up
      lifecycle.fail(failure.of("failed outside its handler", t), t);
    } finally {
      stage.finish();
      waiter.restoreInterrupt();
    }
  }

  private void work() {
    while (true) {
      StepResult result = step.advance();
      if (idles) {
        stage.idleAfter(result);
      }
      if (result == StepResult.HANDLED) {
        handled();
      } else if (result == StepResult.ENDED) {
        return;
      } else {
        pause(result);
      }
    }
  }

  private void handled() {
    if (stallNanos != STALL_MIN_NANOS) {
      stallNanos = STALL_MIN_NANOS;
    }
    if (coalescing != null) {
      long found = step.found();
      if (found > 0 && step.seenState() == RingState.RUNNING) {
        coalescing.after(found, step.idleLooks() + waiter.idlePolls(), yields);
      }
    }
    step.resetIdleLooks();
    waiter.resetIdlePolls();
  }

  private void pause(StepResult why) {
    switch (why) {
      case STALLED -> stalled();
      case GATHERING -> gathering();
      default -> await(stage.progress.own() + 1, stage.idleLeftNanos());
    }
  }

  private void gathering() {
    stage.heldBack(StepResult.GATHERING);
    await(step.gatherTarget(), step.gatherLeftNanos());
    stage.heldBack(StepResult.HANDLED);
  }

  private void await(long next, long timeoutNanos) {
    int source = stage.barrier.laggard();
    long timeout = timeoutNanos;
    if (step.seenState() == RingState.DRAINING) {
      timeout = Math.min(timeout, DRAIN_LOOK_NANOS); // for the end to be fixed
    }
    boolean onStage = !stage.barrier.first();
    if (onStage) {
      timeout = Math.min(timeout, HEARTBEAT_NANOS);
    }
    Waiter.Outcome outcome =
        waiter.await(
            stage.barrier.source(source), records[source], next, step.seenState(), timeout, false);
    if (onStage && outcome == Waiter.Outcome.EXPIRED) {
      lifecycle.checkThreads();
    }
  }

  /** No publisher will end this: time does, or {@link Stage#wakeUp()}. */
  private void stalled() {
    Nudge nudge = stage.nudge;
    long nanos = stallNanos;
    if (stage.handOver.retrying()) {
      nanos = stage.handOver.retryDelayNanos();
    } else {
      stallNanos = Math.min(2 * stallNanos, STALL_MAX_NANOS);
    }
    stage.heldBack(StepResult.STALLED);
    waiter.await(nudge, null, 0, step.seenState(), nanos, false);
    stage.heldBack(StepResult.HANDLED);
    if (nudge.take()) {
      stage.handOver.retryNow();
      stallNanos = STALL_MIN_NANOS;
    }
  }
}
