package dev.penstock.sequence;

/**
 * Decides when a stage pauses although it could look again at once, and for how long.
 *
 * <p>A strategy says what to do with <em>nothing</em>; this says what to do with <em>little</em>. A
 * stage that finds one message at a time in a stream of them fetches, for each, a cache line that
 * the producer is writing, and slows both down. Pausing for a moment lets the producer keep the
 * line, and the next batch is large.
 *
 * <p>A fixed pause would ruin every conversation that waits for its answer. So the pause begins
 * only when messages have come one close behind the other for a while, no more than about a poll
 * for each, and ends with the first batch that is no larger for it; after each such mistake twice
 * as many are needed, up to a bound. Polls alone would not do: where a line takes long to come
 * over, a stage in the middle of a stream polls the old one several times before it finds fifty
 * messages at once. But so does a conversation in large requests; what began behind more than four
 * polls must therefore find half as many again with the first pause. A batch that comes later than
 * about a poll for each of its messages ends the stream.
 *
 * <p>A stage in a stream that has proved itself needs nobody to wake it: it mutes its record, and
 * the producer publishes without a fence, until the stage falls asleep again.
 *
 * <p>Where a pause finds a flood, the next is twice as long, up to six microseconds and an eighth
 * of the ring: each look takes lines from the producer, and a message of a flood waits for those
 * before it anyway. A flood is a rate, above eighty messages a microsecond; the time that the
 * handler takes counts, or a slow handler would look like one. A longer pause must pay as well: if
 * it does not find half as many again, it is taken back, and the next attempt comes later.
 *
 * <p>All fields are private to the thread that drives the stage.
 */
public final class Coalescing {
  private static final int TINY = 8;
  private static final int FLOOD = 64;
  private static final int SOON_POLLS = 4;
  private static final int NEED_MIN = 4;
  private static final int NEED_MAX = 8192;
  private static final int LOW_SHARE = 8;
  private static final int LOW_MAX = 8192;
  private static final long PAUSE_NANOS = 750;
  private static final int DOUBLINGS_MAX = 3;

  @Nullable private final WakeUp record;
  private final int low;
  private boolean streaming;
  private int need = NEED_MIN;
  private int doublings;
  private int hold = NEED_MIN; // looks between a longer pause that did not pay and the next
  private long enough; // what the first pause of a length must find, or 0
  private final Sequence streak = new Sequence(0); // padded: it changes with every batch
  private final Sequence lookedNanos = new Sequence(0);

  /**
   * Decides for one stage.
   *
   * @param record the stage's record at the sequencer; null where it does not park by signal
   */
  public Coalescing(int capacity, @Nullable WakeUp record) {
    this.record = record;
    low = Math.min(LOW_MAX, capacity / LOW_SHARE);
  }

  /**
   * Pauses, if it is time to, after a batch that found {@code n} available after {@code idle} empty
   * polls, and left nothing.
   *
   * @param yields whether others may have the processor meanwhile
   */
  public void after(long n, long idle, boolean yields) {
    boolean proven = streaming;
    long now = streaming ? System.nanoTime() : 0;
    if (pausesAfter(n, idle, now - lookedNanos.getPlain())) {
      if (proven && record != null) {
        record.mute();
      }
      lookedNanos.setPlain(pause(yields));
    } else if (streaming) {
      lookedNanos.setPlain(now);
    }
  }

  /** Whether to pause; {@code tookNanos} is how long ago the last look of the stream was. */
  boolean pausesAfter(long n, long idle, long tookNanos) {
    if (idle >= SOON_POLLS + n) {
      end();
      return false;
    }
    if (streaming) {
      return streams(n, tookNanos);
    }
    streak.setPlain(streak.getPlain() + 1);
    if (streak.getPlain() < need) {
      return false;
    }
    streaming = true;
    enough = idle > SOON_POLLS ? halfAgain(n) : 0;
    streak.setPlain(0);
    return true;
  }

  private void end() {
    if (streaming) { // do not write what others may share a line with
      streaming = false;
    }
    doublings(0);
    streak.setPlain(0);
  }

  private boolean streams(long n, long tookNanos) {
    if (n >= low) {
      enough = 0;
      doublings(Math.max(doublings - 1, 0));
      return false;
    }
    if (n < (long) TINY << doublings || (doublings == 0 && n < enough)) {
      end();
      need = Math.min(2 * need, NEED_MAX);
      return false;
    }
    if (need != NEED_MIN) {
      need = NEED_MIN;
    }
    if (enough == 0 || paid(n)) {
      adjust(n, tookNanos);
    }
    return true;
  }

  /** Whether the first pause of a new length found more; takes it back if not. */
  private boolean paid(long n) {
    boolean paid = n >= enough;
    hold = paid ? NEED_MIN : Math.min(2 * hold, NEED_MAX);
    if (!paid) {
      doublings(doublings - 1);
      streak.setPlain(hold);
    }
    enough = 0;
    return paid;
  }

  private void adjust(long n, long tookNanos) {
    long flood = (long) FLOOD << doublings;
    long perPause = n * pauseNanos() / Math.max(tookNanos, pauseNanos());
    if (perPause < flood / 4) {
      doublings(Math.max(doublings - 1, 0));
    } else if (perPause >= flood && n < low / 2 && doublings < DOUBLINGS_MAX) {
      if (streak.getPlain() > 0) {
        streak.setPlain(streak.getPlain() - 1);
      } else {
        doublings(doublings + 1);
        enough = halfAgain(n);
      }
    }
  }

  private static long halfAgain(long n) {
    return n + n / 2;
  }

  private void doublings(int next) {
    if (next != doublings) { // do not write what others may share a line with
      doublings = next;
      enough = 0;
    }
  }

  /** How long the pause is that was decided on last. */
  long pauseNanos() {
    return PAUSE_NANOS << doublings;
  }

  /** Returns when it began. */
  private long pause(boolean yields) {
    long nanos = pauseNanos();
    long since = System.nanoTime();
    do {
      if (yields) {
        Thread.yield();
      } else {
        Thread.onSpinWait();
      }
    } while (System.nanoTime() - since < nanos);
    return since;
  }
}
