package dev.penstock.sequence;

/**
 * The sequencer of a ring with one producer: no compare-and-set, no fence.
 *
 * <p>The producer's claims are private to it, so a claim is an addition and a publish one release
 * store. A discard takes the rest of the newest claim back, so there are never holes: the next
 * claim issues the same numbers again.
 *
 * <p>The counters are those of the one handle there is ({@link Claims}), written by its thread
 * only. Snapshots and the {@link End} read what is claimed before what is published.
 */
public final class SingleSequencer extends Sequencer {
  private volatile Claims handle = new Claims(Sequence.NONE);

  public SingleSequencer(int capacity) {
    super(capacity);
  }

  /**
   * Says whose counters count from now on: those of a handle that goes on where the last one has
   * stopped, which is closed and has nothing outstanding.
   */
  public void handOver(Claims next) {
    handle = next;
  }

  @Override
  public boolean reached(long t) {
    return handle.publishedAcquire() >= t; // edge: published
  }

  @Override
  public long available(long next, long bound) {
    return handle.publishedAcquire(); // edge: published
  }

  @Override
  public long claimed() {
    Claims mine = handle;
    return Math.max(mine.notedAcquire(), mine.publishedAcquire()); // edge: published
  }

  @Override
  public long lastPublished() {
    return handle.publishedAcquire(); // edge: published
  }

  /**
   * {@inheritDoc}
   *
   * <p>The notes of a claim may be missing at its beginning and at its end ({@link Claims}). So
   * they are believed only where the handle's thread was not at a claim before, and was not at a
   * publish after the look at them.
   */
  @Override
  public long seal() {
    Claims mine = handle;
    mine.setLimitVolatile(Limit.REVOKED); // edge: revoke
    for (int look = 0; look < 2; look++) {
      long claimed = claimed();
      if (claimed > mine.publishedAcquire()) { // edge: published
        return claimed;
      }
      if (mine.insideCall()) {
        return Long.MAX_VALUE;
      }
    }
    return mine.publishedAcquire(); // edge: published
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
