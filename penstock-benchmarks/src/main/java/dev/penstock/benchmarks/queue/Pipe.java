package dev.penstock.benchmarks.queue;

/**
 * A bounded queue of references as a benchmark uses it: one small class per library.
 *
 * <p>A JVM measures one library and so loads one implementation: the calls per message are inlined.
 *
 * @param <T> what it carries
 */
interface Pipe<T> {
  /** How many messages a look takes at most. */
  int DRAIN_MAX = 4096;

  /** Called before as many messages are put: where a queue without bounds waits for room. */
  default void reserve(long count) {}

  /** Puts one message, waiting in the queue's own way while it is full. */
  void put(T message) throws InterruptedException;

  /** Puts as many messages, at a time where the queue can do that. */
  default void put(Source<T> messages, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      put(messages.get());
    }
  }

  /**
   * Hands over what is there, {@code max} at most. When nothing is, waits in the queue's own way,
   * and may return 0.
   *
   * @return how many messages that was
   */
  int drain(Sink<T> to, int max) throws InterruptedException;
}
