package dev.penstock;

import dev.penstock.sequence.Claims;
import dev.penstock.sequence.Gate;
import dev.penstock.sequence.Sequence;
import dev.penstock.sequence.SingleSequencer;
import dev.penstock.sequence.WaitSpec;

/**
 * The handle of a ring with one producer: a claim is an addition, a publish one release store.
 *
 * <p>What it is done with is what it has published. Where a stage coalesces, in streams, it reads
 * that back instead of keeping a counter of its own: the fewer stores a message takes, the more
 * cache lines of messages fit into the store buffer, and are fetched at once. Where none does, it
 * keeps one: the line of the published sequence is then with a stage that polls it, and reading it
 * before the next message costs a transfer between processors.
 */
final class SingleProducer extends Producer {
  private final SingleSequencer sequencer;
  private final Sequence published;
  private final boolean signals;
  private final boolean counts;

  SingleProducer(
      String name, Lifecycle lifecycle, Gate gate, WaitSpec whenFull, SingleSequencer sequencer) {
    super(name, lifecycle, gate, whenFull, sequencer.handOver());
    this.sequencer = sequencer;
    published = sequencer.publishedSequence();
    counts = lifecycle.stages().stream().noneMatch(Stage::coalesces);
    signals = sequencer.signals().enabled();
  }

  @Override
  public long claim() {
    assert usedByItsThread();
    Claims mine = claims;
    long seen = mine.claimedPlain();
    long next = seen + 1;
    if (next > mine.limitOpaque() || seen != doneOwn()) { // edge: revoke
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

  private long doneOwn() {
    return counts ? claims.donePlain() : published.getPlain();
  }

  @Override
  boolean outstanding() {
    return claims.claimedPlain() > doneOwn(); // below it when a later handle has gone on
  }

  @Override
  public void publish(long through) {
    assert usedByItsThread();
    long before = doneOwn();
    if (through <= before || through > claims.claimedPlain()) {
      throw notClaimed(through);
    }
    published.setRelease(through); // edge: published
    if (counts) {
      claims.setDoneOpaque(through);
    }
    if (signals) {
      sequencer.signals().signal(before + 1, through);
    }
  }

  @Override
  public void discard() {
    if (outstanding()) {
      assert usedByItsThread();
      claims.setClaimedRelease(doneOwn());
    }
  }

  @Override
  long lastKept() {
    return published.getPlain(); // what is discarded is taken back
  }
}
