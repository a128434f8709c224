package dev.penstock.benchmarks;

import java.util.List;

/** What a shape makes larger from cell to cell: the other figures stay as they are. */
enum Scale {
  /** Nothing: one cell a variant. */
  NOTHING(0),
  /** How many consumers take every message. */
  CONSUMERS(1, 2, 3, 4, 6, 8),
  /** How many stages stand in a row. */
  STAGES(1, 2, 3, 4, 6, 8),
  /** How many slots the ring has. */
  SLOTS(1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20),
  /** How many threads publish. */
  PRODUCERS(1, 2, 3, 4, 6, 8);

  /** What the shapes that grow in threads cannot show. */
  static final String SCHEDULER =
      "Every thread gives its processor away while it waits. With fewer processors than threads it"
          + " shows the system's scheduler as much as the library.";

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Integer> steps;

  Scale(Integer... steps) {
    this.steps = List.of(steps);
  }

  /** The values that are measured, in ascending order; a single 0 where nothing grows. */
  List<Integer> steps() {
    return steps;
  }
}
