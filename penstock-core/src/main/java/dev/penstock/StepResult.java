package dev.penstock;

/** What one step of a stage did, or why it did nothing. */
public enum StepResult {
  /** Events were handed over, skipped or followed; there may be more. */
  HANDLED,
  /** Nothing is published beyond what the stage has completed. */
  EMPTY,
  /** Something is published, but an upstream stage has not completed it. */
  UPSTREAM,
  /** Something is claimed, but its producer has neither published nor discarded it. */
  UNPUBLISHED,
  /** Work is there, but a partial handler completed none of it, or a retry is not yet due. */
  STALLED,
  /** Work is there, but less than the stage gathers, and its time is not over. */
  GATHERING,
  /** The stage has stopped: it has reached the end of a closing ring, or the ring was halted. */
  ENDED
}
