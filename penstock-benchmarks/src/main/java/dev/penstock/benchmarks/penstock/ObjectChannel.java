package dev.penstock.benchmarks.penstock;

import dev.penstock.Disruptor;
import dev.penstock.benchmarks.shape.ChannelSpec;
import dev.penstock.benchmarks.shape.Event;
import dev.penstock.benchmarks.shape.Receiver;
import dev.penstock.benchmarks.shape.Topology;
import dev.penstock.ring.ObjectRing;

/** Penstock as a channel: a ring of objects and a handler of single events. */
final class ObjectChannel extends PenstockChannel {
  private final Event[] events;

  ObjectChannel(ChannelSpec spec, Receiver receiver) {
    this(spec, receiver, Topology.ONE.newEvents(spec.capacity()));
  }

  private ObjectChannel(ChannelSpec spec, Receiver receiver, Event[] events) {
    super(
        spec,
        receiver,
        ObjectRing.over(events).each((event, sequence, last) -> receiver.take(event.value)));
    this.events = events;
  }

  @Override
  public void send(long value) {
    long sequence = producer.claim(1);
    events[Disruptor.slot(sequence, events.length)].value = value;
    producer.publish(sequence);
  }
}
