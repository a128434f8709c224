package dev.penstock.ring;

import dev.penstock.EventFailedException;
import dev.penstock.EventHandler;
import dev.penstock.RangeHandler;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;

/**
 * Hands the events of a range to a handler one by one, and says at which of them it failed. Made by
 * {@link EachHandlers}, from a copy of this class for each class of handlers and class of events.
 *
 * <p>A handler of events casts each to its type. Where that could fail, everything that the handler
 * has written up to there must be in memory, so compiled code writes a sum, say, for every event.
 * The copy knows the class of the events, and looks at four of them before it hands over the first:
 * no cast among them can fail then, and where nothing else can, the sum is written once. They are
 * read again for the handler, which may have put another object into a slot further on.
 */
final class EachHandler<E> implements RangeHandler {
  /** The class of the events, a constant to the compiler; void, which none has, if not known. */
  private static final Class<?> EVENTS = events();

  private final Slots<E> slots;
  private final EventHandler<? super E> handler;

  EachHandler(Slots<E> slots, EventHandler<? super E> handler) {
    this.slots = slots;
    this.handler = handler;
  }

  private static Class<?> events() {
    if (!EachHandler.class.isHidden()) {
      return void.class;
    }
    try {
      return MethodHandles.classData(
          MethodHandles.lookup(), ConstantDescs.DEFAULT_NAME, Class.class);
    } catch (IllegalAccessException e) {
      throw new LinkageError("EachHandler", e);
    }
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
      for (; i < last - 3 && known(array, i); i++) {
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

  /** Whether four events are of the class that is known. */
  private static boolean known(Object[] array, int i) {
    return known(array[i]) && known(array[i + 1]) && known(array[i + 2]) && known(array[i + 3]);
  }

  private static boolean known(Object event) {
    return event != null && event.getClass() == EVENTS;
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
