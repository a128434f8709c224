package dev.penstock.benchmarks.shape;

/** The mutable message of rings of objects, the same class for every library. */
public class Event {
  /** What the producer wrote. */
  public long value;
}
