package dev.penstock;

import dev.penstock.sequence.Gate;
import dev.penstock.sequence.Nullable;
import dev.penstock.sequence.SingleSequencer;
import dev.penstock.sequence.WaitSpec;

/**
 * The handle of a ring with one producer: a claim is an addition, a publish one release store.
 *
 * <h2>The note of a claim</h2>
 *
 * <p>A second claim, a forgotten one and a shutdown that waits for one differ from none only by a
 * note that the claim leaves. {@link #claim(int)} writes down its highest sequence in {@code
 * claimed}; the claim is outstanding while that is more than what is published. A message then
 * takes three stores: the note, the message itself, the published sequence. The fewer of them, the
 * more cache lines of messages fit into the processor's buffer of stores, and are fetched at once;
 * where lines have to be fetched from a far processor, that number decides.
 *
 * <p>{@link #claim()}, unlike {@code claim(1)}, leaves its note in {@code open}, which is idle, 0,
 * while it holds none, and {@link #publish} takes it back. The note is taken by an addition, given
 * back by the opposite one, and compared with {@code idle}, which the compiler does not know to be
 * 0. Where claim and publish are inlined into one piece of code, with nothing between them that
 * could throw, stop or call, the compiler finds by algebra that the second store puts back what the
 * first check has loaded. It drops both stores and the second check, and two stores are left for a
 * message; a handle that counts, see below, makes one more. An object that is loaded from an array
 * in between might be missing, which throws; so {@link #claim(Object[])} looks for it before the
 * note, and the compiler takes that load for the application's own. Elsewhere both are made, and
 * whoever looks sees the claim: a thread that has learned of it by any edge sees the note too.
 *
 * <p>At its end the note is taken back before the sequence is published, for the other order would
 * leave no store out. In between nothing tells of the claim, and where the note is never written,
 * nothing ever does. A ring that is closed has to know, or it would fix its end below a sequence
 * that is about to be published; so it does not believe a note that is missing before it has seen
 * that the thread which claimed first is not inside ({@link OwnerLook}).
 *
 * <p>No number can be taken for a note that is not there: {@code ~hi} is idle for -1 alone, and
 * both checks ask for more than {@code claimed}, which never is less.
 *
 * <h2>Where the next sequence comes from</h2>
 *
 * <p>The next claim begins behind what is published. In a stream that value comes from the thread's
 * own buffer of stores, and a counter of its own would be a store more. In a conversation the line
 * of the published sequence goes to the stage that polls it, and reading it costs a transfer
 * between processors before the next message can be written. So the handle <em>counts</em>, in
 * {@code done}, where no first stage coalesces, and else while messages come slowly. The published
 * sequence is then read opaque, or the compiler would read both and choose.
 *
 * <p>From store to load this is a chain through all messages, and has to be short. Processors hand
 * a value that was just stored to a plain load within a cycle, but take some eight for a load that
 * is part of an addition, and that is what C2 makes of one whose value is needed for the addition
 * only. So {@link #claim()} also compares it as it was loaded, with {@code last < max}. And {@link
 * #claim(Object[])} takes the index from the length of the array, which stays in a register: an
 * address that depends on a field loaded for each message is waited for.
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
    sequencer.handOver(this, new OwnerLook(this));
  }

  @Override
  public long claim() {
    return claimOne(null);
  }

  @Override
  public long claim(Object[] slots) {
    checkLength(slots);
    return claimOne(slots);
  }

  private long claimOne(@Nullable Object[] slots) {
    assert usedByItsThread();
    while (true) {
      long max = limitOpaque(); // edge: revoke
      boolean counting = counts;
      long last;
      if (counting) {
        last = donePlain();
        if (isFree(last, max)) {
          setDonePlain(last + 1); // as it will be; below it would be another branch a message
        }
      } else {
        last = publishedOpaque();
      }
      if (isFree(last, max)) {
        long sequence = last + 1;
        if (slots == null || slots[Disruptor.slot(sequence, slots.length)] != null) {
          setOpenPlain(openPlain() + ~sequence);
          return sequence;
        }
        if (counting) {
          setDonePlain(last);
        }
        throw emptySlot(sequence);
      }
      makeRoom();
    }
  }

  /** Whether the next sequence is within the limit, and nothing is outstanding. */
  private boolean isFree(long last, long max) {
    return last < max && openPlain() == idle() && claimedPlain() < last + 1;
  }

  /** Makes room, or throws, without a claim: those of {@link #claim()} are made in one place. */
  private void makeRoom() {
    awaitClaim(1);
    discard();
  }

  @Override
  public long claim(int n) {
    assert usedByItsThread();
    long max = limitOpaque(); // edge: revoke
    long last = last();
    long hi = last + n; // beyond any limit, if n is more than the capacity
    if (hi > max || n < 1 || claimedPlain() > last || openPlain() != idle()) {
      return awaitClaim(n);
    }
    setClaimedPlain(hi);
    return hi;
  }

  @Override
  boolean claimWithinLimit(int n) {
    long hi = last() + n;
    if (hi > limitOpaque()) { // edge: revoke
      return false;
    }
    setClaimedPlain(hi);
    return true;
  }

  /** The last sequence that this handle is done with, or will be with the claim that is open. */
  private long last() {
    return counts ? donePlain() : publishedOpaque();
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
    setDonePlain(at);
    counts = slowSamples == SLOW_SAMPLES;
    sampledTo = at;
    sampledNanos = now;
  }

  /** Whether it keeps a counter of its own just now, for its own thread. */
  boolean counts() {
    return counts;
  }

  @Override
  boolean outstanding() {
    return openPlain() != idle() || claimedPlain() > last();
  }

  @Override
  long lastPending() {
    return notedAcquire();
  }

  @Override
  public long claimed() {
    long open = openPlain();
    return open != idle() ? ~open : Math.max(claimedPlain(), last());
  }

  @Override
  public void publish(long through) {
    assert usedByItsThread();
    long lo = through;
    if (claimedPlain() < through) { // a claim of one, if any
      long note = -(~through - openPlain()); // idle, if it is this one: see above
      if (note != idle()) {
        throw notClaimed(through);
      }
      setOpenPlain(note);
    } else {
      lo = last() + 1;
      if (lo > through) { // so it is while a claim of one is open, which is behind all those
        throw notClaimed(through);
      }
      if (counts) {
        setDonePlain(through);
      }
    }
    setPublishedRelease(through); // edge: published
    if (signals) {
      sequencer.signals().signalListeners(lo, through);
    }
  }

  @Override
  public void discard() {
    if (outstanding()) {
      assert usedByItsThread();
      long last = publishedPlain();
      setDonePlain(last);
      setClaimedRelease(last);
      setOpenRelease(idle());
    }
  }

  @Override
  long lastKept() {
    return publishedPlain(); // what is discarded is taken back
  }
}
