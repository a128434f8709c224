package dev.penstock.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;

/** One open file, or standard input. A read ends when its thread is interrupted. */
final class Source implements AutoCloseable {
  /** The most that is asked for at once: the channel needs as much again outside the heap. */
  private static final int READ_MAX = 1 << 18;

  private final InputStream in;
  private final boolean ours;

  private Source(InputStream in, boolean ours) {
    this.in = in;
    this.ours = ours;
  }

  static Source open(FileName name, InputStream standardInput) throws IOException {
    if (name.isStandardInput()) {
      return new Source(standardInput, false);
    }
    try {
      return new Source(Channels.newInputStream(FileChannel.open(name.path())), true);
    } catch (InvalidPathException e) {
      throw new IOException(e.getReason(), e);
    }
  }

  /** Reads until the array is full or the file ends; returns how much was read. */
  int fill(byte[] into) throws IOException {
    int length = 0;
    while (length < into.length) {
      int read = in.read(into, length, Math.min(into.length - length, READ_MAX));
      if (read < 0) {
        break;
      }
      length += read;
    }
    return length;
  }

  @Override
  public void close() {
    if (!ours) {
      return;
    }
    try {
      in.close();
    } catch (IOException e) {
      // all that was wanted has been read
    }
  }
}
