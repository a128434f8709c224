package dev.penstock;

import dev.penstock.sequence.End;
import dev.penstock.sequence.Nullable;
import dev.penstock.sequence.RingState;
import dev.penstock.sequence.Sequencer;
import java.lang.invoke.VarHandle;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Moves one ring through its states, and tells everybody.
 *
 * <p>Every transition has the same shape: the state by compare-and-set, stages woken, then every
 * handle's limit revoked, then everybody woken. The arguments are in {@link
 * dev.penstock.sequence.Limit} (no claim slips past), {@link dev.penstock.sequence.WakeUp} (nobody
 * sleeps on) and {@link End} (no stage stops short of another). A caller who comes second does the
 * rest too: the first may have been held up behind its compare-and-set. None of them waits, but for
 * the JVM to stop a producer's thread (see {@link OwnerLook}); waiting for the outcome is {@link
 * Shutdown}'s.
 */
final class Lifecycle {
  private static final int CAUSES_MAX = 16; // a chain of causes may have a loop

  final String name;
  final RingState state;
  final End end;
  final Sequencer sequencer;
  private final List<Producer> producers = new CopyOnWriteArrayList<>();
  private final AtomicReference<Failure> failure = new AtomicReference<>();
  private final AtomicInteger live;
  private final AtomicInteger handles = new AtomicInteger();
  private final AtomicInteger handlesMade = new AtomicInteger();
  private List<Stage> stages = List.of();
  private volatile String stoppedBy = "";
  private volatile boolean neverStarted;
  private volatile boolean interrupting;
  @Nullable private volatile Thread launcher;

  Lifecycle(String name, RingState state, End end, Sequencer sequencer, int stages) {
    this.name = name;
    this.state = state;
    this.end = end;
    this.sequencer = sequencer;
    live = new AtomicInteger(stages);
  }

  /** Once, while the ring is built: all stages, upstream first. */
  void stages(List<Stage> all) {
    stages = List.copyOf(all);
  }

  List<Stage> stages() {
    return stages;
  }

  List<Producer> producers() {
    return producers;
  }

  DisruptorState current() {
    return DisruptorState.of(state.get());
  }

  boolean stopped() {
    return RingState.stopped(state.get());
  }

  /** Who asked for the end of the ring, as {@code close() called by main}. */
  String stoppedBy() {
    return stoppedBy;
  }

  /** Whether the ring has left NEW without being started, so that no stage has a thread. */
  boolean neverStarted() {
    return neverStarted;
  }

  /** The thread that is starting those of the stages, in which factories run; null when it has. */
  void launcher(@Nullable Thread thread) {
    launcher = thread;
  }

  /** Whether the calling thread is that one. */
  boolean launching() {
    return launcher == Thread.currentThread();
  }

  /** Whether the calling thread is inside a stage, or is to start them: it cannot wait for them. */
  boolean holdsCurrentThread() {
    return launching() || stages.stream().anyMatch(Stage::holdsCurrentThread);
  }

  /** Refuses claims from now on, and lets stages work off what is published. */
  void drain(String by) {
    if (!holdsCurrentThread()) { // else it only requests, and goes on to publish
      discardOwnClaims();
    }
    int seen = state.get();
    while (RingState.acceptsClaims(seen)) {
      end.openGrace();
      stoppedBy = by;
      if (state.advance(seen, RingState.DRAINING)) {
        break;
      }
      seen = state.get();
    }
    revokeAndWake(seen);
  }

  /** The closing thread's claims that are pending: nobody else could publish them any more. */
  private void discardOwnClaims() {
    for (Producer producer : producers) {
      if (producer.owner() == Thread.currentThread()) {
        producer.discard();
      }
    }
  }

  /** Stops every stage where it is. */
  void halt(String by) {
    if (state.get() < RingState.TERMINATED) {
      stoppedBy = by;
    }
    revokeAndWake(state.stop(RingState.HALTED));
  }

