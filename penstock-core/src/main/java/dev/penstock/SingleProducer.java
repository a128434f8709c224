package dev.penstock;

import dev.penstock.sequence.Claims;
import dev.penstock.sequence.Gate;
import dev.penstock.sequence.Sequence;
import dev.penstock.sequence.SingleSequencer;
import dev.penstock.sequence.WaitSpec;

/**
 * The handle of a ring with one producer: a claim is an addition, a publish one release store.
 *
 * <p>{@code done} repeats what the published sequence says, on a line that no stage reads: looking
 * at that sequence instead saves a store, and costs a third of the throughput when a stage polls
 * it.
 */
final class SingleProducer extends Producer {
  private final SingleSequencer sequencer;
  private final Sequence published;
  private final boolean signals;

  SingleProducer(
      String name, Lifecycle lifecycle, Gate gate, WaitSpec whenFull, SingleSequencer sequencer) {
    super(name, lifecycle, gate, whenFull, sequencer.handOver());
    this.sequencer = sequencer;
    published = sequencer.publishedSequence();
    signals = sequencer.signals().enabled();
  }

  @Override
  public long claim() {
    assert usedByItsThread();
    Claims mine = claims;
    long seen = mine.claimedPlain();
    long next = seen + 1;
    if (next > mine.limitOpaque() || seen != mine.donePlain()) { // edge: revoke
      return claim(1);
    }
    mine.setClaimedOpaque(next);
    return next;
  }

  @Override
  boolean claimWithinLimit(int n) {
    Claims mine = claims;
    long hi = mine.claimedPlain() + n;
    if (hi > mine.limitOpaque()) { // edge: revoke
      return false;
    }
    mine.setClaimedOpaque(hi);
    return true;
  }

  @Override
  long wanted(int n) {
    return claims.claimedAcquire() + n;
  }

  @Override
  public void publish(long through) {
    assert usedByItsThread();
    Claims mine = claims;
    long before = mine.donePlain();
    if (through <= before || through > mine.claimedPlain()) {
      throw notClaimed(through);
    }
    mine.setDoneOpaque(through);
    published.setRelease(through); // edge: published
    if (signals) {
      sequencer.signals().signal(before + 1, through);
    }
  }

  @Override
  public void discard() {
    if (claims.outstanding()) {
      assert usedByItsThread();
      claims.setClaimedRelease(claims.donePlain());
    }
  }

  @Override
  long lastKept() {
    return claims.donePlain(); // what is discarded is taken back
  }
}
