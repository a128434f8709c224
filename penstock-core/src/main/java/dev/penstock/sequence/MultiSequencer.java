package dev.penstock.sequence;

/**
 * The sequencer of a ring with several producers: one claim counter, and a stamp per slot.
 *
 * <p><b>Claim.</b> A compare-and-set moves the counter from what was read, or is expected, to
 * {@code hi}, and only where {@code hi} is within the handle's own {@link Limit}. The limit was
 * computed from gating sequences that only grow, so it stays true however old it is; the counter
 * therefore never passes {@code slowest gating sequence + capacity}. Fetch-and-add would be cheaper
 * under contention and is not used: a producer that has passed the check and is held up before its
 * addition overruns the ring when others have used up what it had checked.
 *
 * <p><b>Publish.</b> Each slot's stamp says for which lap it is published, so producers publish in
 * any order and never wait for each other. A stage scans stamps from its own next sequence and does
 * not read the counter while it finds work: the counter's line belongs to the producers.
 *
 * <p><b>Discard.</b> {@code lastDiscarded} is raised <em>before</em> the stamps are released, and
 * read by a stage <em>after</em> it has acquired them (or the progress of an upstream stage that
 * has). So a stage that has acquired a discarded sequence sees a {@code lastDiscarded} of at least
 * that sequence, and looks at the stamps; read earlier, the value could be older than the stamps,
 * and the discarded event would be handed over.
 *
 * <p><b>Seal.</b> Adding 2<sup>62</sup> to the counter makes every later compare-and-set fail or
 * exceed its limit, and gives the exact number of claims in the same step.
 */
public final class MultiSequencer extends Sequencer {
  private static final long SEAL = 1L << 62;
  private static final long SEALED_FROM = 1L << 61;

  private final Sequence claimed = new Sequence(Sequence.NONE);
  private final Sequence lastDiscarded = new Sequence(Sequence.NONE);
  private final Stamps stamps;

  public MultiSequencer(int capacity) {
    super(capacity);
    stamps = new Stamps(capacity);
    signals().signalledBySeveral();
  }

  /** The shared claim counter as handles see it: far above any limit once it is sealed. */
  public long claimCounter() {
    return claimed.getOpaque(); // edge: claim
  }

  /** Claims {@code seen + 1 .. hi}; false where the counter is not at {@code seen}. */
  public boolean claim(long seen, long hi) {
    return claimed.compareAndSet(seen, hi); // edge: claim
  }

  public void publish(long lo, long hi) {
    stamps.publish(lo, hi);
    if (signals().enabled()) {
      signals().signalListeners(lo, hi);
    }
  }

  public void discard(long lo, long hi) {
    lastDiscarded.raiseTo(hi); // edge: last-discarded
    stamps.discard(lo, hi);
    if (signals().enabled()) {
      signals().signalListeners(lo, hi);
    }
  }

  @Override
  public boolean reached(long t) {
    return stamps.available(t);
  }

  @Override
  public long available(long next, long bound) {
    return stamps.available(next, bound);
  }

  @Override
  public long claimed() {
    long seen = claimed.getAcquire(); // edge: claim
    return seen >= SEALED_FROM ? seen - SEAL : seen;
  }

  @Override
  public long lastPublished() {
    long last = claimed();
    long oldest = last - capacity();
    while (last > oldest && !stamps.available(last)) {
      last--;
    }
    return last;
  }

  @Override
  public void seal() {
    long seen = claimed.getVolatile(); // edge: claim
    while (seen < SEALED_FROM && !claimed.compareAndSet(seen, seen + SEAL)) { // edge: claim
      seen = claimed.getVolatile(); // edge: claim
    }
  }

  @Override
  public long sealed() {
    return claimed();
  }

  @Override
  public boolean mayHoldDiscarded(long lo) {
    return lo <= lastDiscarded.getAcquire(); // edge: last-discarded
  }

  @Override
  public boolean discarded(long sequence) {
    return stamps.discarded(sequence);
  }
}
