package dev.penstock.sequence;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The last sequence that a closing ring hands over: one for all stages.
 *
 * <h2>Why one</h2>
 *
 * <p>If every stage took its own last look at what is published, two first stages could stop at
 * different places, and a join below them would miss what only one of them has handled. So the end
 * is one word that grows by agreement until it is fixed, and a first stage of a draining ring hands
 * nothing over that lies beyond it.
 *
 * <h2>The protocol</h2>
 *
 * <pre>
 * first stage, draining:  acknowledge once; then for every batch up to hi:
 *                         fixed or hi &lt;= word: hand over min(hi, word); else CAS word to hi, hand over hi
 * anybody:                when every first stage has acknowledged, and either all that was claimed
 *                         is published or the grace is over:
 *                         CAS word to (the end of the unbroken run of published ones | fixed)
 * </pre>
 *
 * <p>A sequence at or below the word was seen published by the stage that raised it, and reading
 * the word acquires that. A stage that has not acknowledged works without the word, and may pass
 * it: therefore nobody fixes the end before all have; an acknowledgement releases the stage's
 * progress, and the scan begins above all of it, so the fixed end is never below what a stage has
 * handed over. A stage that is stuck in a handler delays the end as it would delay the drain
 * itself.
 *
 * <p>The work is done by whoever passes by: stages, the closing thread, a thread that steps. So a
 * close that was only requested, in a handler say, needs nobody to see it through.
 *
 * <p><b>Claims that are never published.</b> The closing thread's own are discarded before it
 * begins; others get the grace. What a late producer publishes after the grace is handed to no
 * stage, and that handle's next call names it. With several producers "all that was claimed" is a
 * fixed number once the counter is {@linkplain Sequencer#seal sealed}. A single producer may have
 * passed its limit check just before the limit was revoked; the end waits until its thread, the one
 * that claimed first with the handle, is seen outside of claim and publish.
 */
public final class End {
  private static final long FIXED = 1;

  private final RingState state;
  private final Sequencer sequencer;
  private final Progress[] firstStages;
  private final long graceNanos;
  private final AtomicInteger unacknowledged;
  private final Sequence word = new Sequence(Sequence.NONE << 1); // sequence << 1 | FIXED
  private volatile long drainingSinceNanos;

  public End(RingState state, Sequencer sequencer, long graceNanos, Progress... firstStages) {
    this.state = state;
    this.sequencer = sequencer;
    this.graceNanos = graceNanos;
    this.firstStages = firstStages.clone();
    unacknowledged = new AtomicInteger(firstStages.length);
  }

  /** Starts the grace; before the state says DRAINING. */
  public void openGrace() {
    drainingSinceNanos = System.nanoTime();
  }

  /** Each first stage once, when it has seen that the ring is draining, between two batches. */
  public void acknowledge() {
    unacknowledged.getAndDecrement(); // edge: end-acknowledged
  }

  /** How far of {@code lo..hi}, which is published, a first stage may go. */
  public long agree(long hi) {
    while (true) {
      long seen = word.getVolatile(); // edge: end
      long agreed = seen >> 1;
      if (hi <= agreed || (seen & FIXED) != 0) {
        return Math.min(hi, agreed);
      }
      if (word.compareAndSet(seen, hi << 1)) { // edge: end
        return hi;
      }
    }
  }

  /**
   * Fixes the end if that can be done now. True when it is fixed and the state has moved on, and
   * this call is the one that moved it, so that the caller must wake everybody.
   */
  public boolean tryFix() {
    if (state.get() != RingState.DRAINING || unacknowledged.get() != 0) { // edge: end-acknowledged
      return false;
    }
    boolean grace = System.nanoTime() - drainingSinceNanos < graceNanos;
    sequencer.seal();
    long awaited = grace ? sequencer.sealed() : Sequence.NONE;
    long seen = word.getVolatile(); // edge: end
    while ((seen & FIXED) == 0) {
      long published = Math.max(seen >> 1, published());
      if (published < awaited) {
        return false;
      }
      word.compareAndSet(seen, published << 1 | FIXED); // edge: end
      seen = word.getVolatile(); // edge: end
    }
    return state.advance(RingState.DRAINING, RingState.ENDING);
  }

  /**
   * The end of the unbroken run of published sequences. The scan begins above what the first stages
   * have completed: further down, slots may already hold their next lap.
   */
  public long published() {
    long published = Sequence.NONE;
    for (Progress stage : firstStages) {
      published = Math.max(published, stage.get());
    }
    // A look ends where the slots wrap, and one lap wraps once; what comes after is not waited for.
    for (int look = 0; look < 2; look++) {
      published = Math.max(published, sequencer.available(published + 1, Long.MAX_VALUE));
    }
    return published;
  }

  /** The end; meaningful once the state is ENDING or later by way of it. */
  public long get() {
    return word.getAcquire() >> 1; // edge: end
  }

  public boolean fixed() {
    return (word.getAcquire() & FIXED) != 0; // edge: end
  }
}
