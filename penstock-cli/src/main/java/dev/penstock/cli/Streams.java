package dev.penstock.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes.
 *
 * @param in standard input
 * @param out standard output; unlike {@link System#out} it tells of errors
 * @param err standard error
 * @param columns the width of the terminal that standard error is, 0 when it is none
 */
record Streams(InputStream in, OutputStream out, PrintStream err, int columns) {
  /**
   * Set by the launcher when standard error is a terminal. The machine itself cannot tell: {@code
   * System.console()} asks for standard input and output, and from Java 22 on answers for neither.
   */
  static final String COLUMNS = "penstock.stderr.columns";

  /** The streams of this process. A read of standard input ends when its thread is interrupted. */
  static Streams standard() {
    return new Streams(
        Channels.newInputStream(new FileInputStream(FileDescriptor.in).getChannel()),
        new FileOutputStream(FileDescriptor.out),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        Integer.getInteger(COLUMNS, 0));
  }
}
