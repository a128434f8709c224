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
    int i = slots.index(lo); // contiguous from here to hi
    long sequence = lo;
    try {
      for (; sequence <= hi; sequence++) {
        to.onEvent(array[i++], sequence, sequence == hi);
      }
    } catch (Throwable t) {
      throw new EventFailedException(sequence, t);
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
