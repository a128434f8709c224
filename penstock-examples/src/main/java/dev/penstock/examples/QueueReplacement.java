package dev.penstock.examples;

import dev.penstock.Disruptor;
import dev.penstock.Producer;
import dev.penstock.ring.ReferenceRing;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/** A worker behind a queue, and the same worker behind a ring. */
final class QueueReplacement {
  private static final String STOP = "";

  private QueueReplacement() {}

  // snippet: queue-before
  static void withQueue(List<String> lines, Consumer<String> sink) throws InterruptedException {
    BlockingQueue<String> queue = new ArrayBlockingQueue<>(1024);
    Thread worker =
        new Thread(
            () -> {
              try {
                for (String line = queue.take(); !line.equals(STOP); line = queue.take()) {
                  sink.accept(line); // if this throws, the thread is gone and put() soon hangs
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    worker.start();
    for (String line : lines) {
      queue.put(line);
    }
    queue.put(STOP);
    worker.join();
  }

  // end

  // snippet: queue-after
  static void withRing(List<String> lines, Consumer<String> sink) {
    ReferenceRing<String> ring = ReferenceRing.withCapacity(1024);
    try (Disruptor disruptor =
            Disruptor.singleProducer(ring.capacity())
                .stage("worker", ring.each((line, sequence, endOfBatch) -> sink.accept(line)))
                .stage("forget", ring.clearing())
                .after("worker")
                .start();
        Producer producer = disruptor.producer()) {
      for (String line : lines) {
        ring.publish(producer, line); // waits while the ring is full, throws if the worker failed
      }
    } // no marker for the end: close() hands over what is left, and throws what the worker threw
  }
  // end
}
