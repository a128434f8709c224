package dev.penstock.benchmarks.shape;

/**
 * A number that one thread writes for every message, on cache lines that nothing else shares. What
 * a benchmark keeps in plain fields lies beside whatever the other thread reads, in some JVMs and
 * not in others.
 */
public final class PaddedLong extends PaddedLongPadAfter {}

/** The number. */
abstract class PaddedLongValue extends PadBefore {
  public long value;
}

/** 128 bytes behind it. */
abstract class PaddedLongPadAfter extends PaddedLongValue {
  long a00, a01, a02, a03, a04, a05, a06, a07, a08, a09, a10, a11, a12, a13, a14, a15;
}
