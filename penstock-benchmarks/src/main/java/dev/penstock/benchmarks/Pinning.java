package dev.penstock.benchmarks;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.BitSet;
import java.util.Optional;

/**
 * Pins threads to processors with OpenHFT's Affinity where that is on the class path and works on
 * this platform; else threads run where the system puts them, and the results say so.
 */
final class Pinning {
  private static final String AFFINITY = "net.openhft.affinity.Affinity";

  private final Optional<MethodHandle> pin;
  private final int[] processors;

  private Pinning(Optional<MethodHandle> pin, int... processors) {
    this.pin = pin;
    this.processors = processors.clone();
  }

  static Pinning none() {
    return new Pinning(Optional.empty());
  }

  /**
   * Pins, if every one of this many threads can have a processor of its own: one of those that the
   * calling thread may use, which in a container need not be the first.
   */
  static Pinning forThreads(int threads) {
    if (threads > Runtime.getRuntime().availableProcessors()) {
      return none();
    }
    try {
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      Class<?> affinity = Class.forName(AFFINITY);
      Object available =
          lookup
              .findStatic(affinity, "isJNAAvailable", MethodType.methodType(boolean.class))
              .invoke();
      if (!Boolean.TRUE.equals(available)) {
        return none();
      }
      BitSet mine =
          (BitSet)
              lookup
                  .findStatic(affinity, "getAffinity", MethodType.methodType(BitSet.class))
                  .invoke();
      if (threads > mine.cardinality()) {
        return none();
      }
      return new Pinning(
          Optional.of(
              lookup.findStatic(
                  affinity, "setAffinity", MethodType.methodType(void.class, int.class))),
          mine.stream().toArray());
    } catch (Throwable t) { // not there, or not for this platform
      return none();
    }
  }

  boolean works() {
    return pin.isPresent();
  }

  /** Pins the calling thread, the {@code number}th. */
  void pin(int number) {
    if (pin.isPresent()) {
      try {
        pin.get().invoke(processors[number % processors.length]);
      } catch (Throwable t) {
        throw new IllegalStateException("cannot pin thread " + number, t);
      }
    }
  }
}
