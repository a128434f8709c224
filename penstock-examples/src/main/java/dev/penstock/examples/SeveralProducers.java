package dev.penstock.examples;

import dev.penstock.Disruptor;
import dev.penstock.Producer;
import java.util.ArrayList;
import java.util.List;

/** Several threads publish into one ring, each with a handle of its own. */
final class SeveralProducers {
  private static final int CAPACITY = 256;

  private SeveralProducers() {}

  static long run(int threads, int messages) throws InterruptedException {
    // snippet: several-producers
    long[] values = new long[CAPACITY];
    long[] sum = new long[1];
    try (Disruptor disruptor =
        Disruptor.multiProducer(CAPACITY)
            .stage(
                "sum",
                (lo, hi) -> {
                  for (long s = lo; s <= hi; s++) {
                    sum[0] += values[Disruptor.slot(s, CAPACITY)];
                  }
                })
            .start()) {
      List<Thread> feeds = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        String name = "feed-" + i; // the name that snapshots and messages give
        Thread feed = new Thread(() -> feed(disruptor.producer(name), values, messages), name);
        feed.start();
        feeds.add(feed);
      }
      for (Thread feed : feeds) {
        feed.join(); // a close while they publish would refuse their claims
      }
    }
    // end
    return sum[0];
  }

  private static void feed(Producer producer, long[] values, int messages) {
    try (producer) {
      for (int value = 1; value <= messages; value++) {
        long sequence = producer.claim();
        values[producer.slot(sequence)] = value;
        producer.publish(sequence);
      }
    }
  }
}
