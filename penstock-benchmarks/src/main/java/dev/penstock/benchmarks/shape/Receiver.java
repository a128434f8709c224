package dev.penstock.benchmarks.shape;

/** The receiving end of a {@link Channel}. Both methods are called on the consumer's thread. */
public interface Receiver {
  /** Before the first message. */
  default void begin() throws InterruptedException {}

  /** A message has come: the eight bytes have been read. */
  void take(long value) throws InterruptedException;
}
