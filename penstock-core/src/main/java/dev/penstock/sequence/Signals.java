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
 */
public final class Signals {
  private static final WakeUp[] NOBODY = {};
  private static final AtomicReferenceFieldUpdater<Signals, WakeUp[]> RECORDS =
      AtomicReferenceFieldUpdater.newUpdater(Signals.class, WakeUp[].class, "records");

  private volatile WakeUp[] records = NOBODY;
  private boolean enabled;

  /** Says that somebody may park here. Only while the ring is built. */
  public void enable() {
    enabled = true;
  }

  public boolean enabled() {
    return enabled;
  }

  /** Makes a record for one waiter on this source. */
  public WakeUp add() {
    if (!enabled) {
      throw new IllegalStateException("signals: disabled (expected: enabled when built)");
    }
    WakeUp added = new WakeUp();
    WakeUp[] old;
    WakeUp[] next;
    do {
      old = records;
      next = Arrays.copyOf(old, old.length + 1);
      next[old.length] = added;
    } while (!RECORDS.compareAndSet(this, old, next));
    return added;
  }

  /** Forgets a record, when its waiter is closed. */
  public void remove(WakeUp gone) {
    WakeUp[] old;
    WakeUp[] next;
    do {
      old = records;
      next = Arrays.stream(old).filter(r -> r != gone).toArray(WakeUp[]::new);
    } while (!RECORDS.compareAndSet(this, old, next));
  }

  /** Wakes whoever waits for a sequence in {@code lo..hi}, which has just been released. */
  public void signal(long lo, long hi) {
    VarHandle.fullFence(); // edge: park
    for (WakeUp record : records) {
      record.signal(lo, hi);
    }
  }
}
