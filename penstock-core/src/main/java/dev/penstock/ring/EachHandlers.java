package dev.penstock.ring;

import dev.penstock.EventHandler;
import dev.penstock.RangeHandler;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.Objects;

/**
 * Makes adapters that call one class of handlers each, with events from arrays of one class.
 *
 * <p>The virtual machine decides per place in the code whether a call can be inlined, and the call
 * per event stands in one place, {@link EachHandler#onRange}. As soon as three classes of handlers
 * are called there, each event of each stage pays for a virtual call: about three times the cost of
 * a small handler. So every class of handlers gets a copy of the adapter's class of its own, a
 * hidden class, for each class of arrays that it is used with. Where hidden classes cannot be made,
 * the adapter itself does the same, slower.
 *
 * <p>A copy goes when the last adapter of it goes: it is known by weak references only, which
 * belong to both classes, so neither class keeps the other alive, nor this library.
 */
final class EachHandlers {
  private static final MethodType CONSTRUCTOR =
      MethodType.methodType(void.class, Slots.class, EventHandler.class);
  private static final MethodType MAKER =
      MethodType.methodType(RangeHandler.class, Slots.class, EventHandler.class);

  private static final ClassValue<Copies> COPIES =
      new ClassValue<>() {
        @Override
        protected Copies computeValue(Class<?> handlers) {
          return new Copies();
        }
      };

  /** Those for one class of handlers. */
  private static final class Copies extends ClassValue<WeakReference<Class<?>>> {
    @Override
    protected WeakReference<Class<?>> computeValue(Class<?> arrays) {
      return new WeakReference<>(define(arrays));
    }

    Class<?> copy(Class<?> arrays) {
      Class<?> copy = get(arrays).get();
      while (copy == null) { // its last adapter is gone
        remove(arrays);
        copy = get(arrays).get();
      }
      return copy;
    }
  }

  private EachHandlers() {}

  static <E> RangeHandler make(Slots<E> slots, EventHandler<? super E> handler) {
    Class<?> copy = COPIES.get(handler.getClass()).copy(slots.array().getClass());
    if (copy == EachHandler.class) {
      return new EachHandler<>(slots, handler);
    }
    try {
      return (RangeHandler)
          MethodHandles.lookup()
              .findConstructor(copy, CONSTRUCTOR)
              .asType(MAKER)
              .invokeExact((Slots<?>) slots, (EventHandler<?>) handler);
    } catch (Throwable t) {
      throw new LinkageError("the adapter of " + handler.getClass().getName(), t);
    }
  }

  private static Class<?> define(Class<?> arrays) {
    try (InputStream in = EachHandler.class.getResourceAsStream("EachHandler.class")) {
      byte[] code = Objects.requireNonNull(in, "EachHandler.class").readAllBytes();
      return MethodHandles.lookup()
          .defineHiddenClassWithClassData(code, arrays, true)
          .lookupClass();
    } catch (IOException | IllegalAccessException | RuntimeException | LinkageError e) {
      return EachHandler.class; // no class file, say, as in an image that is compiled beforehand
    }
  }
}
