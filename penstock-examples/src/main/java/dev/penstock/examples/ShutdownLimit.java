package dev.penstock.examples;

import dev.penstock.Disruptor;
import dev.penstock.DisruptorState;
import dev.penstock.Producer;
import dev.penstock.RangeHandler;
import dev.penstock.Snapshot;
import dev.penstock.StageSnapshot;
import java.time.Duration;
import java.util.List;

/** A shutdown that does not wait for ever, and says what it left behind. */
final class ShutdownLimit {
  private ShutdownLimit() {}

  static Snapshot run(RangeHandler remote, int messages, Duration limit, List<String> log) {
    // snippet: shutdown
    Disruptor disruptor =
        Disruptor.singleProducer(64).name("orders").stage("remote", remote).start();
    try (Producer producer = disruptor.producer("feed")) {
      for (int i = 0; i < messages; i++) {
        producer.publish(producer.claim());
      }
    }
    Snapshot result = disruptor.shutdown(limit); // drains; at the limit halts and interrupts
    if (result.state() != DisruptorState.TERMINATED || result.unprocessed() > 0) {
      log.add(result.state() + ", unprocessed: " + result.unprocessed());
      for (StageSnapshot stage : result.stages()) {
        if (!stage.stack().isEmpty()) { // a handler that did not return even then
          log.add(stage.name() + " is stuck at " + stage.stack().get(0));
        }
      }
      result.failure().ifPresent(failure -> log.add(failure.getMessage()));
    }
    // end
    return result;
  }
}
