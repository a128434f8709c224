package dev.penstock.cli;

import dev.penstock.RangeHandler;

/** A stage that computes something over the bytes of each file, piece by piece. */
abstract class FileStage implements RangeHandler {
  private final Chunks chunks;
  private long bytes;

  FileStage(Chunks chunks) {
    this.chunks = chunks;
  }

  @Override
  public final void onRange(long lo, long hi) {
    for (long sequence = lo; sequence <= hi; sequence++) {
      Chunk chunk = chunks.at(sequence);
      update(chunk.bytes, chunk.length);
      bytes += chunk.length;
      if (chunk.then != Chunk.Then.MORE) {
        finish(chunk, bytes);
        bytes = 0;
      }
    }
  }

  @Override
  public final int capacity() {
    return chunks.capacity();
  }

  /** Takes the first {@code length} bytes, the next of the file. */
  abstract void update(byte[] chunk, int length);

  /** Writes what the file came to into its last chunk, and begins anew. */
  abstract void finish(Chunk last, long bytes);
}
