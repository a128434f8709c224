package dev.penstock.sequence;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * One int per slot that says for which lap the slot was last published, and whether it was
 * discarded: {@code lap << 1 | discarded}.
 *
 * <p>A slot is available for a sequence when its stamp, the discarded bit set aside, is that
 * sequence's lap. Laps wrap after 2<sup>31</sup> of them, which is harmless: between two uses of a
 * lap number every slot has been stamped with all the others.
 *
 * <p>A range is published by one release fence and a fill with opaque stores, so that whoever finds
 * any of the stamps and fences behind it also sees every payload of the range. The last stamp is a
 * release store of its own: a fence orders stores before it with stores behind it, the release
 * store keeps the fill from being moved behind what follows it.
 *
 * <p>The array is padded at both ends with as many elements as two pairs of cache lines hold.
 */
final class Stamps {
  private static final VarHandle INTS =
      MethodHandles.arrayElementVarHandle(int[].class).withInvokeExactBehavior();
  private static final int PAD = 32; // 128 bytes

  private final int[] stamps;
  private final int mask;
  private final int lapShift;

  Stamps(int capacity) {
    stamps = new int[PAD + capacity + PAD];
    Arrays.fill(stamps, -1); // matches no lap from 0 on: -1 | 1 is odd and all ones
    mask = capacity - 1;
    lapShift = Integer.numberOfTrailingZeros(capacity);
  }

  private int index(long sequence) {
    return PAD + ((int) sequence & mask);
  }

  /** The stamp of a published sequence; a discarded one has the lowest bit set. */
  private int published(long sequence) {
    return (int) (sequence >>> lapShift) << 1;
  }

  void publish(long sequence) {
    INTS.setRelease(stamps, index(sequence), published(sequence)); // edge: stamp
  }

  void publish(long lo, long hi) {
    if (lo == hi) {
      publish(hi);
    } else {
      fill(lo, hi, 0);
    }
  }

  void discard(long lo, long hi) {
    fill(lo, hi, 1);
  }

  /** Stamps {@code lo..hi}, which is at most one lap: in up to two runs, split where slots wrap. */
  private void fill(long lo, long hi, int discarded) {
    VarHandle.releaseFence(); // edge: stamp-range
    long wrap = lo | mask; // the last sequence of the lap that lo is in
    if (hi > wrap) {
      fillRun(index(lo), index(wrap) + 1, published(lo) | discarded);
      fillRun(index(wrap + 1), index(hi), published(hi) | discarded);
    } else {
      fillRun(index(lo), index(hi), published(lo) | discarded);
    }
    INTS.setRelease(stamps, index(hi), published(hi) | discarded); // edge: stamp
  }

  private void fillRun(int from, int to, int stamp) {
    int[] array = stamps;
    for (int i = from; i < to; i++) {
      INTS.setOpaque(array, i, stamp); // edge: stamp-range
    }
  }

  /** Whether this sequence is published or discarded; acquires what was written before. */
  boolean available(long sequence) {
    return ((int) INTS.getAcquire(stamps, index(sequence)) | 1) // edge: stamp
        == (published(sequence) | 1);
  }

  /** The highest sequence of the unbroken run of available ones that begins at {@code next}. */
  long available(long next, long bound) {
    int[] array = stamps;
    long wrap = next | mask;
    long last = Math.min(bound, wrap);
    int expected = published(next) | 1;
    int from = index(next);
    int to = from + (int) (last - next);
    int i = from;
    while (i <= to && ((int) INTS.getOpaque(array, i) | 1) == expected) { // edge: stamp-range
      i++;
    }
    if (i == from) {
      return next - 1;
    }
    VarHandle.acquireFence(); // edge: stamp-range
    return next + (i - from) - 1;
  }

  /** Whether a sequence that is available was discarded. */
  boolean discarded(long sequence) {
    return ((int) INTS.getOpaque(stamps, index(sequence)) & 1) != 0;
  }
}
