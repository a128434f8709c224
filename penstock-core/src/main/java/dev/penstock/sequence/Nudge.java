package dev.penstock.sequence;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A wake-up that no publisher gives: "reached" once somebody has asked for it. The thread to unpark
 * is always known, so the flag needs no hand-shake.
 */
public final class Nudge extends Source {
  private final AtomicBoolean asked = new AtomicBoolean();

  public void ask() {
    asked.set(true); // edge: nudge
  }

  /** Takes back what was asked, if anything was; acquires what the asker wrote before. */
  public boolean take() {
    return asked.get() && asked.compareAndSet(true, false); // edge: nudge
  }

  @Override
  public boolean reached(long t) {
    return asked.get(); // edge: nudge
  }
}
