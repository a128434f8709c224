package dev.penstock.verification;

import java.util.List;

/**
 * What a run has left behind: who published and gave up what, and which stage passed what.
 *
 * @param feeds the producers
 * @param stages the stages, upstream first
 * @param drained whether the ring was closed and came to its end, neither failed nor halted
 * @param single whether the ring was one for a single producer
 * @param generous whether it waited for claims so long that no hole is excused
 */
record Recording(
    List<Feed> feeds, List<Stage> stages, boolean drained, boolean single, boolean generous) {
  Recording {
    feeds = List.copyOf(feeds);
    stages = List.copyOf(stages);
  }

  /**
   * One producer.
   *
   * @param log {@code sequence << 1 | discarded}, in its order; discards of a single producer are
   *     left out, since the same numbers are issued again
   * @param before how many of these were there for certain when the ring was first closed
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Feed(String name, long[] log, int before) {}

  /**
   * One stage.
   *
   * @param after the names of those that it comes after
   * @param passed the sequences that its handler was done with, in its order
   * @param completed what the ring says it has completed
   * @param detachedFrom the sequence at which it was detached, a very large one if it was not
   * @param thrownAt the sequence at which its handler threw last, a very large one if it did not
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Stage(
      String name,
      List<String> after,
      long[] passed,
      long completed,
      long detachedFrom,
      long thrownAt) {}
}
