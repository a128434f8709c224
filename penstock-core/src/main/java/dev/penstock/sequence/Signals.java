package dev.penstock.sequence;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

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

  private final AtomicReference<WakeUp[]> records = new AtomicReference<>(NOBODY);
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
    records.updateAndGet(
        old -> {
          WakeUp[] next = Arrays.copyOf(old, old.length + 1);
          next[old.length] = added;
          return next;
        });
    return added;
  }

  public void remove(WakeUp gone) {
    records.updateAndGet(
        old -> Arrays.stream(old).filter(r -> r != gone).toArray(WakeUp[]::new));
  }

  /** Wakes whoever waits for a sequence in {@code lo..hi}, which has just been released. */
  public void signal(long lo, long hi) {
    VarHandle.fullFence(); // edge: park
    for (WakeUp record : records.get()) {
      record.signal(lo, hi);
    }
  }
}
