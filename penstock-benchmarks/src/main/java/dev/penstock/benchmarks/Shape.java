package dev.penstock.benchmarks;

import dev.penstock.benchmarks.shape.Topology;
import java.util.Arrays;
import java.util.List;

/** The shapes: what each asks, who sends what to whom, and what it cannot show. */
public enum Shape {
  /** One producer, one consumer. */
  ONE_TO_ONE(
      "one-to-one",
      Topology.ONE,
      1,
      "How many messages a second go from one thread to another?",
      "producer → consumer",
      "The consumer only adds numbers up and the producer never stops: a ring that is full or"
          + " empty most of the time. Nothing about latency.");

  private static final List<Integer> BATCHES = List.of(1, 16);

  private final String label;
  private final Topology topology;
  private final int producers;
  private final String question;
  private final String picture;
  private final String blind;

  Shape(
      String label,
      Topology topology,
      int producers,
      String question,
      String picture,
      String blind) {
    this.label = label;
    this.topology = topology;
    this.producers = producers;
    this.question = question;
    this.picture = picture;
    this.blind = blind;
  }

  /** The shape of this name. */
  public static Shape of(String label) {
    return Arrays.stream(values())
        .filter(shape -> shape.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "shape: %s (expected: one of %s)".formatted(label, labels())));
  }

  /** The names of all shapes. */
  public static String labels() {
    return String.join(", ", Arrays.stream(values()).map(Shape::label).toList());
  }

  /** What it is called on the command line and in results. */
  public String label() {
    return label;
  }

  /** Whether it measures throughput. */
  public boolean isFlow() {
    return true;
  }

  /** Who consumes what from whom. */
  public Topology topology() {
    return topology;
  }

  /** How many threads publish. */
  public int producers() {
    return producers;
  }

  /** How many threads consume. */
  public int consumers() {
    return topology.consumers();
  }

  /** The sizes of batches that are measured. */
  public List<Integer> batches() {
    return BATCHES;
  }

  /** What it asks. */
  public String question() {
    return question;
  }

  /** Who sends what to whom. */
  public String picture() {
    return picture;
  }

  /** What it cannot show. */
  public String blind() {
    return blind;
  }
}
