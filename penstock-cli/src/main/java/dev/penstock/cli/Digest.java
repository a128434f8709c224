package dev.penstock.cli;

import java.util.HexFormat;

/** What is printed of a file. */
record Digest(FileName file, String sha256, String crc32, long lines, long bytes) {
  /**
   * Gathers it from a file's last chunk.
   *
   * @throws IllegalStateException if the stages did not count the same number of bytes
   */
  static Digest of(FileName file, Chunk last) {
    if (last.sha256Bytes != last.crc32Bytes || last.sha256Bytes != last.linesBytes) {
      throw new IllegalStateException(
          "%s: bytes: sha256 %d, crc32 %d, lines %d (expected: the same)"
              .formatted(file, last.sha256Bytes, last.crc32Bytes, last.linesBytes));
    }
    HexFormat hex = HexFormat.of();
    return new Digest(
        file,
        hex.formatHex(last.sha256),
        hex.toHexDigits(last.crc32),
        last.lines,
        last.sha256Bytes);
  }
}
