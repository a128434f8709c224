package dev.penstock.examples;

import dev.penstock.Disruptor;
import dev.penstock.Producer;
import dev.penstock.ring.ReferenceRing;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Stages without threads, driven by a loop that also publishes. */
final class EventLoop {
  private EventLoop() {}

  static List<String> run(Queue<String> network) {
    List<String> applied = new ArrayList<>();
    ReferenceRing<String> ring = ReferenceRing.withCapacity(4);
    // snippet: polled
    try (Disruptor disruptor =
            Disruptor.singleProducer(ring.capacity())
                .stage("log", ring.each((line, seq, last) -> applied.add("log " + line)))
                .polled()
                .stage("apply", ring.each((line, seq, last) -> applied.add("apply " + line)))
                .after("log")
                .polled()
                .start();
        Producer producer = disruptor.producer()) {
      boolean busy = true;
      while (busy) {
        // never claim() here: it would wait for stages that this very thread drives, and throws
        while (!network.isEmpty() && ring.tryPublish(producer, network.element())) {
          network.remove();
        }
        busy = disruptor.step() || !network.isEmpty(); // log, then apply: a batch each
      }
    }
    // end
    return applied;
  }
}
