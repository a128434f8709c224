package dev.penstock.benchmarks.shape;

/** What the specifications of adapters have in common. */
final class Variants {
  private Variants() {}

  /** The error for a variant that the library does not have. */
  static IllegalArgumentException unknown(String variant) {
    return new IllegalArgumentException(
        "variant: %s (expected: one that the library lists for this shape)".formatted(variant));
  }
}