  /** Stops the ring for {@code cause}; the first failure is kept, later ones are added to it. */
  void fail(Failure candidate, Throwable cause) {
    Failure first = failure.compareAndExchange(null, candidate);
    if (first != null && first.cause() != cause) {
      first.addLater(cause);
    }
    revokeAndWake(state.stop(RingState.FAILED));
  }

  private void revokeAndWake(int left) {
    if (left == RingState.NEW) {
      neverStarted = true; // whoever acts on it looks again and again
    }
    wakeStages(); // first: there may be no memory left for what follows, and producers look up
    for (Producer producer : producers) {
      producer.revoke();
    }
    wakeEverybody();
  }

  private void wakeEverybody() {
    wakeStages();
    for (Producer producer : producers) {
      producer.unpark();
    }
  }

  private void wakeStages() {
    VarHandle.fullFence(); // edge: state
    for (int i = 0; i < stages.size(); i++) { // no iterator
      stages.get(i).unpark();
    }
  }

  /** Fixes the end of a draining ring if that can be done now. */
  void tryFixEnd() {
    if (end.tryFix()) {
      wakeEverybody();
    }
  }

  /** One stage has stopped for good; the last one of a drained ring terminates it. */
  void stageEnded() {
    live.decrementAndGet();
    allEnded();
  }

  /** Whether every stage has ended; the state says so too when this has been true. */
  boolean allEnded() {
    if (live.get() != 0) {
      return false;
    }
    state.advance(RingState.ENDING, RingState.TERMINATED); // the last one may be held up before it
    return true;
  }

  /** Makes room for one more handle, where there may be one; gives its number. */
  int reserveHandle(int most) {
    int open; // counted only where there is room: a wrong request never stands in a right one's way
    do {
      open = handles.get();
      if (open >= most) {
        throw new IllegalStateException(
            "producers: %s (expected: %s, built with singleProducer)".formatted(open + 1, most));
      }
    } while (!handles.compareAndSet(open, open + 1));
    return handlesMade.incrementAndGet();
  }

  void register(Producer producer) {
    producers.add(producer);
  }

  void unregister(Producer producer) {
    if (producers.remove(producer)) {
      releaseHandle();
    }
  }

  /** Gives the room back that was made for a handle. */
  void releaseHandle() {
    handles.decrementAndGet();
  }

  /**
   * Says that stage threads are about to be interrupted, because a shutdown has reached its limit.
   */
  void interrupting() {
    interrupting = true;
  }

  /** Whether {@code thrown} is only the echo of that interrupt. */
  boolean interruptedByHalt(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; interrupting && cause != null && depth < CAUSES_MAX; depth++) {
      if (cause instanceof InterruptedException || cause instanceof ClosedByInterruptException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /** Fails the ring if the thread of a stage has ended without the stage knowing. */
  void checkThreads() {
    for (int i = 0; i < stages.size(); i++) {
      Stage stage = stages.get(i);
      if (stage.lostItsThread()) { // true once
        IllegalStateException cause = new IllegalStateException("its thread ended behind its back");
        fail(new Failure(stage.name()).of("failed", cause), cause);
        stage.ended();
      }
    }
  }

  @Nullable
  DisruptorFailedException failureOrNull() {
    Failure first = failure.get();
    return first == null ? null : new DisruptorFailedException(first);
  }

  /** Throws if the ring has failed: a new exception each time. */
  void throwIfFailed() {
    DisruptorFailedException failed = failureOrNull();
    if (failed != null) {
      throw failed;
    }
  }

  /** What a claim throws that was refused in this state. */
  RuntimeException refusal(String detail) {
    DisruptorFailedException failed = failureOrNull();
    if (failed != null) {
      return failed;
    }
    DisruptorState now = current();
    return new ClaimRefusedException(
        "claim refused: '%s' is %s (%s)%s".formatted(name, now, stoppedBy, detail), now);
  }
}
