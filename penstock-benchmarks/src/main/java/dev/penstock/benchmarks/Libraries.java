package dev.penstock.benchmarks;

import dev.penstock.benchmarks.agrona.AgronaLibrary;
import dev.penstock.benchmarks.lmax.LmaxLibrary;
import dev.penstock.benchmarks.penstock.PenstockLibrary;
import dev.penstock.benchmarks.queue.QueueLibrary;
import java.util.List;
import java.util.stream.Stream;

/** All libraries that take part, in the order of the results. */
final class Libraries {
  static final List<Library> ALL =
      List.of(
          new PenstockLibrary(),
          new LmaxLibrary(),
          QueueLibrary.jcTools(),
          new AgronaLibrary(),
          QueueLibrary.conversant(),
          QueueLibrary.arrayBlockingQueue(),
          QueueLibrary.linkedTransferQueue());

  private Libraries() {}

  static Library of(String name) {
    return ALL.stream()
        .filter(library -> library.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  /** Those that run in a JVM, and the C program. */
  static List<String> allNames() {
    return Stream.concat(ALL.stream().map(Library::name), Stream.of(CProgram.NAME)).toList();
  }

  static void check(String name) {
    if (!allNames().contains(name)) {
      throw unknown(name);
    }
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "library: %s (expected: one of %s)".formatted(name, String.join(", ", allNames())));
  }
}
