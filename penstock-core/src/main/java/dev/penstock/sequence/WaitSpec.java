package dev.penstock.sequence;

/** What a wait strategy is made of, as the public type of that name hands it down. */
public record WaitSpec(Kind kind, long capNanos, boolean coalescing) {
  /** How a wait passes its time. */
  public enum Kind {
    BUSY_SPIN,
    YIELDING,
    BACKOFF,
    BLOCKING
  }

  private static final long NAP_NANOS = 1_000_000;

  public boolean parksBySignal() {
    return kind == Kind.BLOCKING;
  }

  /** Whether the strategy never gives its processor away. */
  public boolean spins() {
    return kind == Kind.BUSY_SPIN || kind == Kind.YIELDING;
  }

  /** The same in naps of at most a millisecond, for a source that signals nobody. */
  public WaitSpec unsignalled() {
    return kind == Kind.BLOCKING ? new WaitSpec(Kind.BACKOFF, NAP_NANOS, coalescing) : this;
  }
}
