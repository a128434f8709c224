package dev.penstock.sequence;

/** The highest sequence that one stage has completed, and those who wait for it. */
public final class Progress extends Source {
  private final Sequence completed = new Sequence(Sequence.NONE);

  /** For the thread that drives the stage: its own value needs no ordering. */
  public long own() {
    return completed.getPlain();
  }

  public long get() {
    return completed.getAcquire(); // edge: completed
  }

  @Override
  public boolean reached(long t) {
    return completed.getAcquire() >= t; // edge: completed
  }

  /** The index of the one that is furthest behind. */
  static int laggard(Progress[] many) {
    int index = 0;
    long slowest = Long.MAX_VALUE;
    for (int i = 0; i < many.length; i++) {
      long completed = many[i].get();
      if (completed < slowest) {
        slowest = completed;
        index = i;
      }
    }
    return index;
  }

  /** What all of them have completed; acquires each. */
  static long slowest(Progress[] many) {
    long slowest = Long.MAX_VALUE;
    for (Progress one : many) {
      slowest = Math.min(slowest, one.get());
    }
    return slowest;
  }

  /** Completes everything up to {@code hi} and wakes those who wait for any of it. */
  public void complete(long hi) {
    long before = completed.getPlain();
    completed.setRelease(hi); // edge: completed
    if (signals().enabled()) {
      signals().signal(before + 1, hi);
    }
  }
}
