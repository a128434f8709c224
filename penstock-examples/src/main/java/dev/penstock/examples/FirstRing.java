package dev.penstock.examples;

// snippet: first-ring
import dev.penstock.Disruptor;
import dev.penstock.Producer;
import dev.penstock.ring.ObjectRing;

/** Two stages that both see every trade. */
public final class FirstRing {
  static final class Trade {
    long price;
    long quantity;

    void set(long[] input) {
      price = input[0];
      quantity = input[1];
    }
  }

  public static void main(String[] args) {
    ObjectRing<Trade> ring = ObjectRing.withCapacity(1024, Trade::new); // made once, used again
    long[] turnover = new long[1];
    long[] volume = new long[1];

    try (Disruptor disruptor =
            Disruptor.singleProducer(ring.capacity())
                .stage("turnover", ring.each((t, seq, last) -> turnover[0] += t.price * t.quantity))
                .stage("volume", ring.each((t, seq, last) -> volume[0] += t.quantity))
                .start(); // a thread for each stage
        Producer producer = disruptor.producer()) {
      long[] input = {42, 0};
      for (input[1] = 1; input[1] <= 100; input[1]++) {
        ring.publish(producer, Trade::set, input); // waits while the ring is full
      }
    } // refuses more, works off what was published, ends the threads

    System.out.println("turnover " + turnover[0] + ", volume " + volume[0]);
  }
}
// end
