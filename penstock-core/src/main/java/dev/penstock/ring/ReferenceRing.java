package dev.penstock.ring;

import dev.penstock.EventHandler;
import dev.penstock.Producer;
import dev.penstock.RangeHandler;
import java.time.Duration;
import java.util.Objects;

/**
 * One reference per slot, to objects that the application makes: what a queue would hold.
 *
 * <p>A slot keeps its object alive until the slot is published again; a {@link #clearing} stage
 * behind all others prevents that. An object that was {@linkplain #set set} and whose claim was
 * then discarded stays in any case, since stages skip the slot.
 *
 * <p><b>Threads, progress, memory.</b> Those of {@link ObjectRing}: what was written to the object
 * before it was published is visible to the stages. <b>Allocation.</b> None by the ring.
 *
 * @param <T> the type of the objects
 */
public final class ReferenceRing<T> {
  private final Slots<T> slots;

  private ReferenceRing(int capacity) {
    slots = new Slots<>(capacity);
  }

  /**
   * Makes an empty ring.
   *
   * @param capacity the number of slots, a power of two, at least that of the disruptor
   */
  public static <T> ReferenceRing<T> withCapacity(int capacity) {
    return new ReferenceRing<>(capacity);
  }

  /** The number of slots. */
  public int capacity() {
    return slots.capacity();
  }

  /** The object in the slot of a published sequence. */
  public T get(long sequence) {
    return slots.get(sequence);
  }

  /**
   * Puts an object into the slot of a sequence that the caller has claimed, to publish it later.
   */
  public void set(long sequence, T object) {
    slots.set(sequence, Objects.requireNonNull(object, "object"));
  }

  /** Hands objects to {@code handler} one by one; what it throws fails that object alone. */
  public RangeHandler each(EventHandler<? super T> handler) {
    return EachHandlers.make(slots, Objects.requireNonNull(handler, "handler"));
  }

  /** A handler for a last stage that forgets the objects. */
  public RangeHandler clearing() {
    return new ClearingHandler(slots);
  }

  /** Claims as {@link Producer#claim()} does, and publishes {@code object}. */
  public void publish(Producer producer, T object) {
    slots.check(producer);
    Objects.requireNonNull(object, "object");
    put(producer, producer.claim(), object);
  }

  /** Publishes {@code object} if the ring has room for it. */
  public boolean tryPublish(Producer producer, T object) {
    slots.check(producer);
    Objects.requireNonNull(object, "object");
    if (!producer.tryClaim(1)) {
      return false;
    }
    put(producer, producer.claimed(), object);
    return true;
  }

  /** Publishes {@code object} if the ring has room for it within {@code limit}. */
  public boolean tryPublish(Producer producer, Duration limit, T object)
      throws InterruptedException {
    slots.check(producer);
    Objects.requireNonNull(object, "object");
    if (!producer.tryClaim(1, limit)) {
      return false;
    }
    put(producer, producer.claimed(), object);
    return true;
  }

  private void put(Producer producer, long sequence, T object) {
    slots.set(sequence, object);
    producer.publish(sequence);
  }

  /** Sets slots to null. */
  private record ClearingHandler(Slots<?> slots) implements RangeHandler {
    @Override
    public void onRange(long lo, long hi) {
      int from = slots.index(lo);
      java.util.Arrays.fill(slots.array(), from, from + (int) (hi - lo) + 1, null);
    }

    @Override
    public boolean perEvent() {
      return true; // it cannot fail, so it fits every policy
    }

    @Override
    public int capacity() {
      return slots.capacity();
    }
  }
}
