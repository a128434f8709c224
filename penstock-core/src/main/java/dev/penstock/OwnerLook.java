package dev.penstock;

import dev.penstock.sequence.Nullable;
import dev.penstock.sequence.SingleSequencer;
import java.util.function.BooleanSupplier;

/**
 * Looks where the thread of a single producer is, by its stack, for {@link SingleSequencer#seal}.
 *
 * <p>The JVM stops a thread to take its stack, at a point where what it has read and written is
 * what the code up to there says. So a claim and a publish which the compiler has made one piece of
 * are over there, or have not begun; and where they are calls, the stack shows them.
 *
 * <p>A thread is midway where {@link SingleProducer} comes before {@link Producer} from the top
 * down. What a claim calls between its look at the limit and its note, and a publish between its
 * two stores, is in neither class; where {@code Producer} is on top, the thread has not come so
 * far, or waits for room, or looks at other producers: the claim looks at its limit again.
 */
final class OwnerLook implements BooleanSupplier {
  private static final String WAITS = Producer.class.getName();
  private static final String MIDWAY = SingleProducer.class.getName();

  private final SingleProducer handle;

  OwnerLook(SingleProducer handle) {
    this.handle = handle;
  }

  /** Whether the handle's thread may be between the steps of a claim or a publish. */
  @Override
  public boolean getAsBoolean() {
    return midway(handle.owner());
  }

  static boolean midway(@Nullable Thread owner) {
    if (owner == null || owner == Thread.currentThread()) {
      return false; // its first claim looks at the state; and who is here is not there
    }
    for (StackTraceElement frame : owner.getStackTrace()) {
      String at = frame.getClassName();
      if (at.equals(MIDWAY) || at.equals(WAITS)) {
        return at.equals(MIDWAY);
      }
    }
    return false;
  }
}
