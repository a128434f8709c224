package dev.penstock.benchmarks.penstock;

import dev.penstock.Disruptor;
import dev.penstock.Producer;
import dev.penstock.benchmarks.shape.Channel;
import dev.penstock.benchmarks.shape.ChannelSpec;
import dev.penstock.benchmarks.shape.Receiver;

/**
 * Penstock as a channel: the application's own array and a range handler. It claims with {@code
 * claim(1)}, as docs/tuning.md says for one message and then its answer; {@code claim()} is for
 * streams.
 */
final class ArrayChannel implements Channel {
  private final long[] values;
  private final Disruptor disruptor;
  private final Producer producer;

  ArrayChannel(ChannelSpec spec, Receiver receiver) {
    long[] array = new long[spec.capacity()];
    values = array;
    disruptor =
        Disruptor.singleProducer(spec.capacity())
            .waitStrategy(Wiring.strategy(spec.variant()))
            .threads(spec.threads())
            .stage("receive", (lo, hi) -> receive(array, lo, hi, receiver))
            .onStart(receiver::begin)
            .build();
    producer = disruptor.producer();
  }

  private static void receive(long[] values, long lo, long hi, Receiver receiver)
      throws InterruptedException {
    int mask = values.length - 1;
    for (long sequence = lo; sequence <= hi; sequence++) {
      receiver.take(values[(int) sequence & mask]);
    }
  }

  @Override
  public void start() {
    disruptor.start();
  }

  @Override
  public void send(long value) {
    long sequence = producer.claim(1);
    values[(int) sequence & (values.length - 1)] = value;
    producer.publish(sequence);
  }

  @Override
  public void close() {
    disruptor.close();
  }
}
