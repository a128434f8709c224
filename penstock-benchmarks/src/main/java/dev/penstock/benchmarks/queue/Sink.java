package dev.penstock.benchmarks.queue;

import java.util.function.Consumer;
import org.jctools.queues.MessagePassingQueue;

/**
 * Takes messages out of a queue; speaks every library's language, so that no adapter stands
 * between.
 */
interface Sink<T> extends Consumer<T>, MessagePassingQueue.Consumer<T> {
  @Override
  void accept(T message);
}
