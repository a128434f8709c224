package dev.penstock.sequence;

/**
 * Decides when a stage pauses although it could look again at once, and for how long.
 *
 * <p>A strategy says what to do with <em>nothing</em>; this says what to do with <em>little</em>. A
 * stage that finds one message at a time in a stream of them fetches, for each, a cache line that
 * the producer is writing, and slows both down. Pausing for less than a microsecond lets the
 * producer keep the line, and the next batch is large.
 *
 * <p>A fixed pause would ruin every conversation that waits for its answer. So the pause begins
 * only when messages have come one close behind the other for a while, and ends with the first
 * batch that is no larger for it; after each such mistake twice as many are needed, up to a bound.
 *
 * <p>Where a pause finds a flood, the next is twice as long, up to six microseconds and an eighth
 * of the ring: each look takes lines from the producer, and a message of a flood waits for those
 * before it anyway. What counts as tiny, and as a flood, grows with the pause, so both are rates:
 * pausing ends below ten messages a microsecond, and only above eighty does a pause become longer.
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

  private final int low;
  private boolean streaming;
  private final Sequence streak = new Sequence(0); // padded: it changes with every batch
  private int need = NEED_MIN;
  private int doublings;

  public Coalescing(int capacity) {
    low = Math.min(LOW_MAX, capacity / LOW_SHARE);
  }

  /**
   * After a batch that found {@code n} available after {@code idle} empty polls, and left nothing:
   * whether to pause before the next look.
   */
  boolean pausesAfter(long n, int idle) {
    if (streaming) {
      return streams(n);
    }
    if (idle > SOON_POLLS) {
      streak.setPlain(0);
      return false;
    }
    streak.setPlain(streak.getPlain() + 1);
    if (streak.getPlain() < need) {
      return false;
    }
    streaming = true;
    return true;
  }

  private boolean streams(long n) {
    if (n >= low) {
      doublings(Math.max(doublings - 1, 0));
      return false;
    }
    if (n < (long) TINY << doublings) {
      streaming = false;
      doublings(0);
      streak.setPlain(0);
      need = Math.min(2 * need, NEED_MAX);
      return false;
    }
    if (need != NEED_MIN) {
      need = NEED_MIN;
    }
    long flood = (long) FLOOD << doublings;
    if (n >= flood && n < low / 2) {
      doublings(Math.min(doublings + 1, DOUBLINGS_MAX));
    } else if (n < flood / 4) {
      doublings(Math.max(doublings - 1, 0));
    }
    return true;
  }

  private void doublings(int next) {
    if (next != doublings) { // do not write what others may share a line with
      doublings = next;
    }
  }

  /** How long the pause is that was decided on last. */
  long pauseNanos() {
    return PAUSE_NANOS << doublings;
  }

  public void after(long n, int idle, boolean virtualThread) {
    if (pausesAfter(n, idle)) {
      pause(virtualThread);
    }
  }

  private void pause(boolean virtualThread) {
    if (virtualThread) {
      Thread.yield();
      return;
    }
    long nanos = pauseNanos();
    long since = System.nanoTime();
    while (System.nanoTime() - since < nanos) {
      Thread.onSpinWait();
    }
  }
}
