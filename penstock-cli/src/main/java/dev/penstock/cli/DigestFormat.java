package dev.penstock.cli;

import java.io.IOException;
import java.io.OutputStream;

/** How a file's digest is written: one line each. */
interface DigestFormat {
  /** Writes one line. */
  void write(OutputStream out, Digest digest) throws IOException;
}
