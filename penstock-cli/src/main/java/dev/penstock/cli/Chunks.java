package dev.penstock.cli;

import dev.penstock.Disruptor;

/** The storage behind the ring: one preallocated chunk for each slot. */
final class Chunks {
  static final int SIZE_MAX = 1 << 30;
  static final int CAPACITY_MAX = 1 << 30;

  private static final long OVERHEAD = 128; // of the objects around the bytes

  private final Chunk[] chunks;
  private final int size;

  /**
   * Allocates all chunks.
   *
   * @param capacity the number of slots, a power of two
   * @param size the bytes of each
   */
  Chunks(int capacity, int size) {
    this.size = size;
    chunks = new Chunk[capacity];
    for (int i = 0; i < capacity; i++) {
      chunks[i] = new Chunk(size);
    }
  }

  /** About how much of the heap that many chunks take. */
  static long heapBytes(int capacity, int size) {
    return (long) capacity * (size + OVERHEAD);
  }

  /** The chunk in the slot of a sequence. */
  Chunk at(long sequence) {
    return chunks[Disruptor.slot(sequence, chunks.length)];
  }

  int capacity() {
    return chunks.length;
  }

  /** The bytes that each chunk can hold. */
  int size() {
    return size;
  }
}
