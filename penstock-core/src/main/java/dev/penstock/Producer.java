package dev.penstock;

import dev.penstock.sequence.Claims;
import dev.penstock.sequence.Gate;
import dev.penstock.sequence.Limit;
import dev.penstock.sequence.Nullable;
import dev.penstock.sequence.RingState;
import dev.penstock.sequence.VirtualThreads;
import dev.penstock.sequence.WaitSpec;
import dev.penstock.sequence.Waiter;
import dev.penstock.sequence.WakeUp;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One thread's handle for publishing: it claims a range of sequences, the application fills their
 * slots, and the handle publishes them or gives them up.
 *
 * <p>A handle has at most one claim outstanding. {@link #discard()} does nothing when nothing is
 * outstanding, so it belongs in a {@code finally}.
 *
 * <p><b>Threads.</b> For the one thread that claims with it first; the methods that only look may
 * be called by any. <b>Progress.</b> {@link #tryClaim(int)} never waits for room. The forms that
 * wait do so while the ring is full, and no longer than the ring takes claims: a close, a halt and
 * a failure end every wait with an exception. Claims of several producers are lock-free and not
 * fair; each race that one loses to another may cost it a pause of four microseconds.
 * <b>Memory.</b> Writes before {@link #publish} happen-before every stage's handling of what was
 * published; every handler's reads of a slot happen-before the return of the claim that gives the
 * slot out again. All of this holds for the application's own arrays. <b>Allocation.</b> None,
 * unless something is thrown.
 */
@SuppressWarnings("exports") // what it inherits is protected, and nobody else can extend this class
public abstract sealed class Producer extends Claims implements AutoCloseable
    permits SingleProducer, MultiProducer {
  private final String name;
  private final Lifecycle lifecycle;
  private final Gate gate;
  private final Limit limit;
  private final int capacity;
  private final Waiter waiter;
  private final WakeUp[] records;
  private final AtomicReference<Thread> owner = new AtomicReference<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  Producer(String name, Lifecycle lifecycle, Gate gate, WaitSpec whenFull, long last, long idle) {
    super(last, idle);
    this.name = name;
    this.lifecycle = lifecycle;
    this.gate = gate;
    capacity = gate.capacity();
    limit = new Limit(gate, lifecycle.state, this);
    boolean signalled = gate.leaf(0).signals().enabled();
    waiter = new Waiter(signalled ? whenFull : whenFull.unsignalled(), lifecycle.state);
    records = new WakeUp[gate.leaves()];
    if (waiter.spec().parksBySignal()) {
      for (int i = 0; i < records.length; i++) {
        records[i] = gate.leaf(i).signals().add();
      }
    }
  }

  /** Claims within the limit, if that is possible without looking further. */
  abstract boolean claimWithinLimit(int n);

  /** Called before every look at the gating stages, with nothing outstanding. */
  void limitReached() {}

  /** The highest sequence that a claim of {@code n} would need just now. */
  private long wanted(int n) {
    return lifecycle.sequencer.claimed() + n;
  }

  /**
   * The highest sequence that this handle is done with, published or given up, as any thread may
   * see it.
   */
  abstract long done();

  /** Whether a claim is outstanding, for the handle's own thread. */
  abstract boolean outstanding();

  /**
   * Claims one sequence, waiting while the ring is full, and returns it. Uninterruptible: a pending
   * interrupt is kept.
   *
   * @throws ClaimRefusedException if the ring is draining, terminated or halted
   * @throws DisruptorFailedException if the ring has failed
   * @throws IllegalStateException if a claim is outstanding, the handle is closed or another
   *     thread's, the ring is full and not started, or the claim would wait for a stage that the
   *     calling thread drives
   */
  public abstract long claim();

  /**
   * Claims one sequence like {@link #claim()}, and makes sure that its slot of an array holds an
   * object. On a ring with one producer it does so before the claim: nothing is left to check
   * between claim and publish, and compiled code makes fewer stores. On a ring with several it is
   * {@code claim()} and a check.
   *
   * <pre>{@code
   * long sequence = producer.claim(orders);
   * orders[Disruptor.slot(sequence, orders.length)].price = price;
   * producer.publish(sequence);
   * }</pre>
   *
   * <p>With that index, from the array's own length, the compiler takes both looks at the slot for
   * one; with {@link #slot} it makes both.
   *
   * @param slots the application's array, of {@link #capacity()} elements
   * @throws IllegalArgumentException if the array is of another length, or the slot is empty;
   *     nothing stays claimed then
   */
  public abstract long claim(Object[] slots);

  /**
   * Claims {@code n} contiguous sequences like {@link #claim()}, and returns the highest; the
   * lowest is {@code n - 1} less. Their slots may wrap.
   *
   * @param n from 1 to the capacity
   */
  public abstract long claim(int n);

  /**
   * Claims {@code n} sequences if the ring has room for them; false when it is full. It says so
   * only after looking at every gating stage. {@link #claimed()} is the highest.
   */
  public final boolean tryClaim(int n) {
    if (claimAtOnce(n)) {
      return true;
    }
    check();
    Attempt attempt = claimRefreshed(n);
    while (attempt == Attempt.LOST) {
      attempt = claimRefreshed(n);
    }
    return attempt == Attempt.CLAIMED;
  }

  /**
   * Claims {@code n} sequences, waiting no longer than {@code limit}; false when the ring was full
   * all that time.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public final boolean tryClaim(int n, Duration limit) throws InterruptedException {
    Objects.requireNonNull(limit, "limit");
    return claimAtOnce(n) || claimWaiting(n, Nanos.of(limit), true);
  }

  final boolean claimAtOnce(int n) {
    checkCount(n);
    assert usedByItsThread();
    return !outstanding() && claimWithinLimit(n);
  }

  private void checkCount(int n) {
    if (n < 1 || n > capacity) {
      throw new IllegalArgumentException("n: " + n + " (expected: 1.." + capacity + ")");
    }
  }

  final void checkLength(Object[] slots) {
    if (slots.length != capacity) {
      throw new IllegalArgumentException(
          "slots: " + slots.length + " (expected: " + capacity + ", the capacity)");
    }
  }

  final IllegalArgumentException emptySlot(long sequence) {
    return new IllegalArgumentException(
        "slots[" + slot(sequence) + "]: null (expected: an object)");
  }

  private enum Attempt {
    CLAIMED,
    FULL,
    LOST
  }

  /**
   * Looks at the gating stages and tries once more. A lost race is not a full ring: what is wanted
   * is read before the gating sequences, so that where it exceeds them, it did so at one moment.
   */
  private Attempt claimRefreshed(int n) {
    limitReached();
    long wanted = wanted(n);
    if (!RingState.acceptsClaims(limit.refresh())) {
      throw refusal();
    }
    if (closed.get()) { // by another thread, meanwhile: the refresh may have undone its revocation
      revoke();
      throw closed();
    }
    long seen = limitOpaque(); // edge: revoke
    if (wanted > seen) {
      return seen == Limit.REVOKED ? Attempt.LOST : Attempt.FULL; // revoked meanwhile: look again
    }
    return claimWithinLimit(n) ? Attempt.CLAIMED : Attempt.LOST;
  }

  /** A claim that finds no room at once, or was wrong; returns its highest sequence. */
  final long awaitClaim(int n) {
    checkCount(n);
    try {
      claimWaiting(n, Waiter.FOREVER, false);
      return claimed();
    } catch (InterruptedException e) {
      throw new AssertionError("an uninterruptible wait was interrupted", e);
    }
  }

  /** The slow path of every claim that waits. */
  private boolean claimWaiting(int n, long timeoutNanos, boolean interruptible)
      throws InterruptedException {
    check();
    long since = timeoutNanos == Waiter.FOREVER ? 0 : System.nanoTime();
    try {
      Attempt attempt = claimRefreshed(n);
      while (attempt != Attempt.CLAIMED) {
        long left = timeoutNanos;
        if (timeoutNanos != Waiter.FOREVER) {
          left -= System.nanoTime() - since;
          if (left <= 0 && attempt == Attempt.FULL) {
            return false;
          }
        }
        if (attempt == Attempt.FULL) {
          awaitRoom(gate.needed(wanted(n)), left, interruptible);
        }
        attempt = claimRefreshed(n);
      }
      return true;
    } finally {
      waiter.restoreInterrupt();
    }
  }

  private void awaitRoom(long needed, long timeoutNanos, boolean interruptible)
      throws InterruptedException {
    int seen = lifecycle.state.get();
    if (!RingState.acceptsClaims(seen)) {
      return; // the caller looks again and throws
    }
    checkNobodyWaitsForItself(needed);
    if ((seen == RingState.NEW || lifecycle.launching()) && !interruptible) {
      throw new IllegalStateException(
          "claim: '%s' is full and not started (expected: start() first, or tryClaim)"
              .formatted(lifecycle.name));
    }
    int leaf = gate.laggard();
    long nanos = Math.min(timeoutNanos, StageThread.HEARTBEAT_NANOS);
    switch (waiter.await(gate.leaf(leaf), records[leaf], needed, seen, nanos, interruptible)) {
      case INTERRUPTED -> throw new InterruptedException();
      case EXPIRED -> lifecycle.checkThreads();
      default -> {} // the caller looks again
    }
  }

  /** A stage that this thread drives cannot move while the thread waits here. */
  private void checkNobodyWaitsForItself(long needed) {
    Thread me = Thread.currentThread();
    List<Stage> stages = lifecycle.stages();
    for (int i = 0; i < stages.size(); i++) { // no iterator: a wait makes no garbage
      Stage stage = stages.get(i);
      if (stage.drivenBy(me) && !stage.progress.reached(needed)) {
        throw new IllegalStateException(
            "stage '%s' would wait for itself: claim on its own full ring '%s' (expected: tryClaim)"
                .formatted(stage.name(), lifecycle.name));
      }
    }
  }

  private void check() {
    if (closed.get()) {
      throw closed();
    }
    Thread mine = owner.get();
    if (mine == null || !mine.isAlive()) {
      bind(mine, Thread.currentThread());
    }
    usedByItsThread();
    if (outstanding()) {
      throw new IllegalStateException(
          "claim: %s is unpublished (expected: publish or discard before the next claim)"
              .formatted(done() + 1));
    }
  }

  private IllegalStateException closed() {
    return new IllegalStateException("producer '" + name + "': closed (expected: open)");
  }

  private void bind(@Nullable Thread former, Thread user) {
    if (waiter.spec().kind() == WaitSpec.Kind.BUSY_SPIN && VirtualThreads.isVirtual(user)) {
      throw new IllegalStateException(
          "producer '%s' wait strategy: busySpin (expected: another one on a virtual thread)"
              .formatted(name));
    }
    if (owner.compareAndSet(former, user)) {
      waiter.bind(user);
    }
  }

  /** Throws if the calling thread is not the one that claimed first; else true, for assertions. */
  final boolean usedByItsThread() {
    Thread mine = owner.get();
    if (mine != null && mine != Thread.currentThread() && mine.isAlive()) {
      throw new IllegalStateException(
          "producer '%s' used by thread: %s (expected: %s, one handle per thread)"
              .formatted(name, Thread.currentThread().getName(), mine.getName()));
    }
    return true;
  }

  private RuntimeException refusal() {
    long last = lastKept();
    boolean late =
        lifecycle.end.fixed()
            && last > lifecycle.end.get()
            && lifecycle.sequencer.reached(last)
            && !lifecycle.sequencer.discarded(last);
    return lifecycle.refusal(
        late
            ? "; not processed, being behind the end: %s..%s"
                .formatted(lifecycle.end.get() + 1, last)
            : "");
  }

  /** The last sequence before what was discarded of the newest claim, else that claim's end. */
  abstract long lastKept();

  final IllegalArgumentException notClaimed(long through) {
    long lo = done() + 1;
    long hi = claimed();
    String expected = lo > hi ? "a claim first" : lo + ".." + hi + ", what is claimed";
    return new IllegalArgumentException("publish: " + through + " (expected: " + expected + ")");
  }

  /**
   * The highest sequence of this handle's newest claim; on a ring with one producer, the last
   * published one before the first claim, and where the rest of a claim was discarded. To other
   * threads than the handle's own it may be an earlier one's.
   */
  public abstract long claimed();

  /**
   * Publishes the outstanding claim up to {@code through}: its highest sequence publishes all of
   * it. Never waits, and is not refused by a ring that is closing.
   *
   * @throws IllegalArgumentException if {@code through} is not part of the outstanding claim
   */
  public abstract void publish(long through);

  /**
   * Gives up what is left of the outstanding claim; stages skip it. Does nothing when nothing is
   * outstanding. Whether the numbers are issued again is not specified.
   */
  public abstract void discard();

  /**
   * The index of this sequence's slot in an array of {@link #capacity()} elements. Where every
   * nanosecond counts, {@link Disruptor#slot} with the length of the array is faster: it is in a
   * register already.
   */
  public final int slot(long sequence) {
    return (int) sequence & (capacity - 1);
  }

  /** The number of slots of the ring. */
  public final int capacity() {
    return capacity;
  }

  /** The name of this handle, as snapshots and messages give it. */
  public final String name() {
    return name;
  }

  /**
   * How many slots are free just now, also of a ring that accepts no claims any more; with several
   * producers, out of date at once.
   */
  public final int remaining() {
    return (int) Math.max(0, Math.min(gate.limit() - wanted(0), capacity));
  }

  /**
   * Discards what is pending; the handle claims no more. Closing it again does nothing. For the
   * thread that uses the handle, for any other that knows from it that its last publish has
   * returned, and for any when that thread has ended.
   *
   * @throws IllegalStateException if the claim of another living thread is seen to be outstanding.
   *     One that a thread makes at the same time need not be seen: what it publishes on a ring with
   *     one producer is then lost
   */
  @Override
  public final void close() {
    if (!closed.get() && pending() != null) {
      usedByItsThread();
    }
    if (!closed.compareAndSet(false, true)) {
      return; // whoever was first discards, once
    }
    try {
      discard();
    } finally {
      revoke();
      lifecycle.unregister(this);
      for (int i = 0; i < records.length; i++) {
        WakeUp record = records[i];
        if (record != null) {
          gate.leaf(i).signals().remove(record);
        }
      }
    }
  }

  /**
   * The highest sequence of the outstanding claim as any thread may see it; none higher than {@link
   * #done()} when nothing is outstanding.
   */
  abstract long lastPending();

  /**
   * The outstanding claim, as any thread may see it; its end is read first, so that a claim which
   * is published meanwhile is found to be empty.
   */
  final @Nullable PendingClaim pending() {
    long hi = lastPending();
    long lo = done() + 1;
    if (lo > hi) {
      return null;
    }
    Thread mine = owner.get();
    return new PendingClaim(name, mine == null ? "" : mine.getName(), lo, hi);
  }

  final boolean isClosed() {
    return closed.get();
  }

  final @Nullable Thread owner() {
    return owner.get();
  }

  final void revoke() {
    limit.revoke();
  }

  final void unpark() {
    waiter.unpark();
  }
}
