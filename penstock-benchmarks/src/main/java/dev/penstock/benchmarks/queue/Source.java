package dev.penstock.benchmarks.queue;

import java.util.function.Supplier;
import org.jctools.queues.MessagePassingQueue;

/** Gives messages to a queue, for a batch. */
interface Source<T> extends Supplier<T>, MessagePassingQueue.Supplier<T> {
  @Override
  T get();
}
