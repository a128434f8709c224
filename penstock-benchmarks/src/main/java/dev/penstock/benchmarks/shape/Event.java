package dev.penstock.benchmarks.shape;

/** The mutable message of rings of objects, the same class for every library. */
public final class Event {
  /** What the producer wrote. */
  public long value;

  /** What the first stage of a pipeline or diamond made of it. */
  public long first;

  /** What the second stage made of it. */
  public long second;
}
