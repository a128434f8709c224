package dev.penstock.verification;

/** What a run does wrong on purpose, to see that the checks find it. */
enum Sabotage {
  NONE,
  /** A stage is not told of one event. */
  LOSE,
  /** A stage is told of one event twice. */
  DOUBLE,
  /** A stage is told of two events in the wrong order. */
  REORDER,
  /** The ring is not told that a stage comes after another. */
  HAND_EARLY,
  /** A claim that should be discarded is published. */
  REVEAL_DISCARDED,
  /** The storage has fewer slots than the ring. */
  OVERWRITE,
  /** A handler never returns. */
  HANG,
  /** A stage's thread outlives the ring. */
  LEAVE_THREAD
}
