package dev.penstock.verification;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Holds one actor of a scenario up now and then, all in all no longer than a run can bear. */
final class Pauses {
  private static final long BUDGET_NANOS = 120_000_000;

  private final Plan plan;
  private final Dice dice;
  private long budgetNanos = BUDGET_NANOS;

  /**
   * How often and how long.
   *
   * @param oneIn one occasion in so many, 0 for none
   */
  record Plan(int oneIn, long longestNanos) {
    static final Plan NONE = new Plan(0, 0);

    @Override
    public String toString() {
      return oneIn == 0
          ? ""
          : ", pauses one in %d up to %s".formatted(oneIn, Duration.ofNanos(longestNanos));
    }
  }

  Pauses(Plan plan, long seed) {
    this.plan = plan;
    dice = new Dice(seed);
  }

  /** An occasion to pause. */
  void maybe() {
    if (budgetNanos > 0 && dice.oneIn(plan.oneIn())) {
      long nanos = dice.spread(1_000, plan.longestNanos());
      budgetNanos -= nanos;
      pause(nanos);
    }
  }

  /** Parks for this long, or until the thread is interrupted; the flag stays. */
  static void pause(long nanos) {
    long since = System.nanoTime();
    long left = nanos;
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(left);
      left = nanos - (System.nanoTime() - since);
    }
  }
}
