package dev.penstock.examples;

import static dev.penstock.Disruptor.slot;

import dev.penstock.Disruptor;
import dev.penstock.Producer;

/** Storage of the application's own: one array per field, one slot in each per sequence. */
final class OwnArrays {
  /** Takes {@code count} elements of each array, from index {@code from}. */
  interface Log {
    void append(long[] price, int[] quantity, int from, int count);
  }

  /** Takes the elements in the slots of {@code lo..hi}. */
  interface Engine {
    void match(long[] price, int[] quantity, long lo, long hi);
  }

  private OwnArrays() {}

  // snippet: own-arrays
  static final int CAPACITY = 1024;

  static void run(int orders, Log journal, Log replica, Engine engine) {
    long[] price = new long[CAPACITY];
    int[] quantity = new int[CAPACITY];
    try (Disruptor disruptor =
            Disruptor.singleProducer(CAPACITY)
                .stage("journal", (lo, hi) -> append(journal, price, quantity, lo, hi))
                .stage("replicate", (lo, hi) -> append(replica, price, quantity, lo, hi))
                .stage("match", (lo, hi) -> engine.match(price, quantity, lo, hi))
                .after("journal", "replicate")
                .start();
        Producer producer = disruptor.producer()) {
      for (int i = 0; i < orders; i++) {
        long s = producer.claim();
        try {
          price[slot(s, CAPACITY)] = 42L + i;
          quantity[slot(s, CAPACITY)] = 7;
          producer.publish(s); // the stages see both arrays as they are now
        } finally {
          producer.discard(); // nothing once published
        }
      }
    }
  }

  private static void append(Log log, long[] price, int[] quantity, long lo, long hi) {
    log.append(price, quantity, slot(lo, CAPACITY), (int) (hi - lo) + 1); // never wraps
  }
  // end
}
