package dev.penstock;

import dev.penstock.sequence.Gate;
import dev.penstock.sequence.Sequence;
import dev.penstock.sequence.SingleSequencer;
import dev.penstock.sequence.WaitSpec;

/**
 * The handle of a ring with one producer: a claim is an addition, a publish one release store.
 *
 * <h2>The note of a claim</h2>
 *
 * <p>While a claim is outstanding, {@code open} says up to where; else it is idle, and idle is 0.
 * It is what makes a second claim, a forgotten one and a shutdown that waits for one different from
 * none. So a message takes three stores or four: the note, the message, the note taken back, the
 * published sequence. The fewer of them, the more cache lines of messages fit into the processor's
 * buffer of stores, and are fetched at once; where the line of each message has to be fetched from
 * a far processor, that number decides.
 *
 * <p>Therefore the note is taken by an addition and given back by the opposite one, and compared
 * with {@code idle}, which the compiler does not know to be 0. Where claim and publish are inlined
 * into one piece of code, with nothing between them that could throw, stop or call, the compiler
 * finds by algebra that the second store puts back what the first check has loaded: it drops both
 * stores, and the second check with them. Two stores are left. Everywhere else they are made, and
 * whoever looks sees the claim. The plain stores lose no order that anybody needs: a thread that has
 * learned of the claim or its end by any edge sees the note with it.
 *
 * <p>No number is idle's: {@code ~hi} is negative for every sequence, and a claim checks that its
 * sequence is none below 0, so that {@link #publish} can check the same for nothing.
 *
 * <h2>Where the next sequence comes from</h2>
 *
 * <p>The next claim begins behind what is published. In a stream that value comes from the thread's
 * own buffer of stores, and a counter of its own would be a store more. In a conversation the line
 * of the published sequence goes to the stage that polls it, and reading it costs a transfer between
 * processors before the next message can be written. So the handle <em>counts</em>, in {@code
 * next}, where no first stage coalesces, and else while messages come slowly.
 */
final class SingleProducer extends Producer {
  private static final int SAMPLE = 512; // messages
  private static final int SLOW_SAMPLES = 4; // a stream may begin in code that is not compiled yet
  private static final long STREAM_NANOS = 32; // a message

  private final SingleSequencer sequencer;
  private final boolean signals;
  private final boolean adapts;
  private boolean counts;
  private int slowSamples;
  private long sampledTo;
  private long sampledNanos;

  SingleProducer(
      String name, Lifecycle lifecycle, Gate gate, WaitSpec whenFull, SingleSequencer sequencer) {
    super(name, lifecycle, gate, whenFull, sequencer.lastPublished());
    this.sequencer = sequencer;
    adapts = lifecycle.stages().stream().anyMatch(Stage::coalesces);
    counts = !adapts;
    sampledTo = publishedPlain();
    sampledNanos = System.nanoTime();
    signals = sequencer.signals().enabled();
    sequencer.handOver(this);
  }

  @Override
  public long claim() {
    assert usedByItsThread();
    while (true) {
      long max = limitOpaque(); // edge: revoke
      long note = openPlain();
      boolean counting = counts;
      long sequence = counting ? nextPlain() : publishedPlain() + 1;
      if (sequence <= max && note == idle() && sequence >= 0) {
        setOpenPlain(note + ~sequence);
        if (counting) {
          setNextPlain(sequence + 1);
        }
        return sequence;
      }
      makeRoom();
    }
  }

  /** Makes room, or throws, without a claim: every claim of one is then made in one place. */
  private void makeRoom() {
    claim(1);
    discard();
  }

  @Override
  boolean claimWithinLimit(int n) {
    long max = limitOpaque(); // edge: revoke
    long hi = (counts ? nextPlain() - 1 : publishedPlain()) + n;
    if (hi > max) {
      return false;
    }
    setOpenPlain(~hi);
    if (counts) {
      setNextPlain(hi + 1);
    }
    return true;
  }

  @Override
  long done() {
    return publishedAcquire(); // edge: published
  }

  @Override
  void limitReached() {
    if (adapts) {
      long at = publishedPlain();
      if (at - sampledTo >= SAMPLE) {
        sample(at, System.nanoTime());
      }
    }
  }

  private void sample(long at, long now) {
    boolean stream = now - sampledNanos < (at - sampledTo) * STREAM_NANOS;
    slowSamples = stream ? 0 : Math.min(slowSamples + 1, SLOW_SAMPLES);
    counts = slowSamples == SLOW_SAMPLES;
    setNextPlain(at + 1);
    sampledTo = at;
    sampledNanos = now;
  }

  /** Whether it keeps a counter of its own just now, for its own thread. */
  boolean counts() {
    return counts;
  }

  @Override
  boolean outstanding() {
    return openPlain() != idle();
  }

  @Override
  long lastPending() {
    long note = openAcquire();
    return note < 0 ? ~note : Sequence.NONE;
  }

  @Override
  public long claimed() {
    return outstanding() ? ~openPlain() : publishedPlain();
  }

  @Override
  public void publish(long through) {
    assert usedByItsThread();
    long note = -(~through - openPlain()); // idle, if through ends the claim: see above
    if (note != idle() || through < 0) {
      publishPart(through);
      return;
    }
    setOpenPlain(note);
    publishChecked(through);
  }

  private void publishPart(long through) {
    if (!outstanding() || through <= publishedPlain() || through > claimed()) {
      throw notClaimed(through);
    }
    publishChecked(through);
  }

  private void publishChecked(long through) {
    if (signals) {
      long before = publishedPlain();
      setPublishedRelease(through); // edge: published
      sequencer.signals().signal(before + 1, through);
    } else {
      setPublishedRelease(through); // edge: published
    }
  }

  @Override
  public void discard() {
    if (outstanding()) {
      assert usedByItsThread();
      setNextPlain(publishedPlain() + 1);
      setOpenRelease(idle());
    }
  }

  @Override
  long lastKept() {
    return publishedPlain(); // what is discarded is taken back
  }
}
