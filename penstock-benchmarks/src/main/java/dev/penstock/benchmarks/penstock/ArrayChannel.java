package dev.penstock.benchmarks.penstock;

import dev.penstock.benchmarks.shape.ChannelSpec;
import dev.penstock.benchmarks.shape.Receiver;

/** Penstock as a channel: the application's own array and a range handler. */
final class ArrayChannel extends PenstockChannel {
  private final long[] values;

  ArrayChannel(ChannelSpec spec, Receiver receiver) {
    this(spec, receiver, new long[spec.capacity()]);
  }

  private ArrayChannel(ChannelSpec spec, Receiver receiver, long[] values) {
    super(spec, receiver, (lo, hi) -> receive(values, lo, hi, receiver));
    this.values = values;
  }

  private static void receive(long[] values, long lo, long hi, Receiver receiver)
      throws InterruptedException {
    int mask = values.length - 1;
    for (long sequence = lo; sequence <= hi; sequence++) {
      receiver.take(values[(int) sequence & mask]);
    }
  }

  @Override
  public void send(long value) {
    long sequence = producer.claim(1);
    values[(int) sequence & (values.length - 1)] = value;
    producer.publish(sequence);
  }
}
