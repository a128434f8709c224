package dev.penstock.cli;

/** What the command exits with. A wrong use of it is 2, by picocli. */
final class ExitCode {
  static final int OK = 0;
  static final int FAILED = 1;

  /** As the shell says it of a program that an interrupt ended. */
  static final int INTERRUPTED = 128 + 2;

  /** As the shell says it of a program that wrote to a pipe nobody reads. */
  static final int OUTPUT_CLOSED = 128 + 13;

  private ExitCode() {}
}
