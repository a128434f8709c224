package dev.penstock.sequence;

/**
 * A wake-up that no publisher gives: "reached" once somebody has asked for it. The thread to unpark
 * is always known, so the flag needs no hand-shake.
 */
public final class Nudge extends Source {
  private volatile boolean asked;

  public void ask() {
    asked = true; // edge: nudge
  }

  public void clear() {
    asked = false;
  }

  @Override
  public boolean reached(long t) {
    return asked; // edge: nudge
  }
}
