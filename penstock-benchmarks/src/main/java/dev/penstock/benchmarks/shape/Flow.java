package dev.penstock.benchmarks.shape;

import java.util.List;

/**
 * A library in one of the throughput shapes: producers publish numbered messages, consumers verify
 * all of them.
 *
 * <p>Implementations keep the loop that publishes in a small method of its own, and end a round by
 * calling {@link Check#end()} where {@link Check#isLast} says so: once per range where they are
 * handed ranges, at the end of a batch where they are told of it.
 */
public interface Flow extends AutoCloseable {
  /** How many messages a batch has. A constant, so that every library's loop can be unrolled. */
  int BATCH = 16;

  /** The consumers that verify, at the end of each path. */
  List<Check> checks();

  /** Starts the consumers. */
  void start();

  /**
   * Publishes messages {@code from..from+count-1} of one producer, always from the same thread.
   * When publishing in batches both numbers are multiples of {@link #BATCH}. The loop counts with
   * an int: around a long the compiler builds two loops, and may run out of registers for what is
   * measured.
   */
  void publish(int producer, long from, int count) throws InterruptedException;

  /** Stops the consumers and waits for them. */
  @Override
  void close();
}
