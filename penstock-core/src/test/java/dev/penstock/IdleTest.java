package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The callback of a stage that has nothing to do. */
@LeavesNoThread
class IdleTest {
  @ParameterizedTest
  @EnumSource(Waits.class)
  void idleCallbackRunsOnTheStagesThreadAgainAndAgain(Waits waits) {
    Queue<String> threads = new ConcurrentLinkedQueue<>();
    AtomicInteger calls = new AtomicInteger();
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .stage("a", (lo, hi) -> {})
            .onIdle(
                Duration.ofMillis(1),
                () -> {
                  calls.incrementAndGet();
                  threads.add(Thread.currentThread().getName());
                })
            .start();
    Await.until(() -> calls.get() >= 3, disruptor::snapshot);
    disruptor.close();
    assertThat(threads).containsOnly("orders-a");
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void idleCallbackRunsInAStageThatWaitsForItsUpstream(Waits waits) {
    AtomicInteger calls = new AtomicInteger();
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .partialStage("a", (lo, hi) -> calls.get() > 0 ? hi : lo - 1)
            .stage("b", (lo, hi) -> {})
            .after("a")
            .onIdle(Duration.ofMillis(1), calls::incrementAndGet)
            .start();
    Recorder.publish(disruptor.producer(), 1);
    Await.until(() -> calls.get() > 0, disruptor::snapshot);
    disruptor.close();
    assertThat(disruptor.stage("b").completed()).isZero();
  }

  @Test
  void aStageThatWaitsForAClaimToBePublishedIsIdle() {
    AtomicInteger calls = new AtomicInteger();
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage("a", (lo, hi) -> {})
            .onIdle(Duration.ofNanos(1), calls::incrementAndGet)
            .polled()
            .stage("b", (lo, hi) -> {})
            .after("a")
            .onIdle(Duration.ofNanos(1), calls::incrementAndGet)
            .polled()
            .start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      producer.claim();
      disruptor.stage("a").step(); // begins
      disruptor.stage("b").step();
      calls.set(0);
      assertThat(disruptor.stage("a").step()).isEqualTo(StepResult.UNPUBLISHED);
      assertThat(calls).hasValue(1);
      producer.publish(0);
      assertThat(disruptor.stage("b").step()).isEqualTo(StepResult.UPSTREAM);
      assertThat(calls).hasValue(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void idleCallbackIsNotCalledBeforeItsTime(Waits waits) {
    AtomicInteger calls = new AtomicInteger();
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .stage("a", (lo, hi) -> {})
            .onIdle(Duration.ofHours(1), calls::incrementAndGet)
            .start();
    try (disruptor) {
      Recorder.publish(disruptor.producer(), 200);
    }
    assertThat(calls).hasValue(0);
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void idleCallbackThatThrowsFailsTheRing(Waits waits) {
    IllegalStateException broken = new IllegalStateException("nothing to do");
    CountDownLatch started = new CountDownLatch(1);
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .stage("a", (lo, hi) -> {})
            .onIdle(
                Duration.ofMillis(1),
                () -> {
                  started.await();
                  throw broken;
                })
            .start();
    started.countDown();
    Await.until(() -> disruptor.state() == DisruptorState.FAILED, disruptor::snapshot);
    assertThatThrownBy(disruptor::close)
        .isInstanceOf(DisruptorFailedException.class)
        .hasMessage("stage 'a' failed in its idle callback")
        .hasCause(broken);
  }

  @Test
  void idleCallbackOfAPolledStageRunsInAStepWhenItIsDue() {
    AtomicInteger calls = new AtomicInteger();
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage("a", (lo, hi) -> {})
            .onIdle(Duration.ofMillis(1), calls::incrementAndGet)
            .polled()
            .start();
    try (disruptor) {
      Await.until(
          () -> {
            assertThat(disruptor.stage("a").step()).isEqualTo(StepResult.EMPTY);
            return calls.get() >= 2;
          },
          disruptor::snapshot);
    }
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void idleStageHandlesWhatComesThen(Waits waits) {
    AtomicInteger calls = new AtomicInteger();
    Recorder seen = new Recorder();
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .stage("a", seen)
            .onIdle(Duration.ofNanos(1), calls::incrementAndGet)
            .start();
    Producer producer = disruptor.producer();
    for (int i = 0; i < 20; i++) {
      int before = calls.get();
      Await.until(() -> calls.get() > before, disruptor::snapshot);
      Recorder.publish(producer, 1);
    }
    disruptor.close();
    assertThat(seen.sequences()).isEqualTo(Recorder.from(0, 19));
  }
}
