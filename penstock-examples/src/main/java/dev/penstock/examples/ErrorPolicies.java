package dev.penstock.examples;

import dev.penstock.Disruptor;
import dev.penstock.ErrorPolicy;
import dev.penstock.EventHandler;
import dev.penstock.Producer;
import dev.penstock.RangeHandler;
import dev.penstock.Snapshot;
import dev.penstock.ring.ObjectRing;
import java.time.Duration;
import java.util.List;

/** A policy for each stage, by what its failure means. */
final class ErrorPolicies {
  private ErrorPolicies() {}

  static Snapshot run(
      List<Order> orders,
      EventHandler<Order> enrich,
      EventHandler<Order> mail,
      EventHandler<Order> display,
      RangeHandler archive,
      List<String> lost) {
    ObjectRing<Order> ring = ObjectRing.withCapacity(64, Order::new);
    // snippet: error-policies
    Disruptor disruptor =
        Disruptor.singleProducer(ring.capacity())
            .errorPolicy(ErrorPolicy.halt()) // of stages that say nothing; it is the default
            .stage("enrich", ring.each(enrich)) // three tries, then somebody writes it down
            .errorPolicy(
                ErrorPolicy.retry(
                    2,
                    Duration.ofMillis(1),
                    ErrorPolicy.deadLetter(
                        (stage, lo, hi, cause) -> lost.add(stage + " " + lo + ": " + cause))))
            .stage("mail", ring.each(mail)) // counts the failure, goes on with the next order
            .after("enrich")
            .errorPolicy(ErrorPolicy.skip())
            .stage("display", ring.each(display)) // never called again, and holds nobody up
            .errorPolicy(ErrorPolicy.detach())
            .stage("archive", archive) // does not say which event failed: all of the range
            .wholeRange()
            .errorPolicy(ErrorPolicy.skip())
            .start();
    // end
    try (disruptor;
        Producer producer = disruptor.producer()) {
      for (Order order : orders) {
        ring.publish(producer, Order::copyFrom, order);
      }
    }
    return disruptor.snapshot();
  }
}
