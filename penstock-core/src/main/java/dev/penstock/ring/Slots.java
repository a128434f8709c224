package dev.penstock.ring;

import dev.penstock.Producer;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * An array of references, one per slot. One that is made here is padded at both ends, so that the
 * first and the last slots share no cache line with whatever lies beside the array.
 */
final class Slots<E> {
  private static final int CAPACITY_MAX = 1 << 30;
  private static final int PAD = 32; // 128 bytes of compressed references

  private final E[] array;
  private final int first;
  private final int mask;

  /** Empty slots. */
  @SuppressWarnings("unchecked") // an array of Object behind the type's back: it never leaves here
  Slots(int capacity) {
    checkCapacity(capacity);
    array = (E[]) new Object[PAD + capacity + PAD];
    first = PAD;
    mask = capacity - 1;
  }

  /** Slots with an object each, in an array of the first one's class, if all others fit into it. */
  @SuppressWarnings("unchecked")
  Slots(int capacity, Supplier<? extends E> factory) {
    checkCapacity(capacity);
    Object event = made(factory);
    Class<?> type = event.getClass();
    Object[] events = (Object[]) Array.newInstance(type, PAD + capacity + PAD);
    events[PAD] = event;
    for (int i = PAD + 1; i < PAD + capacity; i++) {
      event = made(factory);
      if (!type.isInstance(event)) {
        type = Object.class;
        events = Arrays.copyOf(events, events.length, Object[].class);
      }
      events[i] = event;
    }
    array = (E[]) events;
    first = PAD;
    mask = capacity - 1;
  }

  private static Object made(Supplier<?> factory) {
    return Objects.requireNonNull(factory.get(), "factory returned null");
  }

  /** The slots of an array that the application has made. */
  Slots(E[] array) {
    checkCapacity(array.length);
    this.array = array;
    first = 0;
    mask = array.length - 1;
  }

  private static void checkCapacity(int capacity) {
    if (Integer.bitCount(capacity) != 1 || capacity < 2 || capacity > CAPACITY_MAX) {
      throw new IllegalArgumentException(
          "ring capacity: %s (expected: a power of two, 2..%s)".formatted(capacity, CAPACITY_MAX));
    }
  }

  int capacity() {
    return mask + 1;
  }

  E[] array() {
    return array;
  }

  int index(long sequence) {
    return first + ((int) sequence & mask);
  }

  E get(long sequence) {
    return array[index(sequence)];
  }

  void set(long sequence, E element) {
    array[index(sequence)] = element;
  }

  void check(Producer producer) {
    if (producer.capacity() > mask + 1) {
      throw new IllegalArgumentException(
          "ring capacity: %s (expected: at least %s)".formatted(mask + 1, producer.capacity()));
    }
  }
}
