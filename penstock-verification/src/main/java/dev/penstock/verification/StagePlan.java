package dev.penstock.verification;

import dev.penstock.WaitStrategy;
import java.time.Duration;
import java.util.List;

/**
 * What one stage of a scenario is like.
 *
 * @param index its number, upstream first
 * @param after the numbers of the stages that it comes after
 * @param kind the form of its handler
 * @param waits how it waits
 * @param maxBatch its longest batch, 0 for the default
 * @param gather how many events it gathers, 0 for none
 * @param gatherLimit and for how long
 * @param policy what is done with a failure in the end
 * @param retries how often it is retried before
 * @param wholeRange whether a failing range is one unit
 * @param failsOneIn one in so many sequences fails at the first attempt, 0 for none
 * @param polled whether it has no thread of its own
 * @param virtual whether its thread is virtual, where there are any
 * @param idles whether it has an idle callback
 * @param stallsOneIn one in so many answers of a partial handler is "none", 0 for none
 * @param pauses when its handler pauses
 * @param seed what its handler draws from
 */
record StagePlan(
    int index,
    List<Integer> after,
    Kind kind,
    WaitStrategy waits,
    int maxBatch,
    int gather,
    Duration gatherLimit,
    Policy policy,
    int retries,
    boolean wholeRange,
    int failsOneIn,
    boolean polled,
    boolean virtual,
    boolean idles,
    int stallsOneIn,
    Pauses.Plan pauses,
    long seed) {
  enum Kind {
    RANGE,
    EVENT,
    PARTIAL
  }

  enum Policy {
    HALT,
    SKIP,
    DEAD_LETTER,
    DETACH
  }

  StagePlan {
    after = List.copyOf(after);
  }

  String name() {
    return "s" + index;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(name()).append(' ').append(kind).append(", ").append(waits);
    if (!after.isEmpty()) {
      text.append(", after ").append(after);
    }
    if (maxBatch > 0) {
      text.append(", maxBatch ").append(maxBatch);
    }
    if (gather > 0) {
      text.append(", gather ").append(gather).append(" for ").append(gatherLimit);
    }
    if (failsOneIn > 0) {
      text.append(", fails one in ").append(failsOneIn).append(": ");
      text.append(retries > 0 ? "retry(" + retries + ") then " : "").append(policy);
      text.append(wholeRange ? " (whole range)" : "");
    }
    text.append(polled ? ", polled" : "").append(virtual ? ", virtual" : "");
    text.append(idles ? ", idle callback" : "");
    text.append(stallsOneIn > 0 ? ", stalls one in " + stallsOneIn : "").append(pauses);
    return text.toString();
  }
}
