package dev.penstock.benchmarks.shape;

import java.util.Arrays;

/** Who consumes what from whom. */
public enum Topology {
  /** One consumer. */
  ONE,
  /** Three consumers, each of which takes every message. */
  MULTICAST,
  /** Three consumers in a row, the first two of which add to the message. */
  PIPELINE,
  /** Consumers in a row, each of which verifies every message. */
  CHAIN,
  /** Two consumers that add to the message, and a third behind both. */
  DIAMOND;

  /** What the first stage of a pipeline or diamond adds to a message. */
  public static final int FIRST_ADDS = 1;

  /** What the second adds. */
  public static final int SECOND_ADDS = 2;

  /** Whether the first two stages add to a message. */
  private boolean adds() {
    return this == PIPELINE || this == DIAMOND;
  }

  /** What has been added to a message when it reaches its last stage. */
  public long offset() {
    return adds() ? FIRST_ADDS + SECOND_ADDS : 0;
  }

  /** A message for a ring of objects, no larger than what it carries. */
  public Event newEvent() {
    return adds() ? new StagedEvent() : new Event();
  }

  /** Messages for a ring over an array, which is of their class, as an application's would be. */
  public Event[] newEvents(int count) {
    Event[] events = adds() ? new StagedEvent[count] : new Event[count];
    Arrays.setAll(events, i -> newEvent());
    return events;
  }

  /** How many threads consume, unless something else is said. */
  public int consumers() {
    return this == ONE ? 1 : 3;
  }
}
