package dev.penstock;

import dev.penstock.sequence.Nullable;
import dev.penstock.sequence.Signals;
import dev.penstock.sequence.SingleSequencer;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Looks where the thread of a single producer is, by its stack, for {@link SingleSequencer#sealed}.
 *
 * <p>The JVM stops a thread to take its stack, at a point where what it has read and written is
 * what the code up to there says. So a claim and a publish which the compiler has made one piece of
 * are over there, or have not begun; and where they are calls, the stack shows them.
 *
 * <p>A thread is midway where {@link SingleProducer} is the first of three classes from the top
 * down. The other two are never between a claim's look at the limit and its note, nor between a
 * publish's two stores: where {@link Producer} comes first, the thread has not come so far, or
 * waits for room, and looks at its limit again; where {@link Signals} does, it has published.
 */
final class OwnerLook implements BooleanSupplier {
  private static final String MIDWAY = SingleProducer.class.getName();
  private static final Set<String> TELLING =
      Set.of(MIDWAY, Producer.class.getName(), Signals.class.getName());

  private final SingleProducer handle;

  OwnerLook(SingleProducer handle) {
    this.handle = handle;
  }

  /** Whether the handle's thread may be between the steps of a claim or a publish. */
  @Override
  public boolean getAsBoolean() {
    return !handle.isClosed() && midway(handle.owner());
  }

  static boolean midway(@Nullable Thread owner) {
    if (owner == null || owner == Thread.currentThread()) {
      return false; // its first claim looks at the state; and who is here is not there
    }
    for (StackTraceElement frame : owner.getStackTrace()) {
      if (TELLING.contains(frame.getClassName())) {
        return frame.getClassName().equals(MIDWAY);
      }
    }
    return false;
  }
}
