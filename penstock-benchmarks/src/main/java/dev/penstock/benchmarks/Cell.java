package dev.penstock.benchmarks;

/**
 * One cell of the table: a library in one of its ways, in one shape, published in one way.
 *
 * @param shape the shape
 * @param library the name of the library
 * @param variant which of its ways
 * @param batch how many messages are published at a time
 * @param x how large what grows is here; 0 where nothing does
 */
public record Cell(Shape shape, String library, String variant, int batch, int x) {
  private static final int CAPACITY = 65_536;

  /** A cell of a shape in which nothing grows. */
  public Cell(Shape shape, String library, String variant, int batch) {
    this(shape, library, variant, batch, 0);
  }

  /** How many threads publish. */
  int producers() {
    return shape.scale() == Scale.PRODUCERS ? x : shape.producers();
  }

  /** How many threads consume. */
  int consumers() {
    return switch (shape.scale()) {
      case CONSUMERS, STAGES -> x;
      case NOTHING, SLOTS, PRODUCERS -> shape.topology().consumers();
    };
  }

  /** How many slots or elements, the same for every library. */
  int capacity() {
    return shape.scale() == Scale.SLOTS ? x : CAPACITY;
  }

  @Override
  public String toString() {
    String name = "%s %s/%s by %d".formatted(shape.label(), library, variant, batch);
    return shape.scale() == Scale.NOTHING ? name : name + ", x " + x;
  }
}
