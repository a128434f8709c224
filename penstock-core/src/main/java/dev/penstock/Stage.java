package dev.penstock;

import dev.penstock.sequence.Barrier;
import dev.penstock.sequence.Nullable;
import dev.penstock.sequence.Nudge;
import dev.penstock.sequence.Progress;
import dev.penstock.sequence.RingState;
import dev.penstock.sequence.Sequencer;
import dev.penstock.sequence.Waiter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A named node of a ring's topology: a handler, the highest sequence that it has completed, and
 * whatever drives it.
 *
 * <p>A stage is driven step by step; a thread of its own is only one way of doing so. A
 * {@linkplain StageBuilder#polled() polled} stage is driven by the application, from any thread,
 * but one at a time.
 *
 * <p><b>Threads.</b> All methods may be called from any thread. <b>Progress.</b> None of them waits.
 * <b>Allocation.</b> None, unless a handler fails.
 */
public final class Stage {
  private static final int MAX_BATCH_SHARE = 4;

  final StageConfig config;
  final Progress progress;
  final Barrier barrier;
  final Waiter waiter;
  final Nudge nudge = new Nudge();
  final HandOver handOver;
  private final Lifecycle lifecycle;
  private final RingState state;
  private final Sequencer sequencer;
  private final int mask;
  private final int maxBatch;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean lost = new AtomicBoolean();
  private final AtomicReference<Thread> thread = new AtomicReference<>();

  private volatile @Nullable Thread driver;
  private volatile boolean begun;
  private volatile boolean started;
  private volatile boolean stalled;

  // Private to the driver, and told by advance():
  private boolean acknowledged;
  private long gatherSinceNanos;
  private boolean gathering;
  int seenState;
  long found;
  boolean cut;

  Stage(
      StageConfig config,
      Progress progress,
      Barrier barrier,
      Waiter waiter,
      ErrorPolicy policy,
      Lifecycle lifecycle) {
    this.config = config;
    this.progress = progress;
    this.barrier = barrier;
    this.waiter = waiter;
    this.lifecycle = lifecycle;
    state = lifecycle.state;
    sequencer = lifecycle.sequencer;
    int capacity = sequencer.capacity();
    mask = capacity - 1;
    int share = Math.max(Math.max(1, capacity / MAX_BATCH_SHARE), config.gather);
    maxBatch = config.maxBatch == 0 ? share : config.maxBatch;
    handOver = new HandOver(config, policy, progress, sequencer, lifecycle);
  }

  /** The name that the stage was given. */
  public String name() {
    return config.name;
  }

  /**
   * The highest sequence that this stage has completed, -1 for none. Acquires the handler's effects
   * up to it.
   */
  public long completed() {
    return progress.get();
  }

  /** Whether the stage is driven by {@link #step()} and not by a thread of its own. */
  public boolean polled() {
    return config.polled;
  }

  /**
   * Ends the back-off of a stage that is stalled: its partial handler is asked again at once, and a
   * retry does not wait any longer. Otherwise without effect.
   */
  public void wakeUp() {
    nudge.ask();
    waiter.unpark();
  }

  /**
   * Hands over one range at most, and tells what was done or why nothing was. Never waits. The
   * stage's callbacks run here too: the start before the first event, the idle callback when it is
   * due, the stop at the end.
   *
   * @throws IllegalStateException if the stage has a thread of its own, the ring has not been
   *     started, or the stage is being stepped, by another thread or by this one further up
   * @throws DisruptorFailedException if the ring has failed, with this very step perhaps
   */
  public StepResult step() {
    if (!config.polled) {
      throw new IllegalStateException(
          "stage '%s' stepped (expected: polled, it has a thread of its own)".formatted(name()));
    }
    if (state.get() == RingState.NEW) {
      throw new IllegalStateException(
          "stage '%s' stepped (expected: start() of '%s' first)".formatted(name(), lifecycle.name));
    }
    if (!enter()) {
      if (state.get() > RingState.RUNNING) {
        return StepResult.EMPTY; // the closing thread is at it
      }
      throw new IllegalStateException(
          "stage '%s' stepped while thread: %s is at it (expected: one step at a time)"
              .formatted(name(), driver));
    }
    try {
      StepResult result = stepEntered();
      if (result == StepResult.ENDED) {
        lifecycle.throwIfFailed();
      }
      return result;
    } finally {
      leave();
    }
  }

  /** Whether the calling thread is now the one that drives the stage. */
  boolean enter() {
    if (!busy.compareAndSet(false, true)) { // edge: busy
      return false;
    }
    driver = Thread.currentThread();
    return true;
  }

  void leave() {
    busy.setRelease(false); // edge: busy
  }

  /** One step of a stage without a thread; the caller has entered. */
  StepResult stepEntered() {
    if (ended.get()) {
      return StepResult.ENDED;
    }
    if (nudge.reached(0)) {
      nudge.clear();
      handOver.retryNow();
    }
    StepResult result = neededAtAll() && !begin() ? StepResult.ENDED : advance();
    if (result == StepResult.STALLED && lifecycle.stopped()) {
      result = StepResult.ENDED; // the handler has just failed the ring
    }
    stalled = result == StepResult.STALLED;
    if (result == StepResult.ENDED) {
      finish();
    }
    return result;
  }

  /** Whether the stage has events to begin for: not in a ring that is closed new and empty. */
  private boolean neededAtAll() {
    return !lifecycle.neverStarted() || sequencer.claimed() >= 0;
  }

  /** Calls the start callback unless that has been done; false when the ring is stopped. */
  boolean begin() {
    if (begun) {
      return true;
    }
    if (lifecycle.stopped()) {
      return false;
    }
    started = true;
    boolean called = call(config.onStart, "failed in its start callback");
    begun = true;
    return called;
  }

  /** Calls the stop callback if the start was called, and counts the stage as ended. */
  void finish() {
    try {
      if (started && !ended.get()) {
        call(config.onStop, "failed in its stop callback");
      }
    } finally {
      ended();
    }
  }

  void ended() {
    if (ended.compareAndSet(false, true)) {
      lifecycle.stageEnded();
    }
  }

  private boolean call(@Nullable StageCallback callback, String what) {
    if (callback == null) {
      return true;
    }
    try {
      callback.call();
      return true;
    } catch (Throwable t) {
      lifecycle.fail(new Failure(name()).of(what, t), t);
      return false;
    }
  }

  void idle() {
    call(config.onIdle, "failed in its idle callback");
  }

  /**
   * Looks once, and hands over one range if there is one. Everything below is per range, nothing per
   * event. Leaves what it saw in {@link #seenState}, {@link #found} and {@link #cut}.
   */
  StepResult advance() {
    int seen = state.get(); // before the barrier: see End
    seenState = seen;
    if (seen != RingState.RUNNING && !mayGoOn(seen)) {
      return StepResult.ENDED;
    }
    long next = progress.own() + 1;
    long bound = Math.min(next + maxBatch - 1, next | mask);
    long available = barrier.available(next, bound);
    long hi = Math.min(available, bound);
    if (seen != RingState.RUNNING && barrier.first()) {
      hi = lifecycle.end.agree(hi);
    }
    if (hi < next) {
      return nothing(seen, next);
    }
    found = available - next + 1;
    cut = hi == bound;
    if (config.gather > 1 && gathers(seen, hi - next + 1, hi < bound)) {
      return StepResult.GATHERING;
    }
    if (handOver.retrying()) {
      if (handOver.retryDelayNanos() > 0) {
        return StepResult.STALLED;
      }
      handOver.retryDue();
    }
    return handOver.hand(next, hi) ? StepResult.HANDLED : StepResult.STALLED;
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
    gathering = false;
    if (seen == RingState.DRAINING) {
      lifecycle.tryFixEnd();
    }
    if (!config.polled) {
      return StepResult.EMPTY; // a stage thread waits for the same, whichever it is
    }
    return why(next);
  }

  /** Tells the kinds of nothing apart; looks at lines that belong to the producers. */
  StepResult why(long next) {
    if (!barrier.first() && sequencer.reached(next)) {
      return StepResult.UPSTREAM;
    }
    return sequencer.claimed() >= next ? StepResult.UNPUBLISHED : StepResult.EMPTY;
  }

  private boolean gathers(int seen, long there, boolean mayGrow) {
    if (there >= config.gather || !mayGrow || seen != RingState.RUNNING) {
      gathering = false;
      return false;
    }
    if (!gathering) {
      gathering = true;
      gatherSinceNanos = System.nanoTime();
    }
    if (gatherLeftNanos() > 0) {
      return true;
    }
    gathering = false;
    return false;
  }

  /** How long a gathering stage will wait for more. */
  long gatherLeftNanos() {
    return config.gatherNanos - (System.nanoTime() - gatherSinceNanos);
  }

  // What others ask of a stage.

  /** Called by the stage's thread, before anything else. */
  void runBy(Thread running) {
    thread.set(running);
    driver = running;
    waiter.bind(running);
  }

  /** Called when the thread that is to run the stage has been started. */
  void startedThread(Thread made) {
    thread.compareAndSet(null, made);
  }

  @Nullable Thread thread() {
    return thread.get();
  }

  boolean drivenBy(Thread claimer) {
    return driver == claimer;
  }

  /** Whether the calling thread is inside this stage's handler or callbacks. */
  boolean holdsCurrentThread() {
    return driver == Thread.currentThread() && (busy.get() || thread.get() == driver);
  }

  void unpark() {
    waiter.unpark();
  }

  /** Said by the driver around its back-off. */
  void stalled(boolean now) {
    stalled = now;
  }

  boolean stalled() {
    return stalled;
  }

  boolean running() {
    return begun;
  }

  boolean hasEnded() {
    return ended.get();
  }

  /** Whether the stage's thread has ended and the stage has not; tells it to one caller only. */
  boolean lostItsThread() {
    Thread mine = thread.get();
    return mine != null && !mine.isAlive() && !hasEnded() && lost.compareAndSet(false, true);
  }
}
