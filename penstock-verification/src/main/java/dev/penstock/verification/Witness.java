package dev.penstock.verification;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the first violations that the threads of a run have seen. */
final class Witness {
  private static final int KEPT = 5;

  private final List<String> first = new CopyOnWriteArrayList<>();

  void report(String violation) {
    String text = violation + " (seen by " + Thread.currentThread().getName() + ")";
    if (first.size() < KEPT) { // a few more do no harm
      first.add(text);
    }
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be the only dependency
  void expect(boolean holds, String format, Object... arguments) {
    if (!holds) {
      report(format.formatted(arguments));
    }
  }

  /** What was seen, in its order, a line each. */
  Optional<String> violation() {
    return silent() ? Optional.empty() : Optional.of(String.join(System.lineSeparator(), first));
  }

  boolean silent() {
    return first.isEmpty();
  }
}
