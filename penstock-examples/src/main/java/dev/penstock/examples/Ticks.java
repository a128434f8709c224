package dev.penstock.examples;

import static dev.penstock.Disruptor.interleavedSlot;
import static dev.penstock.Disruptor.slot;

import dev.penstock.Disruptor;
import dev.penstock.Producer;
import java.util.Arrays;

/** Two layouts for streams of small messages: where the lines of an array go between processors. */
final class Ticks {
  static final int CAPACITY = 65_536;

  private Ticks() {}

  /** The sum of the numbers below {@code count}, which went through a ring. */
  static long emptied(int count) {
    long[] ticks = new long[CAPACITY];
    long[] sum = new long[1];
    try (Disruptor disruptor =
            // snippet: emptied-slots
            Disruptor.singleProducer(CAPACITY)
                .stage(
                    "sum",
                    (lo, hi) -> {
                      int from = slot(lo, CAPACITY);
                      int end = slot(hi, CAPACITY) + 1;
                      sum[0] += Arrays.stream(ticks, from, end).sum();
                      Arrays.fill(ticks, from, end, 0); // nobody else reads them
                    })
                .start();
        // end
        Producer producer = disruptor.producer()) {
      for (int i = 0; i < count; i++) {
        long sequence = producer.claim();
        ticks[slot(sequence, ticks.length)] = i;
        producer.publish(sequence);
      }
    }
    return sum[0];
  }

  // snippet: interleaved-slots
  /** The sum of the numbers below {@code count}, which went through a ring. */
  static long interleaved(int count) {
    long[] ticks = new long[CAPACITY];
    long[] sum = new long[1];
    try (Disruptor disruptor =
            Disruptor.singleProducer(CAPACITY)
                .stage("sum", (lo, hi) -> sum[0] += sum(ticks, lo, hi))
                .start();
        Producer producer = disruptor.producer()) {
      for (int i = 0; i < count; i++) {
        long sequence = producer.claim();
        ticks[interleavedSlot(sequence, ticks.length)] = i;
        producer.publish(sequence);
      }
    }
    return sum[0];
  }

  private static long sum(long[] ticks, long lo, long hi) {
    long sum = 0;
    for (int i = 0, last = (int) (hi - lo); i <= last; i++) {
      sum += ticks[interleavedSlot(lo + i, ticks.length)];
    }
    return sum;
  }
  // end
}
