package dev.penstock.benchmarks.shape;

/** The ways of a library, as adapters are told of them. */
public final class Variants {
  private Variants() {}

  /** The error for a variant that the library does not have. */
  public static IllegalArgumentException unknown(String variant) {
    return new IllegalArgumentException(
        "variant: %s (expected: one that the library lists for this shape)".formatted(variant));
  }
}
