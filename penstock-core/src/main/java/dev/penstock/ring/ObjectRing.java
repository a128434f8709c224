package dev.penstock.ring;

import dev.penstock.EventHandler;
import dev.penstock.Producer;
import dev.penstock.RangeHandler;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One preallocated, reusable object per slot.
 *
 * <pre>{@code
 * ObjectRing<Order> ring = ObjectRing.withCapacity(1024, Order::new);
 * try (Disruptor disruptor =
 *         Disruptor.singleProducer(ring.capacity()).stage("book", ring.each(book::onEvent)).start();
 *     Producer producer = disruptor.producer()) {
 *   ring.publish(producer, Order::copyFrom, order);
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> {@link #publish} and {@link #tryPublish} are for the thread that the producer
 * belongs to; {@link #get} for whoever may touch the slot: a producer between claim and publish, a
 * stage while it handles the sequence. <b>Progress, memory.</b> Those of {@link Producer}.
 * <b>Allocation.</b> None after construction, as long as writers capture nothing.
 *
 * @param <E> the type of the events
 */
public final class ObjectRing<E> {
  private final Slots<E> slots;
  private Consumer<? super E> clear = event -> {};

  private ObjectRing(Slots<E> slots) {
    this.slots = slots;
  }

  /**
   * Makes a ring and all its objects. Handlers of single events are fastest where all are of the
   * first one's class.
   *
   * @param capacity the number of slots, a power of two, at least that of the disruptor
   */
  public static <E> ObjectRing<E> withCapacity(int capacity, Supplier<? extends E> factory) {
    return new ObjectRing<>(new Slots<>(capacity, factory));
  }

  /**
   * Makes a ring over the application's own array of objects, which is not copied: the application
   * does not change it from now on. A producer that claims with {@link Producer#claim(Object[])}
   * and finds the object in the array, not by {@link #get}, is faster: {@code get} gives an object
   * of a type that the compiler does not know, so each of them is looked at before it is written.
   * Handlers of single events are fastest where the array is of the class that they take.
   *
   * @param events one per slot of the disruptor, not more, or {@link Producer#slot} gives others
   *     than handlers are handed; none of them null
   */
  public static <E> ObjectRing<E> over(E[] events) {
    Slots<E> slots = new Slots<>(events);
    for (int i = 0; i < events.length; i++) {
      if (events[i] == null) {
        throw new IllegalArgumentException("events[" + i + "]: null (expected: an object)");
      }
    }
    return new ObjectRing<>(slots);
  }

  /** The number of slots. */
  public int capacity() {
    return slots.capacity();
  }

  /** The object in the slot of a sequence. */
  public E get(long sequence) {
    return slots.get(sequence);
  }

  /** Hands events to {@code handler} one by one; what it throws fails that event alone. */
  public RangeHandler each(EventHandler<? super E> handler) {
    return EachHandlers.make(slots, Objects.requireNonNull(handler, "handler"));
  }

  /**
   * A handler for a last stage that empties events, so that slots keep no payload alive. Events
   * whose writer throws are emptied in the same way before their claim is given up.
   */
  public RangeHandler clearing(Consumer<? super E> clear) {
    this.clear = Objects.requireNonNull(clear, "clear");
    return each((event, sequence, endOfBatch) -> clear.accept(event));
  }

  /** Claims as {@link Producer#claim()} does, fills one event, and publishes it. */
  public <X extends Exception> void publish(
      Producer producer, EventWriter<? super E, ? extends X> writer) throws X {
    slots.check(producer);
    long sequence = producer.claim();
    write(producer, sequence, writer);
  }

  /** Publishes one event, filled from an argument. */
  public <A, X extends Exception> void publish(
      Producer producer, EventWriter1<? super E, ? super A, ? extends X> writer, A a) throws X {
    slots.check(producer);
    long sequence = producer.claim();
    write(producer, sequence, writer, a);
  }

  /** Publishes one event, filled from two arguments. */
  public <A, B, X extends Exception> void publish(
      Producer producer,
      EventWriter2<? super E, ? super A, ? super B, ? extends X> writer,
      A a,
      B b)
      throws X {
    slots.check(producer);
    long sequence = producer.claim();
    write(producer, sequence, writer, a, b);
  }

  /** Publishes one event if the ring has room for it. */
  public <X extends Exception> boolean tryPublish(
      Producer producer, EventWriter<? super E, ? extends X> writer) throws X {
    slots.check(producer);
    if (!producer.tryClaim(1)) {
      return false;
    }
    write(producer, producer.claimed(), writer);
    return true;
  }

  /** Publishes one event, filled from an argument, if the ring has room for it. */
  public <A, X extends Exception> boolean tryPublish(
      Producer producer, EventWriter1<? super E, ? super A, ? extends X> writer, A a) throws X {
    slots.check(producer);
    if (!producer.tryClaim(1)) {
      return false;
    }
    write(producer, producer.claimed(), writer, a);
    return true;
  }

  /** Publishes one event, filled from two arguments, if the ring has room for it. */
  public <A, B, X extends Exception> boolean tryPublish(
      Producer producer,
      EventWriter2<? super E, ? super A, ? super B, ? extends X> writer,
      A a,
      B b)
      throws X {
    slots.check(producer);
    if (!producer.tryClaim(1)) {
      return false;
    }
    write(producer, producer.claimed(), writer, a, b);
    return true;
  }

  /** Publishes one event if the ring has room for it within {@code limit}. */
  public <X extends Exception> boolean tryPublish(
      Producer producer, Duration limit, EventWriter<? super E, ? extends X> writer)
      throws X, InterruptedException {
    slots.check(producer);
    if (!producer.tryClaim(1, limit)) {
      return false;
    }
    write(producer, producer.claimed(), writer);
    return true;
  }

  /** Publishes one event, filled from an argument, if there is room for it within {@code limit}. */
  public <A, X extends Exception> boolean tryPublish(
      Producer producer,
      Duration limit,
      EventWriter1<? super E, ? super A, ? extends X> writer,
      A a)
      throws X, InterruptedException {
    slots.check(producer);
    if (!producer.tryClaim(1, limit)) {
      return false;
    }
    write(producer, producer.claimed(), writer, a);
    return true;
  }

  /** Publishes one event, filled from two arguments, if there is room within {@code limit}. */
  public <A, B, X extends Exception> boolean tryPublish(
      Producer producer,
      Duration limit,
      EventWriter2<? super E, ? super A, ? super B, ? extends X> writer,
      A a,
      B b)
      throws X, InterruptedException {
    slots.check(producer);
    if (!producer.tryClaim(1, limit)) {
      return false;
    }
    write(producer, producer.claimed(), writer, a, b);
    return true;
  }

  private <X extends Exception> void write(
      Producer producer, long sequence, EventWriter<? super E, ? extends X> writer) throws X {
    try {
      writer.write(slots.get(sequence));
    } catch (Throwable t) {
      giveUp(producer, sequence, t);
      throw t;
    }
    producer.publish(sequence);
  }

  private <A, X extends Exception> void write(
      Producer producer, long sequence, EventWriter1<? super E, ? super A, ? extends X> writer, A a)
      throws X {
    try {
      writer.write(slots.get(sequence), a);
    } catch (Throwable t) {
      giveUp(producer, sequence, t);
      throw t;
    }
    producer.publish(sequence);
  }

  private <A, B, X extends Exception> void write(
      Producer producer,
      long sequence,
      EventWriter2<? super E, ? super A, ? super B, ? extends X> writer,
      A a,
      B b)
      throws X {
    try {
      writer.write(slots.get(sequence), a, b);
    } catch (Throwable t) {
      giveUp(producer, sequence, t);
      throw t;
    }
    producer.publish(sequence);
  }

  /** Empties what a writer has left half written, and gives the claim up. */
  private void giveUp(Producer producer, long sequence, Throwable thrown) {
    try {
      clear.accept(slots.get(sequence));
    } catch (Throwable t) {
      if (t != thrown) {
        thrown.addSuppressed(t);
      }
    } finally {
      producer.discard();
    }
  }
}
