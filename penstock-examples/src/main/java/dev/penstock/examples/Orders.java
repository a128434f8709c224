package dev.penstock.examples;

import dev.penstock.Disruptor;
import dev.penstock.EventHandler;
import dev.penstock.Producer;
import dev.penstock.ring.ObjectRing;
import java.util.List;

/** A ring of reusable objects, with a last stage that empties them. */
final class Orders {
  private Orders() {}

  static ObjectRing<Order> run(
      List<Order> orders, EventHandler<Order> audit, EventHandler<Order> book) {
    // snippet: object-ring
    ObjectRing<Order> ring = ObjectRing.withCapacity(1024, Order::new);
    try (Disruptor disruptor =
            Disruptor.singleProducer(ring.capacity())
                .name("orders")
                .stage("audit", ring.each(audit))
                .stage("book", ring.each(book))
                .stage("clear", ring.clearing(Order::clear))
                .afterAll() // after audit and book
                .start();
        Producer producer = disruptor.producer()) {
      for (Order order : orders) {
        ring.publish(producer, Order::copyFrom, order); // gives the claim up if the writer throws
      }
    } // drains, stops; throws if a stage failed
    // end
    return ring;
  }
}
