package dev.penstock.benchmarks;

import java.util.Locale;

/** How far apart two threads were during a round: the time of a round trip between them. */
enum Distance {
  /** Below 250 ns: halves of one processor, or processors that share a cache. */
  NEAR,
  /** From 250 ns to a microsecond: what one writes has to leave that cache to reach the other. */
  FAR,
  /** Not measured, or not the same before and after the round. */
  UNKNOWN;

  private static final double FAR_NANOS = 250;
  private static final double TOO_FAR_NANOS = 1_000; // they had to take turns on one processor

  /** In words, for tables and as a name in JSON. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Of a round, from the nanoseconds before it and after it; negative ones are not known. */
  static Distance of(double before, double after) {
    Distance first = of(before);
    return first == of(after) ? first : UNKNOWN;
  }

  private static Distance of(double nanos) {
    if (nanos < 0 || nanos >= TOO_FAR_NANOS) {
      return UNKNOWN;
    }
    return nanos < FAR_NANOS ? NEAR : FAR;
  }
}
