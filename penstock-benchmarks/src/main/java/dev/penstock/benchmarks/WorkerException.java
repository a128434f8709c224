package dev.penstock.benchmarks;

/** A worker failed; the message holds what it said. */
final class WorkerException extends Exception {
  private static final long serialVersionUID = 1L;

  WorkerException(String message) {
    super(message);
  }
}
