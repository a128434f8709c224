package dev.penstock.benchmarks;

import dev.penstock.benchmarks.lmax.LmaxLibrary;
import dev.penstock.benchmarks.penstock.PenstockLibrary;
import dev.penstock.benchmarks.queue.ArrayBlockingQueueLibrary;
import java.util.List;

/** All libraries that take part, in the order of the results. */
final class Libraries {
  static final List<Library> ALL =
      List.of(new PenstockLibrary(), new LmaxLibrary(), new ArrayBlockingQueueLibrary());

  private Libraries() {}

  static Library of(String name) {
    return ALL.stream()
        .filter(library -> library.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "library: %s (expected: one of %s)".formatted(name, names())));
  }

  static String names() {
    return String.join(", ", ALL.stream().map(Library::name).toList());
  }
}
