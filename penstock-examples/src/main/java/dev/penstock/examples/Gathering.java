package dev.penstock.examples;

import dev.penstock.Disruptor;
import dev.penstock.Producer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A stage that would rather write few large batches than many small ones. */
final class Gathering {
  private static final int CAPACITY = 1024;

  private Gathering() {}

  static List<Integer> run(int rows, Duration limit) {
    List<Integer> inserts = new ArrayList<>();
    // snippet: gather
    try (Disruptor disruptor =
            Disruptor.singleProducer(CAPACITY)
                .stage("insert", (lo, hi) -> inserts.add((int) (hi - lo) + 1))
                .gather(50, limit) // 50 rows, or what is there when the time is over
                .start();
        Producer producer = disruptor.producer()) {
      for (int row = 0; row < rows; row++) {
        producer.publish(producer.claim());
      }
    } // a closing ring waits for no more: the last batch may be small
    // end
    return inserts;
  }
}
