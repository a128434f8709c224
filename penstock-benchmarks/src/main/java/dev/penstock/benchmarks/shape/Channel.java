package dev.penstock.benchmarks.shape;

/**
 * A library as a way for single messages of eight bytes from one thread to another: what latencies
 * and full rings are measured with.
 */
public interface Channel extends AutoCloseable {
  /** Starts the consumer. */
  void start();

  /** Sends a message, always from the same thread. */
  void send(long value) throws InterruptedException;

  /** Stops the consumer, without waiting when that is called from a consumer. */
  @Override
  void close();
}
