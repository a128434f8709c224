package dev.penstock.sequence;

import java.util.function.BooleanSupplier;

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
  private volatile BooleanSupplier midway = () -> false;
  private volatile Claims handle;

  public SingleSequencer(int capacity) {
    super(capacity);
    handle = new Claims(Sequence.NONE, capacity);
  }

  /**
   * Says whose counters count from now on: those of a handle that goes on where the last one has
   * stopped, which is closed and has nothing outstanding.
   *
   * @param midway whether the handle's thread, stopped for this look, is inside a claim that has
   *     passed the limit, or inside a publish: its notes may be missing then
   */
  public void handOver(Claims next, BooleanSupplier midway) {
    this.midway = midway;
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

  @Override
  public void seal() {
    handle.setLimitVolatile(Limit.REVOKED); // edge: revoke
  }

  /**
   * {@inheritDoc}
   *
   * <p>No new claim passes the limit. The thread is looked at: a claim that has passed it before is
   * over, and has its note, or is published or discarded. Then the notes, and the thread again: a
   * publish takes its note back before it publishes. The first look at the notes only spares a
   * thread whose claim can be seen from being stopped again and again.
   */
  @Override
  public long sealed() {
    Claims mine = handle;
    for (int look = 0; look < 2; look++) {
      if (mayHoldClaim(mine)) {
        return UNKNOWN;
      }
    }
    return mine.publishedAcquire(); // edge: published
  }

  private boolean mayHoldClaim(Claims mine) {
    return mine.notedAcquire() > mine.publishedAcquire() // edge: published
        || midway.getAsBoolean();
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
