package dev.penstock.benchmarks.penstock;

import dev.penstock.Disruptor;
import dev.penstock.Producer;
import dev.penstock.RangeHandler;
import dev.penstock.benchmarks.shape.Channel;
import dev.penstock.benchmarks.shape.ChannelSpec;
import dev.penstock.benchmarks.shape.Receiver;

/**
 * What the two kinds of storage have in common as a channel. Both claim with {@code claim(1)}, as
 * docs/tuning.md says for one message and then its answer; {@code claim()} is for streams.
 */
abstract class PenstockChannel implements Channel {
  final Producer producer;
  private final Disruptor disruptor;

  PenstockChannel(ChannelSpec spec, Receiver receiver, RangeHandler receive) {
    disruptor =
        Disruptor.singleProducer(spec.capacity())
            .waitStrategy(Wiring.strategy(spec.variant()))
            .threads(spec.threads())
            .stage("receive", receive)
            .onStart(receiver::begin)
            .build();
    producer = disruptor.producer();
  }

  @Override
  public final void start() {
    disruptor.start();
  }

  @Override
  public final void close() {
    disruptor.close();
  }
}
