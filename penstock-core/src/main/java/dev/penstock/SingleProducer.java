package dev.penstock;

import dev.penstock.sequence.Claims;
import dev.penstock.sequence.Gate;
import dev.penstock.sequence.Sequence;
import dev.penstock.sequence.SingleSequencer;
import dev.penstock.sequence.WaitSpec;

/**
 * The handle of a ring with one producer: a claim is an addition, a publish one release store.
 *
 * <p>What it is done with is what it has published. It reads that back, or keeps a counter of its
 * own. In a stream the value comes from its own store buffer, and a counter would be a store more:
 * the fewer of them a message takes, the more cache lines of messages fit into that buffer, and are
 * fetched at once. Between single messages the line of the published sequence goes to a stage that
 * polls it, and reading it costs a transfer between processors before the next message can be
 * written. So it counts where no first stage coalesces, and else while messages come slowly.
 */
final class SingleProducer extends Producer {
  private static final int SAMPLE = 512; // messages
  private static final int SLOW_SAMPLES = 4; // a stream may begin in code that is not compiled yet
  private static final long STREAM_NANOS = 32; // a message

  private final SingleSequencer sequencer;
  private final Sequence published;
  private final boolean signals;
  private final boolean adapts;
  private boolean counts;
  private int slowSamples;
  private long sampledTo;
  private long sampledNanos;

  SingleProducer(
      String name, Lifecycle lifecycle, Gate gate, WaitSpec whenFull, SingleSequencer sequencer) {
    super(name, lifecycle, gate, whenFull, sequencer.handOver());
    this.sequencer = sequencer;
    published = sequencer.publishedSequence();
    adapts = lifecycle.stages().stream().anyMatch(Stage::coalesces);
    counts = !adapts;
    sampledTo = claims.claimedPlain();
    sampledNanos = System.nanoTime();
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

  @Override
  void limitReached() {
    if (adapts) {
      long at = published.getPlain();
      if (at - sampledTo >= SAMPLE) {
        sample(at, System.nanoTime());
      }
    }
  }

  private void sample(long at, long now) {
    boolean stream = now - sampledNanos < (at - sampledTo) * STREAM_NANOS;
    slowSamples = stream ? 0 : Math.min(slowSamples + 1, SLOW_SAMPLES);
    counts(slowSamples == SLOW_SAMPLES, at);
    sampledTo = at;
    sampledNanos = now;
  }

  private void counts(boolean next, long done) {
    if (next != counts) {
      claims.setDoneOpaque(done);
      counts = next;
    }
  }

  /** Whether it keeps a counter of its own just now, for its own thread. */
  boolean counts() {
    return counts;
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
