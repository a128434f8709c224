package dev.penstock.verification;

import dev.penstock.Disruptor;
import dev.penstock.DisruptorBuilder;
import dev.penstock.Producer;
import dev.penstock.RangeHandler;
import dev.penstock.WaitStrategy;
import dev.penstock.ring.EventWriter;
import dev.penstock.ring.ObjectRing;
import dev.penstock.ring.ReferenceRing;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishes and handles many events and checks their sum: a main program for a virtual machine
 * whose collector frees nothing, see {@link EpsilonTest}.
 *
 * <p>Arguments: a {@link Flow}, a {@link Waits}, the number of events.
 */
final class EpsilonRun {
  private static final int CAPACITY = 64 * 1024;
  private static final int VALUES = 1024; // event number n holds n % VALUES
  private static final int PRODUCERS = 2; // where there are several

  /** What the threads do for each event. */
  enum Flow {
    SINGLE_PRODUCER,
    MULTI_PRODUCER,
    OBJECT_RING,
    REFERENCE_RING,
    DISCARD,
    DISCARD_MULTI_PRODUCER,
    /** A canary: the producer makes an object per event. */
    PRODUCER_MAKES_GARBAGE,
    /** A canary: the handler makes an object per event. */
    HANDLER_MAKES_GARBAGE;

    boolean canary() {
      return this == PRODUCER_MAKES_GARBAGE || this == HANDLER_MAKES_GARBAGE;
    }

    private boolean multi() {
      return this == MULTI_PRODUCER || this == DISCARD_MULTI_PRODUCER;
    }
  }

  /** How everybody waits. */
  enum Waits {
    BLOCKING,
    BUSY_SPIN;

    private WaitStrategy strategy() {
      return this == BLOCKING ? WaitStrategy.blocking().coalescing() : WaitStrategy.busySpin();
    }
  }

  /** Claims, fills and publishes one event. */
  @FunctionalInterface
  private interface Publishing {
    void publish(Producer producer, long number);
  }

  private static final class Event {
    private long value;
  }

  private final Flow flow;
  private final long[] slots = new long[CAPACITY];
  private final ObjectRing<Event> objects = ObjectRing.withCapacity(CAPACITY, Event::new);
  private final ReferenceRing<Event> references = ReferenceRing.withCapacity(CAPACITY);
  private final Event[] pool = new Event[VALUES];
  private Object sink = "";

  private long written; // by the only producer of the object ring
  private long handled; // these two by the stage
  private long sum;

  private EpsilonRun(Flow flow) {
    this.flow = flow;
    for (int i = 0; i < VALUES; i++) {
      pool[i] = new Event();
      pool[i].value = i;
    }
  }

  /** Ends the virtual machine with an exception unless every event has been handled. */
  public static void main(String[] arguments) throws InterruptedException {
    EpsilonRun run = new EpsilonRun(Flow.valueOf(arguments[0]));
    long events = Long.parseLong(arguments[2]);
    run.run(Waits.valueOf(arguments[1]).strategy(), events);
    run.check(events);
    Runtime heap = Runtime.getRuntime();
    System.out.printf(
        "%d events handled, %d kB of heap taken%n",
        run.handled, (heap.totalMemory() - heap.freeMemory()) / 1024);
  }

  private void run(WaitStrategy waits, long events) throws InterruptedException {
    DisruptorBuilder builder =
        flow.multi() ? Disruptor.multiProducer(CAPACITY) : Disruptor.singleProducer(CAPACITY);
    int count = flow.multi() ? PRODUCERS : 1;
    long share = events / count;
    try (Disruptor disruptor = builder.waitStrategy(waits).stage("sum", handler()).start()) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Producer producer = disruptor.producer();
        long from = i * share;
        Publishing publishing = publishing();
        threads.add(new Thread(() -> feed(producer, publishing, from, from + share)));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private static void feed(Producer producer, Publishing publishing, long from, long to) {
    for (long number = from; number < to; number++) {
      publishing.publish(producer, number);
    }
    producer.close();
  }

  private Publishing publishing() {
    EventWriter<Event, RuntimeException> writer = event -> event.value = written++ % VALUES;
    return switch (flow) {
      case SINGLE_PRODUCER, MULTI_PRODUCER, HANDLER_MAKES_GARBAGE -> this::publishOne;
      case OBJECT_RING -> (producer, number) -> objects.publish(producer, writer);
      case REFERENCE_RING ->
          (producer, number) -> references.publish(producer, pool[(int) (number % VALUES)]);
      case DISCARD, DISCARD_MULTI_PRODUCER -> this::publishOneOfTwo;
      case PRODUCER_MAKES_GARBAGE ->
          (producer, number) -> {
            sink = new Event();
            publishOne(producer, number);
          };
    };
  }

  private void publishOne(Producer producer, long number) {
    long sequence = producer.claim();
    slots[producer.slot(sequence)] = number % VALUES;
    producer.publish(sequence);
  }

  private void publishOneOfTwo(Producer producer, long number) {
    long given = producer.claim(2);
    slots[producer.slot(given - 1)] = number % VALUES;
    slots[producer.slot(given)] = Long.MIN_VALUE; // nobody must see it
    producer.publish(given - 1);
    producer.discard();
  }

  private RangeHandler handler() {
    return switch (flow) {
      case OBJECT_RING -> objects.each((event, sequence, endOfBatch) -> take(event.value));
      case REFERENCE_RING -> references.each((event, sequence, endOfBatch) -> take(event.value));
      default -> this::takeRange;
    };
  }

  private void takeRange(long lo, long hi) {
    for (long sequence = lo; sequence <= hi; sequence++) {
      if (flow == Flow.HANDLER_MAKES_GARBAGE) {
        sink = new Event();
      }
      take(slots[(int) sequence & (CAPACITY - 1)]);
    }
  }

  private void take(long value) {
    handled++;
    sum += value;
  }

  private void check(long events) {
    long expected = 0;
    for (long number = 0; number < events; number++) {
      expected += number % VALUES;
    }
    if (handled != events || sum != expected) {
      throw new IllegalStateException(
          "handled: %d, sum: %d (expected: %d, %d), last garbage: %s"
              .formatted(handled, sum, events, expected, sink));
    }
  }
}
