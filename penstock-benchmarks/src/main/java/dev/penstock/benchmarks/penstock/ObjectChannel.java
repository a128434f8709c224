package dev.penstock.benchmarks.penstock;

import dev.penstock.Disruptor;
import dev.penstock.Producer;
import dev.penstock.benchmarks.shape.Channel;
import dev.penstock.benchmarks.shape.ChannelSpec;
import dev.penstock.benchmarks.shape.Event;
import dev.penstock.benchmarks.shape.Receiver;
import dev.penstock.benchmarks.shape.Topology;
import dev.penstock.ring.ObjectRing;

/**
 * Penstock as a channel: a ring of objects and a handler of single events. It claims as {@link
 * ArrayChannel} does.
 */
final class ObjectChannel implements Channel {
  private final Event[] events;
  private final Disruptor disruptor;
  private final Producer producer;

  ObjectChannel(ChannelSpec spec, Receiver receiver) {
    events = Topology.ONE.newEvents(spec.capacity());
    ObjectRing<Event> ring = ObjectRing.over(events);
    disruptor =
        Disruptor.singleProducer(spec.capacity())
            .waitStrategy(Wiring.strategy(spec.variant()))
            .threads(spec.threads())
            .stage("receive", ring.each((event, sequence, last) -> receiver.take(event.value)))
            .onStart(receiver::begin)
            .build();
    producer = disruptor.producer();
  }

  @Override
  public void start() {
    disruptor.start();
  }

  @Override
  public void send(long value) {
    long sequence = producer.claim(1);
    events[Disruptor.slot(sequence, events.length)].value = value;
    producer.publish(sequence);
  }

  @Override
  public void close() {
    disruptor.close();
  }
}
