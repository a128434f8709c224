package dev.penstock.sequence;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * The wake-up records of those who may park for one source.
 *
 * <p>Whether anybody may ever park here is settled while the ring is built, before any thread runs:
 * a source for which {@link #enabled()} is false is never fenced, so a record added to it would be
 * missed, and {@link #add} refuses it. Where it is true the list itself may change at any time
 * (producers come and go): the signaller reads it behind its full fence, and a record that it does
 * not see yet belongs to a waiter that has not looked at the source yet either, since a waiter adds
 * its record first, arms it, fences, and only then looks.
 *
 * <p>A first stage in the middle of a stream is awake and looks by itself; it mutes its record, and
 * while all are muted {@link #signalListeners} does without the fence: see {@link WakeUp}.
 */
public final class Signals {
  private static final WakeUp[] NOBODY = {};
  private static final AtomicReferenceFieldUpdater<Signals, WakeUp[]> RECORDS =
      AtomicReferenceFieldUpdater.newUpdater(Signals.class, WakeUp[].class, "records");

  private volatile WakeUp[] records = NOBODY;
  private final Sequence listening = new Sequence(0); // records that are not muted
  private boolean enabled;
  private boolean several;

  /** Says that somebody may park here. Only while the ring is built. */
  public void enable() {
    enabled = true;
  }

  public boolean enabled() {
    return enabled;
  }

  /** Says that several threads signal here at the same time. Only while the ring is built. */
  void signalledBySeveral() {
    several = true;
  }

  boolean several() {
    return several;
  }

  /** Makes a record for one waiter on this source. */
  public WakeUp add() {
    if (!enabled) {
      throw new IllegalStateException("signals: disabled (expected: enabled when built)");
    }
    WakeUp added = new WakeUp(this);
    listening(1);
    WakeUp[] old;
    WakeUp[] next;
    do {
      old = records;
      next = Arrays.copyOf(old, old.length + 1);
      next[old.length] = added;
    } while (!RECORDS.compareAndSet(this, old, next));
    return added;
  }

  /** Forgets a record that is never muted, when its waiter is closed. */
  public void remove(WakeUp gone) {
    WakeUp[] old;
    WakeUp[] next;
    do {
      old = records;
      next = Arrays.stream(old).filter(r -> r != gone).toArray(WakeUp[]::new);
    } while (!RECORDS.compareAndSet(this, old, next));
    listening(next.length - old.length);
  }

  void listening(int more) {
    listening.getAndAdd(more); // edge: listening
  }

  /**
   * Wakes whoever waits for a sequence in {@code lo..hi}. All of it has been released, the last of
   * it just now; what was before may be included, and whose signal was missed is woken then.
   */
  public void signal(long lo, long hi) {
    VarHandle.fullFence(); // edge: park
    for (WakeUp record : records) {
      record.signal(lo, hi);
    }
  }

  /**
   * The same as {@link #signal}, but nothing at all while every record is muted. For sources whose
   * records are added before any thread runs: nobody may be added to one that is not fenced.
   */
  public void signalListeners(long lo, long hi) {
    if (listening.getOpaque() != 0) { // edge: listening
      signal(lo, hi);
    }
  }
}
