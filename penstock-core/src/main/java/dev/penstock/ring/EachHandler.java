package dev.penstock.ring;

import dev.penstock.EventFailedException;
import dev.penstock.EventHandler;
import dev.penstock.RangeHandler;

/**
 * Hands the events of a range to a handler one by one, and says at which of them it failed. Made by
 * {@link EachHandlers}, from a copy of this class for each class of handlers.
 */
final class EachHandler<E> implements RangeHandler {
  private final Slots<E> slots;
  private final EventHandler<? super E> handler;

  EachHandler(Slots<E> slots, EventHandler<? super E> handler) {
    this.slots = slots;
    this.handler = handler;
  }

  @Override
  public void onRange(long lo, long hi) throws EventFailedException {
    EventHandler<? super E> to = handler;
    E[] array = slots.array();
    int first = slots.index(lo);
    int last = first + (int) (hi - lo); // contiguous up to here
    long base = lo - first;
    int i = first; // an int: the compiler unrolls loops that count with it, and checks bounds once
    try {
      for (; i < last; i++) {
        to.onEvent(array[i], base + i, false); // a constant: what is for the end leaves the loop
      }
      to.onEvent(array[i], base + i, true);
    } catch (Throwable t) {
      throw new EventFailedException(base + i, t);
    }
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
