package dev.penstock.sequence;

/**
 * The source of a ring: which sequences have been claimed, which published, which discarded.
 *
 * <p>Neither kind knows what gates it. Claims are made by handles, each against a {@link Limit} of
 * its own.
 */
public abstract sealed class Sequencer extends Source permits SingleSequencer, MultiSequencer {
  /** Above all that can be published. */
  static final long UNKNOWN = Long.MAX_VALUE;

  private final int capacity;

  Sequencer(int capacity) {
    this.capacity = capacity;
  }

  public final int capacity() {
    return capacity;
  }

  /**
   * The highest sequence such that it and all from {@code next} up to it are published or
   * discarded; {@code next - 1} when there is none. May stop at {@code bound}. Acquires what was
   * written before them. {@code next} must not be more than one lap behind what is claimed.
   */
  public abstract long available(long next, long bound);

  /** The highest sequence that has been claimed and not taken back. */
  public abstract long claimed();

  /** The highest sequence that is published or discarded; some below it may not be. */
  public abstract long lastPublished();

  /**
   * Ends all claims: where the counter is shared none succeeds any more, a single producer's only
   * if it has passed the limit before. Doing it again does nothing.
   */
  public abstract void seal();

  /**
   * The highest sequence that can still be published behind the {@linkplain #seal() seal}; {@link
   * #UNKNOWN}, which is above all, where a claim of a single producer is or may be outstanding: a
   * later call may know. It may stop a thread to learn it.
   */
  public abstract long sealed();

  /** Whether {@code lo} or anything above it may have been discarded: see {@link #discarded}. */
  public abstract boolean mayHoldDiscarded(long lo);

  /** Whether this sequence, which the caller has acquired, was discarded. */
  public abstract boolean discarded(long sequence);
}
