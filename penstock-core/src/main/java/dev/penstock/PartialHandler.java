package dev.penstock;

/**
 * Handles as much of a range as it can, and says how far it came.
 *
 * <p>Threads, memory effects and allocation are those of {@link RangeHandler}. One mechanism serves
 * for partial batches, for early release of slots, and for rewinding: what is not completed is
 * handed over again, with whatever has been published since.
 */
@FunctionalInterface
public interface PartialHandler {
  /**
   * Handles {@code lo..hi} and returns the last sequence that it completed: {@code lo - 1} for none
   * (the stage is then <em>stalled</em> and asks again after a while, or at once when {@link
   * Stage#wakeUp()} is called) up to {@code hi}. Any other value is a failure. Returning less means
   * <em>not yet</em>; throwing means <em>failed</em>.
   */
  long onRange(long lo, long hi) throws Exception;
}
