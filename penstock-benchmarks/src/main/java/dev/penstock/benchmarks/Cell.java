package dev.penstock.benchmarks;

/**
 * One cell of the table: a library in one of its ways, in one shape, published in one way.
 *
 * @param shape the shape
 * @param library the name of the library
 * @param variant which of its ways
 * @param batch how many messages are published at a time
 */
public record Cell(Shape shape, String library, String variant, int batch) {
  @Override
  public String toString() {
    return "%s %s/%s by %d".formatted(shape.label(), library, variant, batch);
  }
}
