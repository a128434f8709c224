package dev.penstock.cli;

import java.io.IOException;
import java.util.Locale;

/** Says that standard output could not be written. */
final class OutputException extends Exception {
  private static final long serialVersionUID = 1;

  /** What went wrong. */
  private final IOException failure;

  OutputException(IOException failure) {
    super(failure);
    this.failure = failure;
  }

  IOException failure() {
    return failure;
  }

  /** Whether nobody reads any more, which is no error: {@code penstock digest * | head}. */
  boolean isClosedPipe() {
    String message = failure.getMessage();
    return message != null && message.toLowerCase(Locale.ROOT).contains("broken pipe");
  }
}
