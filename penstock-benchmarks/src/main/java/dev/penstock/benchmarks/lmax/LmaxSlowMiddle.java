package dev.penstock.benchmarks.lmax;

import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.EventProcessorFactory;
import com.lmax.disruptor.dsl.ProducerType;
import dev.penstock.benchmarks.shape.Event;
import dev.penstock.benchmarks.shape.SlowMiddle;

/**
 * LMAX with its blocking or its sleeping strategy; the middle stage completes every message by
 * itself too.
 */
final class LmaxSlowMiddle extends SlowMiddle {
  private final Disruptor<Event> disruptor;
  private final RingBuffer<Event> ring;

  LmaxSlowMiddle(Spec spec) {
    super(spec);
    disruptor =
        new Disruptor<>(
            Event::new, SMALL, spec.threads(), ProducerType.SINGLE, Strategies.of(spec.variant()));
    EventProcessorFactory<Event> middle =
        (events, upstream) ->
            new BatchEventProcessorBuilder()
                .setMaxBatchSize(1)
                .build(events, events.newBarrier(upstream), middle());
    disruptor.handleEventsWith(first()).then(middle).then(last());
    ring = disruptor.getRingBuffer();
  }

  @Override
  protected void start() {
    disruptor.start();
  }

  @Override
  protected void publish() {
    ring.publish(ring.next());
  }

  @Override
  protected void drain() {
    disruptor.shutdown();
  }

  @Override
  public void close() {
    disruptor.halt();
  }
}
