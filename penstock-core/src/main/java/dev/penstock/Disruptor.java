package dev.penstock;

import dev.penstock.sequence.Barrier;
import dev.penstock.sequence.End;
import dev.penstock.sequence.Gate;
import dev.penstock.sequence.MultiSequencer;
import dev.penstock.sequence.Progress;
import dev.penstock.sequence.RingState;
import dev.penstock.sequence.Sequencer;
import dev.penstock.sequence.SingleSequencer;
import dev.penstock.sequence.WaitSpec;
import dev.penstock.sequence.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A ring of sequence numbers through which producers pass messages to stages, without locks and
 * without garbage. Every stage sees every event.
 *
 * <p>The ring coordinates <em>sequences</em>; the application owns the <em>storage</em>, an array
 * or several, and finds the slot of a sequence with {@link #slot}. The rings in {@link
 * dev.penstock.ring} do both.
 *
 * <pre>{@code
 * long[] price = new long[CAPACITY];
 * try (Disruptor disruptor =
 *         Disruptor.singleProducer(CAPACITY)
 *             .stage("journal", (lo, hi) -> journal.append(price, lo, hi))
 *             .stage("match", (lo, hi) -> engine.match(price, lo, hi))
 *             .after("journal")
 *             .start();
 *     Producer producer = disruptor.producer()) {
 *   long s = producer.claim();
 *   try {
 *     price[slot(s, CAPACITY)] = 42;
 *     producer.publish(s);
 *   } finally {
 *     producer.discard(); // nothing once published
 *   }
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> All methods may be called from any thread, handlers included. <b>Memory.</b>
 * Handler effects happen-before the return of {@link #close}, {@link #shutdown} and {@link
 * #awaitQuiescence}. <b>Allocation.</b> None per event.
 */
public final class Disruptor implements AutoCloseable {
  private static final long LOOK_MIN_NANOS = 20_000;
  private static final long LOOK_MAX_NANOS = 1_000_000;

  private final DisruptorBuilder config;
  private final Topology topology;
  private final Sequencer sequencer;
  private final Gate gate;
  private final Lifecycle lifecycle;
  private final Launch launch;
  private final SnapshotReader snapshots;
  private final Shutdown shutdown;

  Disruptor(DisruptorBuilder builder) {
    config = builder;
    topology = new Topology(builder.stages.values());
    builder.stages.values().forEach(stage -> StageChecks.check(stage, builder, topology));
    sequencer =
        builder.multiProducer
            ? new MultiSequencer(builder.capacity)
            : new SingleSequencer(builder.capacity);
    Map<String, Progress> progress = new LinkedHashMap<>();
    topology.ordered().forEach(name -> progress.put(name, new Progress()));
    RingState state = new RingState();
    Progress[] first = progressOf(topology.first(), progress);
    End end = new End(state, sequencer, Nanos.of(builder.claimGrace), first);
    lifecycle = new Lifecycle(builder.name, state, end, sequencer, progress.size());
    gate = new Gate(builder.capacity, progressOf(topology.leaves(), progress));
    if (builder.waitStrategy.spec().parksBySignal()) {
      for (int i = 0; i < gate.leaves(); i++) {
        gate.leaf(i).signals().enable(); // producers may park there
      }
    }
    List<Stage> stages = new ArrayList<>();
    progress.keySet().forEach(name -> stages.add(stage(name, progress)));
    lifecycle.stages(stages);
    launch = new Launch(lifecycle, builder.threads);
    snapshots = new SnapshotReader(lifecycle, topology);
    shutdown = new Shutdown(lifecycle, snapshots);
  }

  /** Without streams, as what builds a ring: in interpreted code they took a third of the time. */
  private static Progress[] progressOf(Collection<String> names, Map<String, Progress> progress) {
    Progress[] found = new Progress[names.size()];
    int i = 0;
    for (String name : names) {
      found[i++] = Objects.requireNonNull(progress.get(name));
    }
    return found;
  }

  private Stage stage(String name, Map<String, Progress> progress) {
    StageConfig stage = Objects.requireNonNull(config.stages.get(name));
    WaitStrategy strategy = stage.waitStrategy != null ? stage.waitStrategy : config.waitStrategy;
    return new Stage(
        stage,
        Objects.requireNonNull(progress.get(name)),
        new Barrier(sequencer, progressOf(topology.upstreams(name), progress)),
        new Waiter(strategy.spec(), lifecycle.state),
        stage.errorPolicy != null ? stage.errorPolicy : config.errorPolicy,
        lifecycle);
  }

  /**
   * Begins a ring whose events come from one producer: the fastest kind.
   *
   * @param capacity the number of slots, a power of two from 2 to 1073741824
   */
  public static DisruptorBuilder singleProducer(int capacity) {
    return new DisruptorBuilder(capacity, false);
  }

  /**
   * Begins a ring whose events may come from any number of producers, each with a handle of its
   * own.
   *
   * @param capacity the number of slots, a power of two from 2 to 1073741824
   */
  public static DisruptorBuilder multiProducer(int capacity) {
    return new DisruptorBuilder(capacity, true);
  }

  /** The index of a sequence's slot in an array of {@code capacity} elements, a power of two. */
  public static int slot(long sequence, int capacity) {
    return (int) sequence & (capacity - 1);
  }

  /**
   * The index of a sequence's slot in an array of {@code capacity} elements, a power of two, where
   * neighbours lie some 16 elements apart: the slots of {@link #slot} in another order, the same in
   * each lap.
   *
   * <p>Messages of a few bytes share a cache line with their neighbours, and a processor has a few
   * dozen stores under way; to longs side by side these are in four lines, so no more are fetched
   * at a time. Where neighbours lie in different lines, more are. That pays where single messages
   * stream to stages that coalesce and only read. It does not where a stage spins without
   * coalescing, where several producers publish, or where the last stage writes into what it has
   * read.
   *
   * <p>Whoever touches such an array goes by this index, sequence by sequence; the slots of a range
   * do not lie side by side. Of fewer than 64 elements fewer neighbours lie apart, of fewer than 32
   * none.
   */
  public static int interleavedSlot(long sequence, int capacity) {
    int low = (int) sequence;
    return (low ^ (low & 3) << 4) & (capacity - 1); // the mask at the end: no check of bounds
  }

  /** The name that the ring was given. */
  public String name() {
    return lifecycle.name;
  }

  /** The number of slots. */
  public int capacity() {
    return sequencer.capacity();
  }

  /** Where the ring stands in its life. */
  public DisruptorState state() {
    return lifecycle.current();
  }

  /**
   * Makes the handle of one producing thread. A ring built with {@link #singleProducer} has one at
   * a time: another may be made when the first is closed, to hand production on to another thread.
   */
  public Producer producer() {
    return makeProducer("", config.waitStrategy);
  }

  /** Makes a handle of this name, which snapshots and messages give. */
  public Producer producer(String name) {
    return makeProducer(name, config.waitStrategy);
  }

  /**
   * Makes a handle that waits in this way while the ring is full. Blocking is by signal where the
   * ring's own default strategy is blocking, and in naps of at most a millisecond elsewhere, where
   * stages do not pay for signals to producers.
   */
  public Producer producer(String name, WaitStrategy whenFull) {
    return makeProducer(name, whenFull);
  }

  private Producer makeProducer(String name, WaitStrategy whenFull) {
    WaitSpec spec = Objects.requireNonNull(whenFull, "whenFull").spec();
    boolean unnamed = Objects.requireNonNull(name, "name").isEmpty();
    int number = lifecycle.reserveHandle(config.multiProducer ? Integer.MAX_VALUE : 1);
    try {
      String called = unnamed ? "producer-" + number : name;
      Producer producer =
          sequencer instanceof MultiSequencer multi
              ? new MultiProducer(called, lifecycle, gate, spec, multi)
              : new SingleProducer(called, lifecycle, gate, spec, (SingleSequencer) sequencer);
      lifecycle.register(producer);
      return producer;
    } catch (Throwable t) { // no memory, say: there may be some for the next one
      lifecycle.releaseHandle();
      throw t;
    }
  }

  /** The stage of this name. */
  public Stage stage(String name) {
    for (Stage stage : lifecycle.stages()) {
      if (stage.name().equals(name)) {
        return stage;
      }
    }
    throw topology.unknown(name);
  }

  /**
   * Steps every polled stage once, upstream first.
   *
   * @return whether any of them handled something
   */
  public boolean step() {
    boolean handled = false;
    List<Stage> stages = lifecycle.stages();
    for (int i = 0; i < stages.size(); i++) { // no iterator: stepping makes no garbage
      Stage stage = stages.get(i);
      if (stage.polled()) {
        handled |= stage.step() == StepResult.HANDLED;
      }
    }
    return handled;
  }

  /**
   * Starts the threads of the stages; nothing when they have been started.
   *
   * @throws IllegalStateException if the ring has been closed or halted
   * @throws DisruptorFailedException if a thread could not be started: those that were have ended,
   *     or are told to and were waited for, up to a second each
   */
  public Disruptor start() {
    if (state() == DisruptorState.NEW) {
      launch.warnOfSpinning();
    }
    if (lifecycle.state.advance(RingState.NEW, RingState.RUNNING)) {
      launch.start();
    } else if (state() != DisruptorState.RUNNING) {
      throw new IllegalStateException(
          "start: '%s' is %s (expected: NEW)".formatted(name(), state()));
    }
    return this;
  }

  /**
   * Waits until every stage that has a thread has run on it, past its start callback; false when
   * the time is over or the ring is closed before that.
   */
  public boolean awaitRunning(Duration limit) throws InterruptedException {
    return await(limit, () -> lifecycle.stages().stream().allMatch(s -> s.polled() || s.running()));
  }

  /**
   * Waits until every stage has completed what was published before this call; false when the time
   * is over or the ring is stopped.
   *
   * @throws DisruptorFailedException if the ring has failed before that
   */
  public boolean awaitQuiescence(Duration limit) throws InterruptedException {
    long last = sequencer.lastPublished();
    return await(limit, () -> gate.limit() - capacity() >= last);
  }

  private boolean await(Duration limit, BooleanSupplier reached) throws InterruptedException {
    long nanos = Nanos.of(limit);
    long since = System.nanoTime();
    long nap = LOOK_MIN_NANOS;
    while (true) {
      boolean over = RingState.stopped(lifecycle.state.get()) || lifecycle.allEnded();
      if (reached.getAsBoolean()) { // behind the state: nothing is reached any more when it is over
        return true;
      }
      lifecycle.throwIfFailed(); // behind the state: what has stopped it is known by now
      if (over || System.nanoTime() - since >= nanos) {
        return false;
      }
      lifecycle.checkThreads();
      LockSupport.parkNanos(this, nap);
      nap = Math.min(2 * nap, LOOK_MAX_NANOS);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /** Reads every counter of the ring. Allocates; meant for diagnosis and metrics. */
  public Snapshot snapshot() {
    return snapshots.read(false);
  }

  /** The ring and its stages in words, one line each. */
  public String describe() {
    return new Description(config, topology).text(state());
  }

  /** The topology as a Mermaid flow chart. */
  public String mermaid() {
    return new Description(config, topology).mermaid();
  }

  /**
   * Refuses new claims, waits until every stage has handled what was published, and stops. What
   * lies behind a claim that another thread does not publish within {@code claimGrace} is not
   * handled: that is logged as a warning, where {@link #shutdown} returns it. Called from a handler
   * it only requests that. Interrupted, it halts the ring, still waits for the stages, and keeps
   * the interrupt. May be called again. Stages that no thread drives, polled ones and those of a
   * ring that was never started, are stepped by the calling thread.
   *
   * @throws DisruptorFailedException if the ring has failed, each time it is called
   */
  @Override
  public void close() {
    shutdown.close();
  }

  /**
   * Closes the ring, but waits no longer than {@code limit} for the stages to handle what was
   * published; then it halts the ring, interrupts the stages' threads, and returns after a short
   * grace even when a handler is stuck. Throws nothing for a ring that has failed: the result says
   * so, and what was not processed, and who held it.
   *
   * <p>A stage that no thread drives, polled or never started, is stepped by the calling thread
   * itself, so a handler of such a stage that does not return holds up this call beyond any limit.
   * On a ring with one producer it may have to wait, too, until the JVM has stopped that producer's
   * thread for a moment, which it can no sooner than the thread reaches a safepoint.
   */
  public Snapshot shutdown(Duration limit) {
    return shutdown.shutdown(limit);
  }

  /**
   * Stops every stage after what it is just handling, and ends every claim that waits. Only
   * requests: {@link #close} or {@link #shutdown} wait for the stages, and {@link #shutdown} tells
   * what was left.
   */
  public void halt() {
    shutdown.halt();
  }

  @Override
  public String toString() {
    return describe();
  }
}
