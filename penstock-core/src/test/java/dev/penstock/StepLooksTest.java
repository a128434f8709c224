package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sequence.Waiter;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A stage's own thread looks some dozens of times before it waits: see {@link Step}. */
@LeavesNoThread
class StepLooksTest {
  private static final int LOOKS = 32;

  private final Disruptor disruptor =
      Disruptor.singleProducer(64).stage("match", (lo, hi) -> {}).polled().start();
  private final Producer producer = disruptor.producer();
  private final Stage stage = disruptor.stage("match");
  private final Step step = stage.step;
  private final AtomicReference<StepResult> result = new AtomicReference<>();

  @Test
  void whoFindsNothingLooksSomeDozensOfTimesAndOnceForAll() throws ReflectiveOperationException {
    step.onOwnThread();
    assertThat(step.advance()).isEqualTo(StepResult.EMPTY);
    assertThat(step.idleLooks()).isEqualTo(LOOKS);
    looks(1);
    assertThat(step.advance()).isEqualTo(StepResult.EMPTY);
    assertThat(step.idleLooks()).as("not again").isEqualTo(LOOKS);
    producer.publish(producer.claim());
    assertThat(step.advance()).isEqualTo(StepResult.HANDLED);
    step.resetIdleLooks();
    assertThat(step.advance()).isEqualTo(StepResult.EMPTY);
    assertThat(step.idleLooks()).isEqualTo(1);
    disruptor.close();
  }

  @Test
  void whoFindsSomethingLooksOnce() {
    step.onOwnThread();
    producer.publish(producer.claim());
    assertThat(step.advance()).isEqualTo(StepResult.HANDLED);
    assertThat(step.idleLooks()).isZero();
    disruptor.close();
  }

  @Test
  void anApplicationThatStepsLooksOnce() {
    assertThat(step.advance()).isEqualTo(StepResult.EMPTY);
    assertThat(step.idleLooks()).isZero();
    disruptor.close();
  }

  @Test
  void theLookThatFindsSomethingHandsItOver() throws ReflectiveOperationException {
    Thread looker = looker();
    producer.publish(producer.claim());
    Await.ended(looker, disruptor::snapshot);
    assertThat(result.get()).isEqualTo(StepResult.HANDLED);
    assertThat(step.idleLooks()).isPositive();
    assertThat(stage.completed()).isZero();
    disruptor.close();
  }

  @Test
  void whateverStopsTheRingEndsTheLooks() throws ReflectiveOperationException {
    Thread looker = looker();
    disruptor.halt();
    Await.ended(looker, disruptor::snapshot);
    assertThat(result.get()).isEqualTo(StepResult.EMPTY);
    assertThat(step.advance()).isEqualTo(StepResult.ENDED);
  }

  @Test
  void aRingThatDrainsEndsTheLooksAndIsLookedAtOnce() throws ReflectiveOperationException {
    Thread looker = looker();
    Field lifecycle = Disruptor.class.getDeclaredField("lifecycle");
    lifecycle.setAccessible(true);
    ((Lifecycle) lifecycle.get(disruptor)).drain("a test");
    Await.ended(looker, disruptor::snapshot);
    assertThat(result.get()).isEqualTo(StepResult.EMPTY);
    step.resetIdleLooks();
    assertThat(step.advance()).isEqualTo(StepResult.EMPTY);
    assertThat(step.idleLooks()).isZero();
    disruptor.close();
    assertThat(disruptor.state()).isEqualTo(DisruptorState.TERMINATED);
  }

  /** A thread that is in the middle of looks without number. */
  private Thread looker() throws ReflectiveOperationException {
    looks(Integer.MAX_VALUE);
    Thread looker =
        new Thread(
            () -> {
              step.onOwnThread();
              result.set(step.advance());
            });
    looker.setDaemon(true);
    looker.start();
    Await.until(() -> looksAgain(looker), () -> List.of(looker.getStackTrace()));
    return looker;
  }

  private static boolean looksAgain(Thread looker) {
    return Arrays.stream(looker.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("lookAgain"));
  }

  private void looks(int most) throws ReflectiveOperationException {
    Field looks = Waiter.class.getDeclaredField("looks");
    looks.setAccessible(true);
    looks.setInt(stage.waiter, most);
  }
}
