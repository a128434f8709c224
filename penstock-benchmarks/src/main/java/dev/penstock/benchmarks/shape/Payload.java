package dev.penstock.benchmarks.shape;

/**
 * What a message says: the number of its producer in the highest byte, its own number below.
 *
 * <p>Queues of references carry boxed numbers that were made beforehand, so that no garbage is
 * measured; theirs repeat after {@value #BOXED} messages.
 */
public enum Payload {
  /** Every message has its own number. */
  NUMBERED(-1L),
  /** Numbers repeat, because the boxes do. */
  BOXED_NUMBERS(Payload.BOXED - 1L);

  /** How many boxes a producer has. */
  public static final int BOXED = 1 << 16;

  static final int PRODUCER_SHIFT = 56;

  private final long mask;

  Payload(long mask) {
    this.mask = mask;
  }

  long mask() {
    return mask;
  }

  /** What the messages of one producer have in common. */
  public static long base(int producer) {
    return (long) producer << PRODUCER_SHIFT;
  }

  /** The boxes of one producer: message {@code n} is in {@code n & (BOXED - 1)}. */
  public static Long[] boxes(int producer) {
    Long[] boxes = new Long[BOXED];
    for (int i = 0; i < BOXED; i++) {
      boxes[i] = base(producer) | i;
    }
    return boxes;
  }

  /** The sum of messages {@code from..to-1} of one producer, modulo 2^64 as all sums here. */
  long sum(int producer, long from, long to) {
    return base(producer) * (to - from) + below(to) - below(from);
  }

  /** The sum of the numbers of messages {@code 0..n-1}. */
  private long below(long n) {
    if (mask == -1L) {
      return triangle(n);
    }
    long period = mask + 1;
    return n / period * triangle(period) + triangle(n % period);
  }

  private static long triangle(long n) {
    return n % 2 == 0 ? n / 2 * (n - 1) : (n - 1) / 2 * n;
  }
}
