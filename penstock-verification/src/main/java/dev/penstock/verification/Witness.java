package dev.penstock.verification;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Keeps the first violations that the threads of a run have seen. */
final class Witness {
  private static final int KEPT = 5;

  private final AtomicReference<List<String>> first = new AtomicReference<>(List.of());

  void report(String violation) {
    String text = violation + " (seen by " + Thread.currentThread().getName() + ")";
    first.updateAndGet(seen -> seen.size() < KEPT ? append(seen, text) : seen);
  }

  private static List<String> append(List<String> seen, String text) {
    List<String> all = new ArrayList<>(seen);
    all.add(text);
    return List.copyOf(all);
  }

  void expect(boolean holds, String format, Object... arguments) {
    if (!holds) {
      report(format.formatted(arguments));
    }
  }

  /** What was seen, in its order, a line each. */
  Optional<String> violation() {
    return silent()
        ? Optional.empty()
        : Optional.of(String.join(System.lineSeparator(), first.get()));
  }

  boolean silent() {
    return first.get().isEmpty();
  }
}
