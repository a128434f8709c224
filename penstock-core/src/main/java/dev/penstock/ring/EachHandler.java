package dev.penstock.ring;

import dev.penstock.EventFailedException;
import dev.penstock.EventHandler;
import dev.penstock.RangeHandler;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;

/**
 * Hands the events of a range to a handler one by one, and says at which of them it failed. Made by
 * {@link EachHandlers}, from a copy of this class for each class of handlers and class of arrays.
 *
 * <p>A handler of events casts each to its type, and then needs it to be an object. Where that
 * could fail, everything that the handler has written up to there must be in memory, so compiled
 * code writes a sum, say, for every event. An array of orders holds orders or nothing: the copy
 * knows its class as a constant, and the compiler leaves out casts to it. For nothing, the copy
 * looks at four events before it hands over the first: none among them can fail then, and where
 * nothing else can, the sum is written once. They are read again for the handler, which may have
 * put another object into a slot further on.
 */
final class EachHandler<E> implements RangeHandler {
  /** The class of the array that the events are in. */
  private static final Class<?> ARRAY = array();

  private final Slots<E> slots;
  private final EventHandler<? super E> handler;

  EachHandler(Slots<E> slots, EventHandler<? super E> handler) {
    this.slots = slots;
    this.handler = handler;
  }

  private static Class<?> array() {
    if (!EachHandler.class.isHidden()) {
      return Object[].class;
    }
    try {
      return MethodHandles.classData(
          MethodHandles.lookup(), ConstantDescs.DEFAULT_NAME, Class.class);
    } catch (IllegalAccessException e) {
      throw new LinkageError("EachHandler", e);
    }
  }

  @Override
  @SuppressWarnings("unchecked") // the compiler of the virtual machine is told what it is
  public void onRange(long lo, long hi) throws EventFailedException {
    EventHandler<? super E> to = handler;
    E[] array = (E[]) ARRAY.cast(slots.array());
    int first = slots.index(lo);
    int last = first + (int) (hi - lo); // contiguous up to here
    long base = lo - first;
    int i = first; // an int: the compiler unrolls loops that count with it, and checks bounds once
    try {
      for (; i < last - 3 && four(array, i); i++) {
        to.onEvent(array[i], base + i, false);
        to.onEvent(array[++i], base + i, false);
        to.onEvent(array[++i], base + i, false);
        to.onEvent(array[++i], base + i, false);
      }
      for (; i < last; i++) {
        to.onEvent(array[i], base + i, false); // a constant: what is for the end leaves the loop
      }
      to.onEvent(array[i], base + i, true);
    } catch (Throwable t) {
      throw new EventFailedException(base + i, t);
    }
  }

  /** Whether there are four events from here on, and no empty slot. */
  private static boolean four(Object[] array, int i) {
    return array[i] != null && array[i + 1] != null && array[i + 2] != null && array[i + 3] != null;
  }

  @Override
  public boolean perEvent() {
    return true;
  }

  @Override
  public int capacity() {
    return slots.capacity();
  }
}
