package dev.penstock.cli;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The number of newlines of each file, which {@code wc -l} calls lines.
 *
 * <p>Eight bytes at a time: those that are newlines are zero after an exclusive or, and for a byte
 * b the top bit of {@code ((b & 0x7f) + 0x7f) | b} is clear only when b is zero. No sum carries
 * into the next byte, so the count is exact.
 */
final class LinesStage extends FileStage {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long NEWLINES = 0x0a0a0a0a0a0a0a0aL;
  private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;

  private long lines;

  LinesStage(Chunks chunks) {
    super(chunks);
  }

  @Override
  void update(byte[] chunk, int length) {
    lines += count(chunk, length);
  }

  @Override
  void finish(Chunk last, long bytes) {
    last.lines = lines;
    last.linesBytes = bytes;
    lines = 0;
  }

  /** How many of the first {@code length} bytes are newlines. */
  static long count(byte[] bytes, int length) {
    long count = 0;
    int at = 0;
    for (; at <= length - Long.BYTES; at += Long.BYTES) {
      long word = (long) LONGS.get(bytes, at) ^ NEWLINES;
      long others = ((word & LOW_BITS) + LOW_BITS) | word | LOW_BITS;
      count += Long.bitCount(~others);
    }
    for (; at < length; at++) {
      if (bytes[at] == '\n') {
        count++;
      }
    }
    return count;
  }
}
