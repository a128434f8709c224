package dev.penstock.benchmarks.shape;

/** A library lost, doubled, changed or reordered a message: its figures do not count. */
public final class VerificationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What was expected, and what was found. */
  public VerificationException(String message) {
    super(message);
  }
}
