package dev.penstock.benchmarks.lmax;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.EventHandlerGroup;
import com.lmax.disruptor.dsl.ProducerType;
import dev.penstock.benchmarks.shape.Check;
import dev.penstock.benchmarks.shape.Event;
import dev.penstock.benchmarks.shape.Flow;
import dev.penstock.benchmarks.shape.FlowSpec;
import dev.penstock.benchmarks.shape.Payload;
import dev.penstock.benchmarks.shape.Topology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * LMAX Disruptor as its authors measure it: one event object per slot, the producer type that fits,
 * {@code next} and {@code publish} without a translator, {@code next(16)} and {@code publish(lo,
 * hi)} for batches. Both of its spinning strategies take part: its own performance tests use {@code
 * YieldingWaitStrategy} for throughput, its documentation recommends {@code BusySpinWaitStrategy}
 * where every thread has a processor.
 */
final class LmaxFlow implements Flow {
  private final int batch;
  private final List<Check> checks = new ArrayList<>();
  private final Disruptor<Event> disruptor;
  private final RingBuffer<Event> ring;

  LmaxFlow(FlowSpec spec) {
    batch = spec.batch();
    disruptor =
        new Disruptor<>(
            spec.topology()::newEvent,
            spec.capacity(),
            spec.threads(),
            spec.producers() == 1 ? ProducerType.SINGLE : ProducerType.MULTI,
            Strategies.of(spec.variant()));
    wire(spec);
    ring = disruptor.getRingBuffer();
  }

  private void wire(FlowSpec spec) {
    Topology topology = spec.topology();
    switch (topology) {
      case ONE -> disruptor.handleEventsWith(only(spec));
      case MULTICAST -> disruptor.handleEventsWith(all(spec));
      case CHAIN -> chain(all(spec));
      case PIPELINE ->
          disruptor
              .handleEventsWith(LmaxHandler.first())
              .then(LmaxHandler.second(topology))
              .then(last(spec));
      case DIAMOND ->
          disruptor
              .handleEventsWith(LmaxHandler.first(), LmaxHandler.second(topology))
              .then(last(spec));
    }
  }

  private EventHandler<Event> only(FlowSpec spec) {
    if (!spec.variant().startsWith(Strategies.CLEARING)) {
      return last(spec);
    }
    Check check = spec.check(Payload.NUMBERED);
    checks.add(check);
    return new LmaxClearingHandler(check);
  }

  private LmaxHandler[] all(FlowSpec spec) {
    LmaxHandler[] consumers = new LmaxHandler[spec.consumers()];
    Arrays.setAll(consumers, i -> last(spec));
    return consumers;
  }

  private void chain(LmaxHandler... stages) {
    EventHandlerGroup<Event> end = disruptor.handleEventsWith(stages[0]);
    for (int i = 1; i < stages.length; i++) {
      end = end.then(stages[i]);
    }
  }

  private LmaxHandler last(FlowSpec spec) {
    Check check = spec.check(Payload.NUMBERED);
    checks.add(check);
    return LmaxHandler.last(spec.topology(), check);
  }

  @Override
  public List<Check> checks() {
    return checks;
  }

  @Override
  public void start() {
    disruptor.start();
  }

  @Override
  public void publish(int producer, long from, int count) {
    if (batch == 1) {
      ones(Payload.base(producer) | from, count);
    } else {
      batches(Payload.base(producer) | from, count);
    }
  }

  private void ones(long first, int count) {
    RingBuffer<Event> events = ring;
    for (int i = 0; i < count; i++) {
      long sequence = events.next();
      events.get(sequence).value = first + i;
      events.publish(sequence);
    }
  }

  private void batches(long first, int count) {
    RingBuffer<Event> events = ring;
    for (int n = 0; n < count; n += Flow.BATCH) {
      long hi = events.next(Flow.BATCH);
      long lo = hi - Flow.BATCH + 1;
      fill(events, lo, first + n);
      events.publish(lo, hi);
    }
  }

  /** Writes a batch. */
  private static void fill(RingBuffer<Event> events, long lo, long first) {
    for (int i = 0; i < Flow.BATCH; i++) {
      events.get(lo + i).value = first + i;
    }
  }

  @Override
  public void close() {
    disruptor.halt();
  }
}
