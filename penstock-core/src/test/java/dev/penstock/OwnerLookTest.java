package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sequence.Claims;
import dev.penstock.sequence.Signals;
import dev.penstock.sequence.Waiter;
import java.lang.invoke.VarHandle;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OwnerLookTest {
  /** A thread that is where these classes call each other, the last one first. */
  private static Thread in(Class<?>... classes) {
    StackTraceElement[] stack =
        Stream.of(classes)
            .map(in -> new StackTraceElement(in.getName(), "method", "File.java", 1))
            .toArray(StackTraceElement[]::new);
    return new Thread() {
      @Override
      public StackTraceElement[] getStackTrace() {
        return stack;
      }
    };
  }

  @Test
  void whoIsInsideClaimOrPublishIsMidway() {
    assertThat(OwnerLook.midway(in(SingleProducer.class, String.class))).isTrue();
    assertThat(OwnerLook.midway(in(VarHandle.class, Claims.class, SingleProducer.class))).isTrue();
    assertThat(OwnerLook.midway(in(Disruptor.class, SingleProducer.class))).as("slot").isTrue();
    assertThat(OwnerLook.midway(in(SingleProducer.class, Producer.class, SingleProducer.class)))
        .as("a claim that has waited, and tries once more")
        .isTrue();
  }

  @Test
  void whoWaitsForRoomIsNot() {
    assertThat(OwnerLook.midway(in(Waiter.class, Producer.class, SingleProducer.class))).isFalse();
    assertThat(OwnerLook.midway(in(Producer.class, SingleProducer.class))).isFalse();
  }

  @Test
  void whoWakesAStageHasPublished() {
    assertThat(OwnerLook.midway(in(Waiter.class, Signals.class, SingleProducer.class))).isFalse();
  }

  @Test
  void whoIsElsewhereIsNot() {
    assertThat(OwnerLook.midway(null)).as("nobody has claimed yet").isFalse();
    assertThat(OwnerLook.midway(in())).as("a thread that has ended").isFalse();
    assertThat(OwnerLook.midway(in(String.class, OwnerLookTest.class))).isFalse();
    assertThat(OwnerLook.midway(Thread.currentThread())).isFalse();
  }

  @Test
  void whoLooksAtAnotherThreadIsNot() {
    Thread other = in(OwnerLook.class, Lifecycle.class, Step.class, Stage.class);
    assertThat(OwnerLook.midway(other)).isFalse();
  }
}
