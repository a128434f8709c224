package dev.penstock.cli;

import java.util.zip.CRC32;

/** The CRC-32 of each file, as zlib, gzip and zip have it. */
final class Crc32Stage extends FileStage {
  private final CRC32 crc = new CRC32();

  Crc32Stage(Chunks chunks) {
    super(chunks);
  }

  @Override
  void update(byte[] chunk, int length) {
    crc.update(chunk, 0, length);
  }

  @Override
  void finish(Chunk last, long bytes) {
    last.crc32 = (int) crc.getValue();
    last.crc32Bytes = bytes;
    crc.reset();
  }
}
