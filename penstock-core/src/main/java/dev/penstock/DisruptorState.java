package dev.penstock;

import dev.penstock.sequence.RingState;

/** Where a ring stands in its life. A ring only ever moves on; no state is entered twice. */
public enum DisruptorState {
  /** Built and not started: producers may claim up to the capacity. */
  NEW,
  /** Started: stages hand over what is published. */
  RUNNING,
  /** Closing: claims are refused, stages work off what was published. */
  DRAINING,
  /** Closed: every stage has reached the end. */
  TERMINATED,
  /** Stopped by a failure, wherever the stages were. */
  FAILED,
  /** Stopped on request, wherever the stages were. */
  HALTED;

  static DisruptorState of(int state) {
    return switch (state) {
      case RingState.NEW -> NEW;
      case RingState.RUNNING -> RUNNING;
      case RingState.DRAINING, RingState.ENDING -> DRAINING;
      case RingState.TERMINATED -> TERMINATED;
      case RingState.FAILED -> FAILED;
      case RingState.HALTED -> HALTED;
      default -> throw new IllegalArgumentException("state: " + state + " (expected: 0..6)");
    };
  }
}
