package dev.penstock.sequence;

/**
 * How long a producer stays away that has lost a race for the claim counter.
 *
 * <p>Where several producers claim without a break, the counter, the stamps and the application's
 * slots travel between processors with every message, and each compare-and-set waits until they
 * have come. A loser that stays away leaves them to the winner, who claims a run of messages at the
 * price of one journey.
 *
 * <p>A race that is lost now and then is none of that: the loser tries again at once. It pauses
 * where it has lost another a few microseconds before, and the next pause is twice as long, up to
 * four microseconds, if this one <em>paid</em>: if others claimed at the rate of a stream as soon
 * as the counter had time to reach them. Otherwise the next is as short as the first.
 *
 * <p>Waiting longer after each failure is Anderson's for spin locks ("The Performance of Spin Lock
 * Alternatives for Shared-Memory Multiprocessors", 1990) and Dice, Hendler and Mirsky's for
 * compare-and-set ("Lightweight Contention Management for Efficient Compare-and-Swap Operations",
 * 2013). What it brought is in decision 23.
 *
 * <p>All fields are private to the thread that claims, and written only when it has lost a race.
 */
public final class Backoff {
  private static final long FIRST_NANOS = 512;
  private static final long MAX_NANOS = 4096;
  private static final long TRANSFER_NANOS = 256; // until others have the counter
  private static final long STREAM_NANOS = 64; // a message
  private static final long SOON_NANOS = 4000;

  private final MultiSequencer sequencer;
  private long nanos = FIRST_NANOS;
  private long resumedNanos = System.nanoTime() - 2 * SOON_NANOS; // long ago

  public Backoff(MultiSequencer sequencer) {
    this.sequencer = sequencer;
  }

  /** Called after a lost race; returns when it is time to try again. */
  public void pause() {
    long now = System.nanoTime();
    if (lostAnother(now)) {
      long before = sequencer.claimCounter();
      long until = now + nanos;
      do {
        Thread.onSpinWait();
        now = System.nanoTime();
      } while (now - until < 0);
      resumed(now, sequencer.claimCounter() - before);
    } else {
      Thread.onSpinWait();
      resumed(now, 0);
    }
  }

  /** Whether the last lost race was so short a time ago that there must be contention. */
  boolean lostAnother(long now) {
    return now - resumedNanos < SOON_NANOS;
  }

  /** Settles how long the next pause is, by what others have claimed during this one. */
  void resumed(long now, long claimedByOthers) {
    boolean paid = claimedByOthers * STREAM_NANOS >= nanos - TRANSFER_NANOS;
    nanos = paid ? Math.min(2 * nanos, MAX_NANOS) : FIRST_NANOS;
    resumedNanos = now;
  }

  /** How long the next pause is, if there is one. */
  long nanos() {
    return nanos;
  }
}
