package dev.penstock.sequence;

/**
 * What a producer does that has lost a race for the claim counter.
 *
 * <p>Where several producers claim without a break, the counter, the stamps and the application's
 * slots travel between processors with every message, and each compare-and-set waits until they
 * have come. A loser that stays away leaves them to the winner, who claims a run of messages at the
 * price of one journey.
 *
 * <p>A race that is lost now and then is none of that: the loser tries again at once. It pauses
 * where it has lost another a few microseconds before, and the next pause is twice as long, up to
 * four microseconds, if this one <em>paid</em>: if others claimed at the rate of a stream for as
 * long as it lasted, but for the time that the counter took to reach them. Otherwise the next is as
 * short as the first. A pause is too short to give a processor away, also on a virtual thread; it
 * ends where the clock stands still, too.
 *
 * <p>Waiting longer after each failure is Anderson's for spin locks ("The Performance of Spin Lock
 * Alternatives for Shared-Memory Multiprocessors", 1990) and Dice, Hendler and Mirsky's for
 * compare-and-set ("Lightweight Contention Management for Efficient Compare-and-Swap Operations",
 * 2013). What it brought is in decision 23.
 *
 * <p>All fields are private to the thread that claims, and written only when it has lost a race.
 */
public final class Contention {
  private static final long FIRST_NANOS = 512;
  private static final long LONGEST_NANOS = 4096;
  private static final long SOON_NANOS = 4096; // after the end of the last pause
  private static final long TRANSFER_NANOS = 256; // until others have the counter
  private static final long STREAM_NANOS = 64; // a message
  private static final long HINT_NANOS = 16; // at least, and a look at the clock

  private final MultiSequencer sequencer;
  final Sequence resumedNanos; // padded: it changes with every lost race
  private long nanos = FIRST_NANOS;

  public Contention(MultiSequencer sequencer) {
    this.sequencer = sequencer;
    resumedNanos = new Sequence(System.nanoTime() - 2 * SOON_NANOS); // long ago
  }

  /** Called after a lost race; returns when it is time to try again: whether it has paused. */
  public boolean lostRace() {
    long since = System.nanoTime();
    if (!lostAnother(since)) {
      resumedNanos.setPlain(since);
      return false;
    }
    long before = sequencer.claimed();
    long now = since;
    for (long left = nanos / HINT_NANOS; left > 0 && now - since < nanos; left--) {
      Thread.onSpinWait();
      now = System.nanoTime();
    }
    paused(now - since, sequencer.claimed() - before);
    resumedNanos.setPlain(now);
    return true;
  }

  /** Whether the last lost race was so short a time ago that there must be contention. */
  private boolean lostAnother(long now) {
    return now - resumedNanos.getPlain() < SOON_NANOS;
  }

  /** Settles how long the next pause is: this one took so long, and others claimed so much. */
  void paused(long tookNanos, long claimedByOthers) {
    boolean paid =
        claimedByOthers > 0 && claimedByOthers * STREAM_NANOS >= tookNanos - TRANSFER_NANOS;
    long next = paid ? Math.min(2 * nanos, LONGEST_NANOS) : FIRST_NANOS;
    if (next != nanos) { // do not write what others may share a line with
      nanos = next;
    }
  }

  /** How long the next pause is, if there is one. */
  long nanos() {
    return nanos;
  }
}
