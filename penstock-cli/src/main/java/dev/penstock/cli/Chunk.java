package dev.penstock.cli;

/**
 * What one slot of the ring holds: a piece of a file, and, in a file's last piece, what the stages
 * found out about all of it. Nothing here is guarded: the ring says whose turn it is.
 */
final class Chunk {
  /** What comes after this piece of its file. */
  enum Then {
    MORE,
    END,
    /** The file could not be read, or no further. */
    FAILED
  }

  final byte[] bytes;

  // Written by the reader.
  int length;
  int file;
  Then then = Then.MORE;
  String reason = "";

  // Written by the stages, each its own, in a piece that ends its file.
  byte[] sha256 = {};
  long sha256Bytes;
  int crc32;
  long crc32Bytes;
  long lines;
  long linesBytes;

  Chunk(int size) {
    bytes = new byte[size];
  }

  /** Says what piece it is, of which file. */
  void set(int file, int length, Then then, String reason) {
    this.file = file;
    this.length = length;
    this.then = then;
    this.reason = reason;
  }
}
