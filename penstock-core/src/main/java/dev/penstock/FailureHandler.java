package dev.penstock;

/**
 * Takes what a stage failed to handle and passes over: see {@link
 * ErrorPolicy#deadLetter(FailureHandler)}.
 *
 * <p>Called on the thread that drives the stage, before the sequences count as completed.
 */
@FunctionalInterface
public interface FailureHandler {
  /**
   * Takes {@code lo..hi}, one event unless a whole range failed. Throwing halts the ring.
   *
   * @param cause what the stage's handler threw
   */
  void onFailure(String stage, long lo, long hi, Throwable cause) throws Exception;
}
