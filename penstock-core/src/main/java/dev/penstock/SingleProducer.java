package dev.penstock;

import dev.penstock.sequence.Gate;
import dev.penstock.sequence.Sequence;
import dev.penstock.sequence.SingleSequencer;
import dev.penstock.sequence.WaitSpec;

/**
 * The handle of a ring with one producer: a claim is an addition, a publish one release store.
 *
 * <p>{@code done} repeats what the published sequence says, on a line that no stage reads.
 */
final class SingleProducer extends Producer {
  private final SingleSequencer sequencer;
  private final Sequence published;
  private final boolean signals;

  SingleProducer(
      String name, Lifecycle lifecycle, Gate gate, WaitSpec whenFull, SingleSequencer sequencer) {
    super(
        name,
        lifecycle,
        gate,
        whenFull,
        sequencer.claimedSequence(),
        sequencer.publishedSequence().getAcquire()); // edge: published
    this.sequencer = sequencer;
    published = sequencer.publishedSequence();
    signals = sequencer.signals().enabled();
  }

  @Override
  public long claim() {
    assert usedByItsThread();
    long seen = claimed.getPlain();
    long next = seen + 1;
    if (next > limit.getOpaque() || seen != done.getPlain()) { // edge: revoke
      return claim(1);
    }
    claimed.setOpaque(next);
    return next;
  }

  @Override
  boolean claimWithinLimit(int n) {
    long hi = claimed.getPlain() + n;
    if (hi > limit.getOpaque()) { // edge: revoke
      return false;
    }
    claimed.setOpaque(hi);
    return true;
  }

  @Override
  long wanted(int n) {
    return claimed.getOpaque() + n;
  }

  @Override
  public void publish(long through) {
    assert usedByItsThread();
    long before = done.getPlain();
    if (through <= before || through > claimed.getPlain()) {
      throw notClaimed(through);
    }
    done.setOpaque(through);
    published.setRelease(through); // edge: published
    if (signals) {
      sequencer.signals().signal(before + 1, through);
    }
  }

  @Override
  public void discard() {
    if (claimed.getPlain() != done.getPlain()) {
      assert usedByItsThread();
      claimed.setRelease(done.getPlain());
    }
  }
}
