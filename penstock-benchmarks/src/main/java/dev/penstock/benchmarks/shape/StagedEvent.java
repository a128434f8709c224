package dev.penstock.benchmarks.shape;

/** The message of topologies whose first stages add something to it. */
public final class StagedEvent extends Event {
  /** What the first stage made of the value. */
  public long first;

  /** What the second stage made of it. */
  public long second;
}
