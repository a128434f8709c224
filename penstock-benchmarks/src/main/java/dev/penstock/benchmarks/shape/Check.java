package dev.penstock.benchmarks.shape;

import dev.penstock.Disruptor;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One consumer's verification of every message: their sum, and their order per producer.
 *
 * <p>It must not cost more than the message. The sum is exact. The order is checked without a
 * branch: differences from the expected number are collected with <em>or</em>, and looked at when
 * the round is over. With several producers the expected numbers of all of them are fields of one
 * {@code long}, parted by a guard bit that swallows the carry, so a message costs no memory access
 * beyond its own; the order is then checked modulo the width of a field, and the sum finds what is
 * missing by exactly a multiple of that.
 *
 * <p>{@link #expect} is called by the measuring thread while nothing is in flight; publishing makes
 * it visible to the consumer.
 */
public class Check extends CheckPadAfter {
  private static final int PRODUCER_SHIFT = Payload.PRODUCER_SHIFT;
  private static final int ORDER_BITS_MAX = 16;

  private final int producers;
  private final int spacing;
  private final long guard;
  private final long orderMask;
  private final Payload payload;
  private final long offset;
  private long expectedSum;
  private long endNanos;
  private CountDownLatch end = new CountDownLatch(0);
  private Optional<RoundTrip> afterwards = Optional.empty();

  /**
   * Expects messages of this many producers.
   *
   * @param offset what upstream stages have added to every message
   */
  public Check(int producers, Payload payload, long offset) {
    this.producers = producers;
    this.payload = payload;
    this.offset = offset;
    spacing = Long.SIZE / producers;
    int bits = spacing - 1;
    long fields = 0;
    for (int i = 0; i < producers; i++) {
      fields |= ((1L << bits) - 1) << (i * spacing);
    }
    guard = fields;
    orderMask = producers == 1 ? payload.mask() : (1L << Math.min(bits, ORDER_BITS_MAX)) - 1;
    for (int i = 0; i < producers; i++) {
      next += offset << (i * spacing);
    }
  }

  /** Takes one message. */
  public final void take(long value) {
    sum += value;
    if (producers == 1) {
      disorder |= (value ^ next++) & orderMask;
    } else {
      int shift = (int) (value >>> PRODUCER_SHIFT) * spacing;
      disorder |= ((next >>> shift) ^ value) & orderMask;
      next = (next + (1L << shift)) & guard;
    }
  }

  /**
   * Takes one message where a library hands over one at a time, and ends the round if it is due.
   */
  public final void take(long value, long sequence, boolean endOfBatch) {
    take(value);
    if (endOfBatch && isLast(sequence)) {
      end();
    }
  }

  /** Takes the messages of {@code values[from..end-1]}. */
  public final void takeAll(long[] values, int from, int end) {
    if (producers == 1) {
      takeOrdered(values, from, end);
    } else {
      takeMerged(values, from, end);
    }
  }

  private void takeOrdered(long[] values, int from, int end) {
    long s = 0;
    long d = 0;
    long n = next;
    for (int i = from; i < end; i++) {
      long value = values[i];
      s += value;
      d |= value ^ n++;
    }
    next = n;
    sum += s;
    disorder |= d & orderMask;
  }

  /**
   * Takes the messages of one producer in the {@linkplain Disruptor#interleavedSlot interleaved}
   * slots {@code from..end-1}.
   */
  public final void takeInterleaved(long[] values, int from, int end) {
    long s = 0;
    long d = 0;
    long n = next;
    for (int i = from; i < end; i++) {
      long value = values[Disruptor.interleavedSlot(i, values.length)];
      s += value;
      d |= value ^ n++;
    }
    next = n;
    sum += s;
    disorder |= d & orderMask;
  }

  private void takeMerged(long[] values, int from, int end) {
    long s = 0;
    long d = 0;
    long n = next;
    int space = spacing;
    long keep = guard;
    for (int i = from; i < end; i++) {
      long value = values[i];
      s += value;
      int shift = (int) (value >>> PRODUCER_SHIFT) * space;
      d |= (n >>> shift) ^ value;
      n = (n + (1L << shift)) & keep;
    }
    next = n;
    sum += s;
    disorder |= d & orderMask;
  }

  /** Takes one message whose number is known modulo {@link Payload#BOXED} only. */
  public final void takeBoxed(long value) {
    take(value & (Payload.BOXED - 1));
  }

  /** The number of the message that ends the round, counted over all producers from 0. */
  public final boolean isLast(long sequence) {
    return sequence == last;
  }

  /**
   * Says that the last message of the round has been taken. For the consumer's thread, which also
   * answers here when it is asked how far away it is.
   */
  public final void end() {
    endNanos = System.nanoTime();
    Optional<RoundTrip> trip = afterwards;
    end.countDown();
    trip.ifPresent(RoundTrip::answer);
  }

  /** Prepares for messages {@code from..to-1} of each producer. */
  final void expect(long from, long to) {
    last = to * producers - 1;
    for (int p = 0; p < producers; p++) {
      expectedSum += payload.sum(p, from + offset, to + offset);
    }
    end = new CountDownLatch(1);
    afterwards = Optional.empty();
  }

  /** Has the consumer answer when the round is over. */
  final void answer(RoundTrip trip) {
    afterwards = Optional.of(trip);
  }

  /** Waits for the end of the round; false when it does not come in time. */
  final boolean awaitEnd(long limitNanos) throws InterruptedException {
    return end.await(limitNanos, TimeUnit.NANOSECONDS);
  }

  final long endNanos() {
    return endNanos;
  }

  /** Throws when a message was missing, doubled, changed, or out of order. */
  final void verify() {
    if (sum != expectedSum || disorder != 0) {
      throw new VerificationException(
          "consumer: sum %d (expected: %d), disorder: %x (expected: 0)"
              .formatted(sum, expectedSum, disorder));
    }
  }
}
