package dev.penstock.lincheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.penstock.Producer;
import dev.penstock.sequence.Waiter;
import java.lang.reflect.Field;
import java.util.function.Supplier;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.jvm.agent.LincheckJavaAgent;

/**
 * Runs a scenario under one interleaving after the other, every thread of it under Lincheck's
 * scheduler, and fails with the interleaving that breaks it.
 *
 * <p>A scenario builds all of its objects itself and joins its threads. It fails by throwing in any
 * thread, and by hanging. Time stands still: {@link System#nanoTime} never moves.
 *
 * <p><b>Traps.</b> Whatever a thread of the scenario throws is lost unless the calling thread
 * throws it again: {@link #together} does. A scenario that loops for long before its threads are
 * started is taken for one that hangs, and quietly not explored: therefore every shape of a
 * scenario has a canary of the same shape that must be refuted.
 *
 * <h2>Parks that are real</h2>
 *
 * <p>Lincheck lets every park outside the JDK return at once, as a spurious wake-up, so a loop
 * around a park is to it a loop that spins, and a wake-up that is lost is never missed. {@link
 * #realParks()} takes that away: from there on a park lasts until there is a permit or an
 * interrupt, and a timed one too, since time stands still; whoever sleeps for good is reported as
 * hung. It reaches into Lincheck for that; the canaries of the parking tests fail when it no longer
 * works.
 */
public final class Interleavings {
  /** {@code -Dpenstock.lincheck.scale=20} explores twenty times as many; canaries stay. */
  private static final int SCALE = Integer.getInteger("penstock.lincheck.scale", 1);

  private Interleavings() {}

  /** Explores {@code invocations} interleavings, none of which may break the scenario. */
  public static void hold(int invocations, Runnable scenario) {
    prepare();
    Lincheck.runConcurrentTest(SCALE * invocations, scenario);
  }

  /** Explores until an interleaving breaks the scenario; the report must say {@code expected}. */
  public static void refute(int invocations, String expected, Runnable scenario) {
    prepare();
    Throwable found = catchThrowable(() -> Lincheck.runConcurrentTest(invocations, scenario));
    assertThat(found)
        .as("the canary, within %d interleavings", invocations)
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageContaining(expected);
  }

  /** What {@link #refute} expects of a scenario that sleeps, or spins, for ever. */
  public static final String HUNG = "test has hung";

  /**
   * On later JDKs this version of Lincheck instruments nothing and finds nothing. Reflection that
   * compiles itself after some calls would make a scenario differ from one run to the next.
   */
  private static void prepare() {
    assertThat(Runtime.version().feature()).as("feature version of the JDK").isEqualTo(17);
    assertThat(Integer.getInteger("sun.reflect.inflationThreshold", 0))
        .as("-Dsun.reflect.inflationThreshold")
        .isGreaterThan(1_000_000);
    // what cannot be initialised inside a scenario
    assertThat("%s: %d".formatted("one", 1)).isEqualTo("one: 1");
    assertThat(System.getLogger("dev.penstock")).isInstanceOf(SilentLogger.class);
  }

  /** To be called first in a scenario. */
  public static void realParks() {
    try {
      Object descriptor = descriptor();
      Object strategy = call(descriptor, "getEventTracker");
      Object parking = field(strategy, "parkingTracker").get(strategy);
      field(parking, "allowSpuriousWakeUps").setBoolean(parking, false);
    } catch (ReflectiveOperationException e) {
      throw anotherLincheck(e);
    }
  }

  /**
   * Makes what a scenario works with, or looks at what came of it, out of Lincheck's sight: no
   * other thread is there, so there is nothing to interleave, and it is much faster. What is made
   * is watched from then on like everything else.
   */
  public static <T> T alone(Supplier<T> builder) {
    try {
      Object descriptor = descriptor();
      call(descriptor, "enterIgnoredSection");
      try {
        T made = builder.get();
        LincheckJavaAgent.INSTANCE.ensureObjectIsTransformed(made); // and all that it refers to
        return made;
      } finally {
        call(descriptor, "leaveIgnoredSection");
      }
    } catch (ReflectiveOperationException e) {
      throw anotherLincheck(e);
    }
  }

  private static Object descriptor() throws ReflectiveOperationException {
    Class<?> descriptors = Class.forName("sun.nio.ch.lincheck.ThreadDescriptor", true, null);
    return descriptors.getMethod("getCurrentThreadDescriptor").invoke(null);
  }

  private static Object call(Object receiver, String method) throws ReflectiveOperationException {
    return receiver.getClass().getMethod(method).invoke(receiver);
  }

  private static LinkageError anotherLincheck(ReflectiveOperationException e) {
    return new LinkageError("Lincheck's inside: another (expected: that of 3.4)", e);
  }

  /**
   * Makes a blocking waiter, and the stage whose waits these are, park after one look, without
   * spinning or yielding before: else most of the interleavings lie in that.
   */
  public static void shortenSpins(Waiter waiter) {
    try {
      field(waiter, "spins").setInt(waiter, 0);
      field(waiter, "looks").setInt(waiter, 0);
      Object patience = field(waiter, "patience").get(waiter);
      field(patience, "away").setInt(patience, Integer.MAX_VALUE);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Waiter.spins, looks, patience.away: others (expected: ints)", e);
    }
  }

  /** The same for the waiter of a producer. */
  public static void shortenSpins(Producer producer) {
    try {
      Field waiter = Producer.class.getDeclaredField("waiter");
      waiter.setAccessible(true);
      shortenSpins((Waiter) waiter.get(producer));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Producer.waiter: another (expected: a Waiter)", e);
    }
  }

  private static Field field(Object owner, String name) throws NoSuchFieldException {
    Field field = owner.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  /**
   * Starts a thread for each part, waits until all have ended, and throws what any of them threw:
   * Lincheck itself looks at the calling thread only.
   */
  public static void together(Runnable... parts) {
    Thread[] threads = new Thread[parts.length];
    Throwable[] thrown = new Throwable[parts.length];
    for (int i = 0; i < parts.length; i++) {
      int me = i;
      threads[i] =
          new Thread(
              () -> {
                try {
                  parts[me].run();
                } catch (RuntimeException | AssertionError | LinkageError e) {
                  thrown[me] = e;
                }
              });
    }
    for (Thread thread : threads) {
      thread.start();
    }
    for (Thread thread : threads) {
      join(thread);
    }
    for (Throwable failure : thrown) {
      if (failure != null) {
        throw new AssertionError(failure.toString(), failure);
      }
    }
  }

  /** Waits until the thread has ended. */
  public static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Fails the scenario: what {@link #refute} expects should name {@code broken}. */
  public static void check(boolean right, String broken) {
    if (!right) {
      throw new AssertionError(broken);
    }
  }
}
