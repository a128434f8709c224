package dev.penstock.sequence;

/** Something that makes progress which others wait for: a sequencer, or a stage. */
public abstract class Source {
  private final Signals signals = new Signals();

  protected Source() {}

  /** Whether sequence {@code t} may be read; acquires what was written before it was reached. */
  public abstract boolean reached(long t);

  /** Whom to wake when there is progress. */
  public final Signals signals() {
    return signals;
  }
}
