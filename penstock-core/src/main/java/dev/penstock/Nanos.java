package dev.penstock;

import dev.penstock.sequence.Waiter;
import java.time.Duration;

/** Durations as nanoseconds: what is too long for a long is for ever, what is negative is none. */
final class Nanos {
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private Nanos() {}

  static long of(Duration duration) {
    if (duration.isNegative()) {
      return 0;
    }
    return duration.compareTo(LONGEST) >= 0 ? Waiter.FOREVER : duration.toNanos();
  }
}
