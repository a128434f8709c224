package dev.penstock.examples;

import dev.penstock.Disruptor;
import dev.penstock.Producer;
import dev.penstock.RangeHandler;
import dev.penstock.WaitStrategy;
import java.time.Duration;

/** A way of waiting for each stage and each producer. */
final class WaitStrategies {
  private WaitStrategies() {}

  static String run(RangeHandler match, RangeHandler journal, RangeHandler statistics) {
    // snippet: wait-strategies
    try (Disruptor disruptor =
            Disruptor.singleProducer(4096)
                .waitStrategy(WaitStrategy.blocking().coalescing()) // the default
                .stage("match", match)
                .waitStrategy(WaitStrategy.busySpin()) // has a processor to itself
                .stage("journal", journal) // as the ring
                .stage("statistics", statistics)
                .waitStrategy(WaitStrategy.backoff(Duration.ofMillis(1))) // may be late
                .start();
        Producer producer = disruptor.producer("feed", WaitStrategy.yielding())) {
      producer.publish(producer.claim(16));
      return disruptor.describe();
    }
    // end
  }
}
