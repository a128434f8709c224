package dev.penstock.ring;

import dev.penstock.EventHandler;
import dev.penstock.RangeHandler;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;

/**
 * Makes adapters that call one class of handlers each, with events of one class.
 *
 * <p>The virtual machine decides per place in the code whether a call can be inlined, and the call
 * per event stands in one place, {@link EachHandler#onRange}. As soon as three classes of handlers
 * are called there, each event of each stage pays for a virtual call: about three times the cost of
 * a small handler. So every class of handlers gets a copy of the adapter's class of its own, a
 * hidden class, for each class of events that it is used with; it goes when the handlers' class or
 * the events' goes. Where hidden classes cannot be made, the adapter itself does the same, slower.
 */
final class EachHandlers {
  private static final MethodType CONSTRUCTOR =
      MethodType.methodType(void.class, Slots.class, EventHandler.class);
  private static final MethodType MAKER =
      MethodType.methodType(RangeHandler.class, Slots.class, EventHandler.class);

  private static final ClassValue<Makers> MAKERS =
      new ClassValue<>() {
        @Override
        protected Makers computeValue(Class<?> handlers) {
          return new Makers();
        }
      };

  /** Those of one class of handlers. */
  private static final class Makers extends ClassValue<MethodHandle> {
    @Override
    protected MethodHandle computeValue(Class<?> events) {
      return maker(events);
    }
  }

  private EachHandlers() {}

  static <E> RangeHandler make(Slots<E> slots, EventHandler<? super E> handler) {
    MethodHandle maker = MAKERS.get(handler.getClass()).get(slots.eventClass());
    try {
      return (RangeHandler) maker.invokeExact((Slots<?>) slots, (EventHandler<?>) handler);
    } catch (Throwable t) {
      throw new LinkageError("the adapter of " + handler.getClass().getName(), t);
    }
  }

  private static MethodHandle maker(Class<?> events) {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      try (InputStream in = EachHandler.class.getResourceAsStream("EachHandler.class")) {
        byte[] code = Objects.requireNonNull(in, "EachHandler.class").readAllBytes();
        return constructor(lookup.defineHiddenClassWithClassData(code, events, true));
      } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError e) {
        return constructor(lookup.in(EachHandler.class)); // an image that is compiled beforehand
      }
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("EachHandler", e);
    }
  }

  private static MethodHandle constructor(MethodHandles.Lookup lookup)
      throws ReflectiveOperationException {
    return lookup.findConstructor(lookup.lookupClass(), CONSTRUCTOR).asType(MAKER);
  }
}
