package dev.penstock.sequence;

/**
 * How often a wait yields after it has spun and before it sleeps.
 *
 * <p>Yielding finds what comes soon and lets those work who share the processor, perhaps the very
 * thread that is waited for. It is worth about as long as sleeping and being woken takes, which is
 * some ten yields where nobody else wants the processor. How much of that is decided by what came
 * of it: twice as often after a wait that it ended, half as often after one that had to sleep all
 * the same.
 *
 * <p>Where somebody else always has work, a yield gives a slice away, some milliseconds, while one
 * who sleeps would be woken at once. In a stream that is as good as any other pause. Elsewhere it
 * is wasted, and the next wait does without yielding; after another waste the next two, and so on,
 * up to a thousand and twenty-four, and half as many after each wait that yielding ended.
 *
 * <p>All fields are private to the thread that waits, and hardly ever written in a stream.
 */
final class Patience {
  private static final int MIN = 2;
  private static final int MAX = 16;
  private static final int AWAY_MAX = 1024;
  private static final long SLICE_NANOS = 1_000_000;
  private static final long STREAM_NANOS = 4_000; // a message

  private int yields = MAX;
  private int away; // how many of the next waits do not yield
  private int nextAway = 1;

  /** How often the wait that calls may yield. */
  int yields() {
    if (away > 0) {
      away--;
      return 0;
    }
    return yields;
  }

  /** Learns whether the yields of a wait have ended it. */
  void yielded(boolean found) {
    if (found) {
      yields(Math.min(2 * yields, MAX));
      if (nextAway > 1) { // do not write what others may share a line with
        nextAway /= 2;
      }
    } else {
      yields(Math.max(yields / 2, MIN));
    }
  }

  /** Whether a yield of a wait for {@code t} was a waste of time, and so more of them would be. */
  boolean wasted(long tookNanos, Source source, long t) {
    if (tookNanos < SLICE_NANOS || source.reached(t + tookNanos / STREAM_NANOS)) {
      return false;
    }
    away = nextAway;
    nextAway = Math.min(2 * nextAway, AWAY_MAX);
    return true;
  }

  private void yields(int next) {
    if (next != yields) { // do not write what others may share a line with
      yields = next;
    }
  }
}
