package dev.penstock.benchmarks.agrona;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Makes ring buffers off the heap, with room for as many messages as the others have slots. */
final class AgronaRings {
  static final int TYPE = 1;

  /** How many messages a look takes at most. */
  static final int READ_MAX = 4096;

  private static final int MESSAGE_BYTES = 16; // eight of header, eight of payload
  private static final int ALIGNMENT = 128;

  private AgronaRings() {}

  static RingBuffer make(int producers, int capacity) {
    int bytes = capacity * MESSAGE_BYTES + RingBufferDescriptor.TRAILER_LENGTH;
    UnsafeBuffer buffer =
        new UnsafeBuffer(
            ByteBuffer.allocateDirect(bytes + ALIGNMENT).alignedSlice(ALIGNMENT), 0, bytes);
    return producers == 1 ? new OneToOneRingBuffer(buffer) : new ManyToOneRingBuffer(buffer);
  }

  /** Writes one message in place, spinning while the ring is full. */
  static void put(RingBuffer ring, long value) {
    int index = ring.tryClaim(TYPE, Long.BYTES);
    while (index < 0) {
      Thread.onSpinWait();
      index = ring.tryClaim(TYPE, Long.BYTES);
    }
    ring.buffer().putLong(index, value);
    ring.commit(index);
  }
}
