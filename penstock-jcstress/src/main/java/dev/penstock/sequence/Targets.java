package dev.penstock.sequence;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Looks into wake-up records. */
final class Targets {
  /** Never started, so that unparking it does nothing. */
  static final Thread SLEEPER = new Thread(() -> {});

  private static final VarHandle TARGET;

  static {
    try {
      TARGET =
          MethodHandles.privateLookupIn(WakeUp.class, MethodHandles.lookup())
              .findVarHandle(WakeUp.class, "target", Sequence.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Targets() {}

  /** Whether a signaller has taken the target of an armed record, and unparked. */
  static boolean taken(WakeUp record) {
    return ((Sequence) TARGET.get(record)).getVolatile() == Long.MIN_VALUE;
  }
}
