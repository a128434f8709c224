package dev.penstock.examples;

import dev.penstock.Disruptor;
import dev.penstock.EventHandler;
import dev.penstock.Producer;
import dev.penstock.ring.ReferenceRing;
import java.util.List;

/** A ring of references whose slots keep nothing alive. */
final class ForgettingReferences {
  private ForgettingReferences() {}

  static ReferenceRing<byte[]> run(
      List<byte[]> packets, EventHandler<byte[]> decode, EventHandler<byte[]> store) {
    // snippet: reference-ring
    ReferenceRing<byte[]> ring = ReferenceRing.withCapacity(1024);
    try (Disruptor disruptor =
            Disruptor.singleProducer(ring.capacity())
                .stage("decode", ring.each(decode))
                .stage("store", ring.each(store))
                .stage("forget", ring.clearing())
                .afterAll() // else each slot holds its packet until the next lap
                .start();
        Producer producer = disruptor.producer()) {
      for (byte[] packet : packets) {
        ring.publish(producer, packet);
      }
    }
    // end
    return ring;
  }
}
