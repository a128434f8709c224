package dev.penstock.sequence;

/**
 * The sequencer of a ring with one producer: two counters, no compare-and-set, no fence.
 *
 * <p>The producer's claims are private to it, so a claim is an addition and a publish one release
 * store. A discard takes the rest of the newest claim back, so there are never holes: the next
 * claim issues the same numbers again.
 *
 * <p>Both counters are written by the producer's thread only. {@code claimed} is opaque because
 * snapshots and the {@link End} read it; they need no ordering from it, since what they conclude
 * from it is confirmed by the producer's own next look at the state.
 */
public final class SingleSequencer extends Sequencer {
  private volatile Claims claims = new Claims(Sequence.NONE);
  private final Sequence published = new Sequence(Sequence.NONE);

  public SingleSequencer(int capacity) {
    super(capacity);
  }

  /**
   * Makes the counters of the one handle there is from now on, which goes on where an earlier one
   * has stopped: that one is closed and has nothing outstanding.
   */
  public Claims handOver() {
    Claims next = new Claims(published.getAcquire()); // edge: published
    claims = next;
    return next;
  }

  /** The published count, for the handle to write with release. */
  public Sequence publishedSequence() {
    return published;
  }

  @Override
  public boolean reached(long t) {
    return published.getAcquire() >= t; // edge: published
  }

  @Override
  public long available(long next, long bound) {
    return published.getAcquire(); // edge: published
  }

  @Override
  public long claimed() {
    return claims.claimedAcquire();
  }

  @Override
  public long lastPublished() {
    return published.getAcquire(); // edge: published
  }

  @Override
  public long seal() {
    return claims.claimedAcquire();
  }

  @Override
  public boolean mayHoldDiscarded(long lo) {
    return false;
  }

  @Override
  public boolean discarded(long sequence) {
    return false;
  }
}
