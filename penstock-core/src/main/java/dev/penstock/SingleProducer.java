package dev.penstock;

import dev.penstock.sequence.Claims;
import dev.penstock.sequence.Gate;
import dev.penstock.sequence.Sequence;
import dev.penstock.sequence.SingleSequencer;
import dev.penstock.sequence.WaitSpec;

/**
 * The handle of a ring with one producer: a claim is an addition, a publish one release store.
 *
 * <p>What it is done with is what it has published, so there is no counter of its own for that: the
 * fewer stores a message takes, the more cache lines of messages fit into the store buffer, and are
 * fetched at once.
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
    if (next > mine.limitOpaque() || seen != published.getPlain()) { // edge: revoke
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
  long done() {
    return published.getAcquire(); // edge: published
  }

  @Override
  boolean outstanding() {
    return claims.claimedPlain() > published.getPlain(); // below it when a later handle has gone on
  }

  @Override
  public void publish(long through) {
    assert usedByItsThread();
    long before = published.getPlain();
    if (through <= before || through > claims.claimedPlain()) {
      throw notClaimed(through);
    }
    published.setRelease(through); // edge: published
    if (signals) {
      sequencer.signals().signal(before + 1, through);
    }
  }

  @Override
  public void discard() {
    if (outstanding()) {
      assert usedByItsThread();
      claims.setClaimedRelease(published.getPlain());
    }
  }

  @Override
  long lastKept() {
    return published.getPlain(); // what is discarded is taken back
  }
}
