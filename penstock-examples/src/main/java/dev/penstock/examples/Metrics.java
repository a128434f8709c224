package dev.penstock.examples;

import dev.penstock.Disruptor;
import dev.penstock.Producer;
import dev.penstock.Snapshot;
import dev.penstock.StageSnapshot;
import java.util.Map;
import java.util.TreeMap;

/** Reads the counters of a ring. */
final class Metrics {
  private Metrics() {}

  static Map<String, Long> run() {
    try (Disruptor disruptor =
            Disruptor.singleProducer(64)
                .stage("journal", (lo, hi) -> {})
                .polled()
                .stage("match", (lo, hi) -> {})
                .after("journal")
                .polled()
                .start();
        Producer producer = disruptor.producer()) {
      producer.publish(producer.claim(5));
      disruptor.stage("journal").step();
      return gauges(disruptor);
    }
  }

  // snippet: metrics
  static Map<String, Long> gauges(Disruptor disruptor) {
    Snapshot now = disruptor.snapshot(); // allocates: for a scrape, not for every event
    Map<String, Long> gauges = new TreeMap<>();
    gauges.put("published", now.published() + 1); // sequences start at 0
    for (StageSnapshot stage : now.stages()) {
      gauges.put(stage.name() + ".lag", stage.lag()); // published, not completed
      gauges.put(stage.name() + ".backlog", stage.backlog()); // of those, what it could handle
      gauges.put(stage.name() + ".failures", stage.failures());
    }
    now.blocker().ifPresent(blocker -> gauges.put("held up by " + blocker, 1L));
    return gauges;
  }
  // end
}
