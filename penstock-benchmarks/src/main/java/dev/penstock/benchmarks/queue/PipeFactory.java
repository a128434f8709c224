package dev.penstock.benchmarks.queue;

/** Makes the queues of one library. */
@FunctionalInterface
interface PipeFactory {
  /** Makes one with one consumer. */
  <T> Pipe<T> pipe(int producers, int capacity);
}
