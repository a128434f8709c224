package dev.penstock.benchmarks.lmax;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import dev.penstock.benchmarks.shape.Channel;
import dev.penstock.benchmarks.shape.ChannelSpec;
import dev.penstock.benchmarks.shape.Event;
import dev.penstock.benchmarks.shape.Receiver;

/**
 * LMAX Disruptor as a channel, as in its own latency tests: one event processor, a single producer,
 * the strategy that spins (its documentation's choice for the lowest latency), yields, or blocks.
 */
final class LmaxChannel implements Channel {
  private final Disruptor<Event> disruptor;
  private final RingBuffer<Event> ring;

  LmaxChannel(ChannelSpec spec, Receiver receiver) {
    disruptor =
        new Disruptor<>(
            Event::new,
            spec.capacity(),
            spec.threads(),
            ProducerType.SINGLE,
            Strategies.of(spec.variant()));
    disruptor.handleEventsWith(new Handler(receiver));
    ring = disruptor.getRingBuffer();
  }

  @Override
  public void start() {
    disruptor.start();
  }

  @Override
  public void send(long value) {
    long sequence = ring.next();
    ring.get(sequence).value = value;
    ring.publish(sequence);
  }

  @Override
  public void close() {
    disruptor.halt();
  }

  private record Handler(Receiver receiver) implements EventHandler<Event> {
    @Override
    public void onStart() {
      try {
        receiver.begin();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void onEvent(Event event, long sequence, boolean endOfBatch)
        throws InterruptedException {
      receiver.take(event.value);
    }
  }
}
