package dev.penstock.examples;

import dev.penstock.Disruptor;
import dev.penstock.EventHandler;
import dev.penstock.Producer;
import dev.penstock.ring.ObjectRing;
import java.util.Arrays;

/** A ring over the application's own array of reusable objects. */
final class OwnObjects {
  private OwnObjects() {}

  static void run(long[] prices, EventHandler<Order> book) {
    // snippet: own-objects
    Order[] orders = new Order[1024];
    Arrays.setAll(orders, i -> new Order());
    ObjectRing<Order> ring = ObjectRing.over(orders);
    try (Disruptor disruptor =
            Disruptor.singleProducer(ring.capacity()).stage("book", ring.each(book)).start();
        Producer producer = disruptor.producer()) {
      for (long price : prices) {
        long sequence = producer.claim(orders); // waits while the ring is full
        orders[Disruptor.slot(sequence, orders.length)].price = price;
        producer.publish(sequence);
      }
    }
    // end
  }
}
