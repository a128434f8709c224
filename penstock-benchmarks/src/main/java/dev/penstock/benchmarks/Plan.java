package dev.penstock.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which cells are measured, how often and how long.
 *
 * @param cells in the order of the results
 * @param jvms how many JVMs measure each
 * @param rounds how many timed rounds a JVM has
 * @param warmUpMillis how long it warms up
 * @param millis how long a round lasts; one of latencies some times as long
 * @param limitMillis no further pass over the cells is begun when it could end later than this
 */
record Plan(
    List<Cell> cells, int jvms, int rounds, long warmUpMillis, long millis, long limitMillis) {
  private static final int JVMS = 5;
  private static final int QUICK_JVMS = 3;
  private static final long QUICK_LIMIT_MILLIS = 60_000;

  /** The libraries and variants of a quick run: enough to see who is ahead. */
  private static final Set<String> QUICK =
      Set.of(
          "penstock/busy-spin",
          "penstock/coalescing",
          "penstock/interleaved-coalescing",
          "penstock/object-coalescing",
          "lmax/busy-spin",
          "lmax/yielding",
          "jctools/array-queue",
          "array-blocking-queue/drain-to");

  static final List<String> QUICK_SHAPES = List.of(Shape.ONE_TO_ONE.label());
  static final List<String> QUICK_LIBRARIES =
      Libraries.allNames().stream().filter(Plan::quickHas).toList();

  private static boolean quickHas(String library) {
    return QUICK.stream().anyMatch(variant -> variant.startsWith(library + "/"));
  }

  static Plan quick(List<String> libraries) {
    List<Cell> cells =
        cells(List.of(Shape.ONE_TO_ONE), libraries).stream()
            .filter(cell -> QUICK.contains(cell.library() + "/" + cell.variant()))
            .toList();
    return new Plan(cells, QUICK_JVMS, 5, 300, 60, QUICK_LIMIT_MILLIS);
  }

  static Plan full(List<Shape> shapes, List<String> libraries) {
    return new Plan(cells(shapes, libraries), JVMS, 5, 1_000, 200, Long.MAX_VALUE);
  }

  Plan withJvms(int count) {
    return new Plan(cells, count, rounds, warmUpMillis, millis, Long.MAX_VALUE);
  }

  /** Without the cells of a library that is not to be had. */
  Plan without(String library) {
    List<Cell> others = cells.stream().filter(cell -> !cell.library().equals(library)).toList();
    return new Plan(others, jvms, rounds, warmUpMillis, millis, limitMillis);
  }

  boolean has(String library) {
    return cells.stream().anyMatch(cell -> cell.library().equals(library));
  }

  private static List<Cell> cells(List<Shape> shapes, List<String> libraries) {
    List<Cell> cells = new ArrayList<>();
    for (Shape shape : shapes) {
      for (int batch : shape.batches()) {
        for (Library library : Libraries.ALL) {
          for (String variant : library.variants(shape, batch)) {
            for (int x : shape.scale().steps()) {
              cells.add(new Cell(shape, library.name(), variant, batch, x));
            }
          }
        }
        for (String variant : CProgram.variants(shape)) {
          cells.add(new Cell(shape, CProgram.NAME, variant, batch));
        }
      }
    }
    return cells.stream().filter(cell -> libraries.contains(cell.library())).toList();
  }
}
