package dev.penstock;

import dev.penstock.sequence.Barrier;
import dev.penstock.sequence.Nudge;
import dev.penstock.sequence.Nullable;
import dev.penstock.sequence.Progress;
import dev.penstock.sequence.RingState;
import dev.penstock.sequence.Waiter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A named node of a ring's topology: a handler, the highest sequence that it has completed, and
 * whatever drives it.
 *
 * <p>A stage is driven step by step; a thread of its own is only one way of doing so. A {@linkplain
 * StageBuilder#polled() polled} stage is driven by the application, from any thread, but one at a
 * time.
 *
 * <p><b>Threads.</b> All methods may be called from any thread. <b>Progress.</b> None of them
 * waits; but a step of a ring that is closing may have the JVM stop the single producer's thread,
 * on JDK 17 all threads, which takes as long as they need to reach a safepoint. <b>Allocation.</b>
 * None, unless a handler fails or the ring is closing.
 */
public final class Stage {
  final StageConfig config;
  final Progress progress;
  final Barrier barrier;
  final Waiter waiter;
  final Nudge nudge = new Nudge();
  final HandOver handOver;
  final Step step;
  private final Lifecycle lifecycle;
  private final RingState state;
  private final AtomicReference<Thread> inside = new AtomicReference<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean lost = new AtomicBoolean();
  private final AtomicReference<Thread> thread = new AtomicReference<>();
  private final Failure startOrIdle; // made early: see Failure
  private final Failure stop;

  private volatile @Nullable Thread driver;
  private volatile boolean begun;
  private volatile boolean started;
  private volatile StepResult heldBack = StepResult.HANDLED; // else STALLED or GATHERING

  private long idleSinceNanos; // for the driver

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
    startOrIdle = new Failure(config.name);
    stop = new Failure(config.name);
    handOver = new HandOver(config, policy, progress, lifecycle.sequencer, lifecycle);
    step = new Step(this, lifecycle);
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

  /** Whether it pauses in streams; one that is polled would, if it had a thread. */
  boolean coalesces() {
    return barrier.first() && waiter.spec().coalescing();
  }

  /**
   * Ends the back-off of a stage that is stalled: its partial handler is asked again at once, and a
   * retry does not wait any longer. Asked of a stage that is not, it ends the next back-off of its
   * partial handler, which may just have decided to stall, and is without effect otherwise.
   */
  public void wakeUp() {
    nudge.ask();
    waiter.unpark();
  }

  /**
   * Hands over one range at most, and tells what was done or why nothing was. Does not wait. The
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
      if (state.get() > RingState.RUNNING && inside.get() != Thread.currentThread()) {
        return StepResult.EMPTY; // the closing thread is at it
      }
      throw new IllegalStateException(
          "stage '%s' stepped while thread: %s is at it (expected: one step at a time)"
              .formatted(name(), driverName()));
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

  private String driverName() {
    Thread now = driver;
    return now == null ? "unknown" : now.getName();
  }

  /** Whether the calling thread is now the one that drives the stage. */
  boolean enter() {
    if (!inside.compareAndSet(null, Thread.currentThread())) { // edge: busy
      return false;
    }
    if (driver != Thread.currentThread()) {
      driver = Thread.currentThread();
    }
    return true;
  }

  void leave() {
    inside.setRelease(null); // edge: busy
  }

  /** One step of a stage without a thread; the caller has entered. */
  StepResult stepEntered() {
    if (ended.get()) {
      return StepResult.ENDED;
    }
    if (nudge.take()) {
      handOver.retryNow();
    }
    // In a ring that is closed new it begins before what it hands over first, or not at all.
    boolean mayGoOn = lifecycle.neverStarted() || begin();
    StepResult result = mayGoOn ? step.advance() : StepResult.ENDED;
    idleAfter(result);
    if (result == StepResult.STALLED && lifecycle.stopped()) {
      result = StepResult.ENDED; // the handler has just failed the ring
    }
    heldBack(
        result == StepResult.STALLED || result == StepResult.GATHERING
            ? result
            : StepResult.HANDLED);
    if (result == StepResult.ENDED) {
      finish();
    }
    return result;
  }

  /** Calls the start callback unless that has been done; false when the ring is stopped. */
  boolean begin() {
    if (begun) {
      return true;
    }
    takeInterrupt();
    if (lifecycle.stopped()) {
      return false;
    }
    started = true;
    begun = call(config.onStart, startOrIdle, "failed in its start callback");
    idleSinceNanos = System.nanoTime();
    return begun;
  }

  /** Calls the stop callback if the start was called, and counts the stage as ended. */
  void finish() {
    try {
      if (started && !ended.get()) {
        takeInterrupt();
        call(config.onStop, stop, "failed in its stop callback");
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

  private boolean call(@Nullable StageCallback callback, Failure failure, String what) {
    if (callback == null) {
      return true;
    }
    try {
      callback.call();
      return true;
    } catch (Throwable t) {
      if (!lifecycle.interruptedByHalt(t)) {
        lifecycle.fail(failure.of(what, t), t);
      }
      return false;
    }
  }

  /**
   * Takes an interrupt from before away from what is to be called next, where the stage has a
   * thread of its own. It may have come with the end of the ring, and nobody interrupts twice: so
   * whatever may block looks at the state behind this, and is not called any more.
   */
  private void takeInterrupt() {
    if (thread.get() == Thread.currentThread()) {
      waiter.takeInterrupt();
    }
  }

  /** How long until the idle callback is due. */
  long idleLeftNanos() {
    return config.onIdle == null
        ? Waiter.FOREVER
        : Math.max(0, config.idleNanos - (System.nanoTime() - idleSinceNanos));
  }

  /** Begins the idle time anew after work, and calls the idle callback when it is over. */
  void idleAfter(StepResult result) {
    if (config.onIdle == null || !begun || result == StepResult.ENDED) {
      return;
    }
    boolean nothing =
        result == StepResult.EMPTY
            || result == StepResult.UPSTREAM
            || result == StepResult.UNPUBLISHED;
    if (!nothing) {
      idleSinceNanos = System.nanoTime();
    } else if (idleLeftNanos() == 0) {
      takeInterrupt();
      if (!lifecycle.stopped()) {
        call(config.onIdle, startOrIdle, "failed in its idle callback");
      }
      idleSinceNanos = System.nanoTime();
    }
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

  @Nullable
  Thread thread() {
    return thread.get();
  }

  /** The thread that is at this stage, or none: its own, or whoever is just stepping it. */
  @Nullable
  Thread drivenNow() {
    Thread mine = thread.get();
    return mine == null ? inside.get() : mine;
  }

  boolean drivenBy(Thread claimer) {
    return driver == claimer;
  }

  /** Whether the calling thread is inside this stage's handler or callbacks. */
  boolean holdsCurrentThread() {
    Thread me = Thread.currentThread();
    return !hasEnded() && (inside.get() == me || thread.get() == me);
  }

  void unpark() {
    waiter.unpark();
  }

  /**
   * Said by the driver around its back-off, and around a wait for more; HANDLED when it is over.
   */
  void heldBack(StepResult now) {
    if (now != heldBack) {
      heldBack = now;
    }
  }

  /** Why the stage does nothing though work is there; HANDLED when it does something. */
  StepResult heldBack() {
    return heldBack;
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
