package dev.penstock;

import dev.penstock.sequence.Gate;
import dev.penstock.sequence.Nullable;
import dev.penstock.sequence.SingleSequencer;
import dev.penstock.sequence.WaitSpec;
import java.util.Objects;

/**
 * The handle of a ring with one producer: a claim is an addition, a publish one release store.
 *
 * <h2>The note of a claim</h2>
 *
 * <p>A second claim, a forgotten one and a shutdown that waits for one differ from none only by a
 * note that the claim leaves: {@code open}, which is {@code idle} while nothing is outstanding, and
 * {@code idle + ~hi} while a claim up to {@code hi} is. A message then takes four stores: the note,
 * the message itself, the note taken back, the published sequence. The fewer of them, the more
 * cache lines of messages fit into the processor's buffer of stores, and are fetched at once; where
 * lines have to be fetched from a far processor, that number decides.
 *
 * <p>So the note is taken by an addition, given back by the opposite one, and compared with {@code
 * idle}, whose value the compiler does not know. Where claim and publish are inlined into one piece
 * of code, with nothing between them that could throw, stop or call, the compiler finds by algebra
 * that the second store puts back what the first check has loaded. It drops both stores and the
 * second check, and two stores are left for a message; a handle that counts, see below, makes one
 * more. An object that is loaded from an array in between might be missing, which throws; so {@link
 * #claim(Object[])} looks for it before the note, and the compiler takes that load for the
 * application's own. Elsewhere both are made, and whoever looks sees the claim: a thread that has
 * learned of it by any edge sees the note too.
 *
 * <p>At its end the note is taken back before the sequence is published, for the other order would
 * leave no store out. In between nothing tells of the claim, and where the note is never written,
 * nothing ever does. A ring that is closed has to know, or it would fix its end below a sequence
 * that is about to be published; so it does not believe a note that is missing before it has seen
 * that the thread which claimed first is not inside ({@link OwnerLook}).
 *
 * <p>No note can be taken for none: {@code ~hi} is 0 for -1 alone, which is no sequence. A publish
 * checks that, and so does a claim, where it is always true: the compiler then drops the other
 * check, which could throw between the two stores. {@code idle} is the capacity, with the sign of
 * {@code SIGNALS} where stages sleep, so that one load is enough for the note, for the length of an
 * array and for whether to signal.
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
 * <p>Nothing but that choice stands between the two ways: a check that is made in each of them is
 * compiled twice, with two loads of the note, and the compiler no longer finds that it is put back.
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
  private static final long SIGNALS = Long.MIN_VALUE; // in idle, its sign

  private final SingleSequencer sequencer;
  private final boolean adapts;
  private boolean counts;
  private int slowSamples;
  private long sampledTo;
  private long sampledNanos;

  SingleProducer(
      String name, Lifecycle lifecycle, Gate gate, WaitSpec whenFull, SingleSequencer sequencer) {
    super(name, lifecycle, gate, whenFull, sequencer.lastPublished(), idle(sequencer));
    this.sequencer = sequencer;
    adapts = lifecycle.stages().stream().anyMatch(Stage::coalesces);
    counts = !adapts;
    sampledTo = publishedPlain();
    sampledNanos = System.nanoTime();
    sequencer.handOver(this, new OwnerLook(this));
  }

  private static long idle(SingleSequencer sequencer) {
    return sequencer.capacity() + (sequencer.signals().enabled() ? SIGNALS : 0);
  }

  @Override
  public long claim() {
    return claimOne(null);
  }

  @Override
  public long claim(Object[] slots) {
    return claimOne(Objects.requireNonNull(slots, "slots"));
  }

  private long claimOne(@Nullable Object[] slots) {
    assert usedByItsThread();
    while (true) {
      long max = limitOpaque(); // edge: revoke
      boolean counting = counts;
      long last = counting ? donePlain() : publishedOpaque();
      long sequence = last + 1;
      if (last < max && sequence >= 0 && openPlain() == idle()) {
        if (slots != null && !hasObject(slots, sequence)) {
          throw noObject(slots, sequence);
        }
        if (counting) {
          setDonePlain(sequence); // as it will be
        }
        setOpenPlain(openPlain() + ~sequence);
        return sequence;
      }
      if (slots != null) {
        checkLength(slots);
      }
      makeRoom();
    }
  }

  private boolean hasObject(Object[] slots, long sequence) {
    return slots.length == (int) idle() && slots[Disruptor.slot(sequence, slots.length)] != null;
  }

  private IllegalArgumentException noObject(Object[] slots, long sequence) {
    checkLength(slots);
    return emptySlot(sequence);
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
    long hi = last() + n; // beyond any limit, if n is more than the capacity
    if (hi > max || hi < 0 || n < 1 || openPlain() != idle()) {
      return awaitClaim(n);
    }
    note(hi);
    return hi;
  }

  @Override
  boolean claimWithinLimit(int n) {
    long hi = last() + n;
    if (hi > limitOpaque()) { // edge: revoke
      return false;
    }
    note(hi);
    return true;
  }

  private void note(long hi) {
    if (counts) {
      setDonePlain(hi); // as it will be
    }
    setOpenPlain(idle() + ~hi); // not from open, or each claim would wait for the last one's stores
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
    return openPlain() != idle();
  }

  @Override
  long lastPending() {
    return notedAcquire();
  }

  @Override
  public long claimed() {
    long open = openPlain();
    return open == idle() ? last() : ~(open - idle());
  }

  @Override
  public void publish(long through) {
    assert usedByItsThread();
    long idle = idle();
    long note = -(~through - openPlain()); // idle, if it is all of the claim: see above
    if (note == idle && through >= 0) {
      setOpenPlain(note);
    } else if (!outstanding() || through <= publishedPlain() || through > claimed()) {
      throw notClaimed(through);
    }
    setPublishedRelease(through); // edge: published
    if (idle < 0) {
      sequencer.signals().signalListeners(0, through); // all that is below is published too
    }
  }

  @Override
  public void discard() {
    if (outstanding()) {
      assert usedByItsThread();
      setDonePlain(publishedPlain());
      setOpenRelease(idle());
    }
  }

  @Override
  long lastKept() {
    return publishedPlain(); // what is discarded is taken back
  }
}
