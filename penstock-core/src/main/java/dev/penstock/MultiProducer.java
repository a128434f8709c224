package dev.penstock;

import dev.penstock.sequence.Contention;
import dev.penstock.sequence.Gate;
import dev.penstock.sequence.MultiSequencer;
import dev.penstock.sequence.Sequence;
import dev.penstock.sequence.WaitSpec;

/**
 * A handle of a ring with several producers: claims by compare-and-set on the shared counter within
 * the handle's own limit, publishes by stamping slots. After a lost race it {@linkplain Contention
 * stays away} for a moment.
 *
 * <p>The handle's {@code claimed} and {@code done} say what is outstanding. At a claim {@code done}
 * moves up to just below the range first, then {@code claimed} to its end with release; a snapshot
 * reads them in the other order, so it never takes the gap between two claims for a claim.
 *
 * <p>A compare-and-set waits for the loads before it, and the loads of the next claim wait for it.
 * So a handle whose last claim found the counter as it had left it does not look at the counter: it
 * expects to find it so once more. If others have claimed meanwhile, the compare-and-set fails, and
 * the handle looks; that is no lost race, since the others may have claimed long ago.
 */
final class MultiProducer extends Producer {
  private static final int LOST_MAX = 8; // some thirty microseconds

  private final MultiSequencer sequencer;
  private final Contention contention;
  private boolean alone; // whether the last claim found the counter where this handle had left it
  private long keptBefore = Sequence.NONE; // the newest discard; written there, not by each publish

  MultiProducer(
      String name, Lifecycle lifecycle, Gate gate, WaitSpec whenFull, MultiSequencer sequencer) {
    super(name, lifecycle, gate, whenFull, Sequence.NONE, 0);
    this.sequencer = sequencer;
    contention = new Contention(sequencer);
  }

  @Override
  public long claim() {
    assert usedByItsThread();
    if (outstanding()) {
      return awaitClaim(1); // throws
    }
    if (alone) {
      long last = donePlain(); // and nothing else: done is not moved here
      long next = last + 1;
      if (next <= limitOpaque() && sequencer.claim(last, next)) { // edge: revoke
        setClaimedRelease(next);
        return next;
      }
      alone = false;
    }
    return claimWithinLimit(1) ? claimedPlain() : awaitClaim(1);
  }

  @Override
  public long claim(Object[] slots) {
    checkLength(slots);
    long sequence = claim();
    if (slots[Disruptor.slot(sequence, slots.length)] == null) {
      discard();
      throw emptySlot(sequence);
    }
    return sequence;
  }

  @Override
  public long claim(int n) {
    return claimAtOnce(n) ? claimedPlain() : awaitClaim(n);
  }

  /** Gives up after some lost races too, so that the caller may look at the clock. */
  @Override
  boolean claimWithinLimit(int n) {
    for (int lost = 0; lost < LOST_MAX; lost++) {
      long seen = sequencer.claimCounter();
      long hi = seen + n;
      if (hi > limitOpaque()) { // edge: revoke
        return false;
      }
      if (sequencer.claim(seen, hi)) {
        boolean undisturbed = seen == donePlain();
        if (!undisturbed) {
          setDoneOpaque(seen);
        }
        if (undisturbed != alone) { // do not write what others may share a line with
          alone = undisturbed;
        }
        setClaimedRelease(hi);
        return true;
      }
      contention.lostRace();
    }
    return false;
  }

  @Override
  long done() {
    return doneAcquire();
  }

  @Override
  long lastPending() {
    return claimedAcquire();
  }

  @Override
  public long claimed() {
    return claimedPlain();
  }

  @Override
  boolean outstanding() {
    return claimedPlain() != donePlain();
  }

  @Override
  public void publish(long through) {
    assert usedByItsThread();
    long before = donePlain();
    if (through <= before || through > claimedPlain()) {
      throw notClaimed(through);
    }
    sequencer.publish(before + 1, through);
    setDoneRelease(through);
  }

  @Override
  public void discard() {
    long before = donePlain();
    long hi = claimedPlain();
    if (before != hi) {
      assert usedByItsThread();
      keptBefore = before;
      sequencer.discard(before + 1, hi);
      setDoneRelease(hi);
    }
  }

  /** Where all of the claim was discarded, this is what came before it, of whichever producer. */
  @Override
  long lastKept() {
    long done = donePlain();
    return sequencer.discarded(done) ? keptBefore : done;
  }
}
