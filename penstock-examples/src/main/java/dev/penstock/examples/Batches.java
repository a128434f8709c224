package dev.penstock.examples;

import dev.penstock.Disruptor;
import dev.penstock.Producer;
import java.util.PrimitiveIterator;

/** Publishes in batches, and gives up what could not be filled. */
final class Batches {
  private static final int CAPACITY = 128;

  private Batches() {}

  static long run(PrimitiveIterator.OfLong source) {
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
                .start();
        Producer producer = disruptor.producer()) {
      while (source.hasNext()) {
        try {
          publishSome(producer, values, source);
        } catch (NumberFormatException e) {
          // this batch was given up: no stage has seen any of it
        }
      }
    }
    return sum[0];
  }

  // snippet: discard
  static void publishSome(Producer producer, long[] values, PrimitiveIterator.OfLong source) {
    long hi = producer.claim(16); // the highest sequence of sixteen
    try {
      long next = hi - 15;
      while (next <= hi && source.hasNext()) {
        values[producer.slot(next++)] = source.nextLong(); // may throw
      }
      producer.publish(next - 1); // up to here
    } finally {
      producer.discard(); // the rest; all sixteen when nextLong() has thrown
    }
  }
  // end
}
