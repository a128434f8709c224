package dev.penstock.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What is said on standard error: one line each, {@code penstock: ...}. */
final class Messages {
  private Messages() {}

  /** Says why a file could not be read. */
  static void file(PrintStream err, FileName file, String reason) {
    byte[] name = file.escaped();
    byte[] before = "penstock: ".getBytes(StandardCharsets.UTF_8);
    byte[] after = (": " + reason + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] line = new byte[before.length + name.length + after.length];
    System.arraycopy(before, 0, line, 0, before.length);
    System.arraycopy(name, 0, line, before.length, name.length);
    System.arraycopy(after, 0, line, before.length + name.length, after.length);
    err.write(line, 0, line.length); // bytes: a name need not be text
    err.flush();
  }

  /** Says what went wrong, and the whole chain of causes. */
  static void failed(PrintStream err, Throwable failure) {
    StringBuilder line = new StringBuilder("penstock: ").append(textOf(failure));
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      line.append(": ").append(cause);
    }
    say(err, line.toString());
  }

  private static String textOf(Throwable failure) {
    String message = failure.getMessage();
    return failure.getCause() == null || message == null ? failure.toString() : message;
  }

  private static void say(PrintStream err, String text) {
    err.println(text.replaceAll("\\R", " "));
  }

  /** Says that standard output cannot be written. */
  static void output(PrintStream err, IOException failure) {
    say(err, "penstock: standard output: " + reason(failure));
  }

  /** Why, in the system's words, without the name of the file. */
  static String reason(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "No such file or directory";
    }
    if (failure instanceof AccessDeniedException) {
      return "Permission denied";
    }
    String reason =
        failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
    return reason == null || reason.isBlank() ? failure.getClass().getSimpleName() : reason;
  }
}
