package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stages that are driven by hand. */
@LeavesNoThread
class StepTest {
  private static final Duration LONG = Duration.ofHours(1);

  @Test
  void stepTellsNothingPublishedFromAnUpstreamThatIsBehind() {
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage("a", (lo, hi) -> {})
            .polled()
            .stage("b", (lo, hi) -> {})
            .after("a")
            .polled()
            .start();
    try (disruptor) {
      Stage a = disruptor.stage("a");
      Stage b = disruptor.stage("b");
      assertThat(a.step()).isEqualTo(StepResult.EMPTY);
      assertThat(b.step()).isEqualTo(StepResult.EMPTY);
      Recorder.publish(disruptor.producer(), 1);
      assertThat(b.step()).isEqualTo(StepResult.UPSTREAM);
      assertThat(a.step()).isEqualTo(StepResult.HANDLED);
      assertThat(a.step()).isEqualTo(StepResult.EMPTY);
      assertThat(b.step()).isEqualTo(StepResult.HANDLED);
      assertThat(b.step()).isEqualTo(StepResult.EMPTY);
    }
    assertThat(disruptor.stage("a").step()).isEqualTo(StepResult.ENDED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stepTellsAnUnpublishedClaimFromAnEmptyRing(boolean multiProducer) {
    Disruptor disruptor =
        ring(multiProducer)
            .stage("a", (lo, hi) -> {})
            .polled()
            .stage("b", (lo, hi) -> {})
            .after("a")
            .polled()
            .start();
    try (disruptor) {
      Stage a = disruptor.stage("a");
      Producer producer = disruptor.producer();
      long claimed = producer.claim();
      assertThat(a.step()).isEqualTo(StepResult.UNPUBLISHED);
      assertThat(disruptor.stage("b").step()).isEqualTo(StepResult.UNPUBLISHED);
      producer.publish(claimed);
      assertThat(a.step()).isEqualTo(StepResult.HANDLED);
      producer.claim();
      assertThat(a.step()).isEqualTo(StepResult.UNPUBLISHED);
      producer.discard();
      assertThat(a.step()).isEqualTo(multiProducer ? StepResult.HANDLED : StepResult.EMPTY);
      assertThat(a.step()).isEqualTo(StepResult.EMPTY);
    }
  }

  @Test
  void publishedBehindAnotherProducersClaimIsUnpublished() {
    Disruptor disruptor = ring(true).stage("a", (lo, hi) -> {}).polled().start();
    try (disruptor) {
      Producer holder = disruptor.producer("holder");
      Producer other = disruptor.producer("other");
      holder.claim();
      Recorder.publish(other, 2);
      assertThat(disruptor.stage("a").step()).isEqualTo(StepResult.UNPUBLISHED);
      holder.publish(0);
      assertThat(disruptor.stage("a").step()).isEqualTo(StepResult.HANDLED);
    }
  }

  @Test
  void stepTellsAPartialHandlerThatCompletedNothing() {
    long[] upTo = {-1};
    Disruptor disruptor =
        ring(false).partialStage("a", (lo, hi) -> Math.min(hi, upTo[0])).polled().start();
    try (disruptor) {
      Stage a = disruptor.stage("a");
      Recorder.publish(disruptor.producer(), 2);
      assertThat(a.step()).isEqualTo(StepResult.STALLED);
      upTo[0] = 0;
      assertThat(a.step()).isEqualTo(StepResult.HANDLED);
      assertThat(a.completed()).isZero();
      assertThat(a.step()).isEqualTo(StepResult.STALLED);
      upTo[0] = 1;
      assertThat(a.step()).isEqualTo(StepResult.HANDLED);
    }
  }

  @Test
  void stepNeverWaitsForARetryThatIsNotDue() {
    int[] calls = {0};
    Disruptor disruptor =
        ring(false)
            .stage(
                "a",
                (lo, hi) -> {
                  if (calls[0]++ == 0) {
                    throw new IllegalStateException("once");
                  }
                })
            .wholeRange()
            .errorPolicy(ErrorPolicy.retry(1, LONG, ErrorPolicy.halt()))
            .polled()
            .start();
    try (disruptor) {
      Stage a = disruptor.stage("a");
      Recorder.publish(disruptor.producer(), 1);
      assertThat(a.step()).isEqualTo(StepResult.STALLED);
      assertThat(a.step()).isEqualTo(StepResult.STALLED);
      assertThat(calls[0]).isEqualTo(1);
      a.wakeUp();
      assertThat(a.step()).isEqualTo(StepResult.HANDLED);
    }
  }

  @Test
  void stepNeverWaitsForWhatItGathers() {
    Disruptor disruptor = ring(false).stage("a", (lo, hi) -> {}).gather(2, LONG).polled().start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      Recorder.publish(producer, 1);
      assertThat(disruptor.stage("a").step()).isEqualTo(StepResult.GATHERING);
      Recorder.publish(producer, 1);
      assertThat(disruptor.stage("a").step()).isEqualTo(StepResult.HANDLED);
    }
  }

  private static DisruptorBuilder ring(boolean multiProducer) {
    return (multiProducer ? Disruptor.multiProducer(8) : Disruptor.singleProducer(8))
        .name("orders");
  }

  @Test
  void steppingAStageThatHasAThreadThrows() {
    Disruptor disruptor = ring(false).stage("match", (lo, hi) -> {}).start();
    try (disruptor) {
      assertThatThrownBy(() -> disruptor.stage("match").step())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("stage 'match' stepped (expected: polled, it has a thread of its own)");
      assertThat(disruptor.step()).as("there is no polled stage").isFalse();
    }
  }

  @Test
  void steppingBeforeStartThrows() {
    Disruptor disruptor = ring(false).stage("match", (lo, hi) -> {}).polled().build();
    assertThatThrownBy(() -> disruptor.stage("match").step())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("stage 'match' stepped (expected: start() of 'orders' first)");
    disruptor.close();
  }

  @Test
  void reentrantStepThrows() {
    AtomicReference<Stage> stage = new AtomicReference<>();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Disruptor disruptor =
        ring(false)
            .stage(
                "match",
                (lo, hi) -> {
                  try {
                    stage.get().step();
                  } catch (IllegalStateException e) {
                    thrown.set(e);
                  }
                })
            .polled()
            .start();
    try (disruptor) {
      stage.set(disruptor.stage("match"));
      Recorder.publish(disruptor.producer(), 1);
      assertThat(stage.get().step()).isEqualTo(StepResult.HANDLED);
    }
    assertThat(thrown.get())
        .hasMessage(
            "stage 'match' stepped while thread: %s is at it (expected: one step at a time)",
            Thread.currentThread().getName());
  }

  @Test
  void concurrentStepThrowsAndDoesNotDisturbTheOther() {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Disruptor disruptor =
        ring(false)
            .stage(
                "match",
                (lo, hi) -> {
                  inside.countDown();
                  go.await();
                })
            .polled()
            .start();
    try (disruptor) {
      Stage match = disruptor.stage("match");
      Recorder.publish(disruptor.producer(), 1);
      Thread other = Recorder.background("other", match::step);
      try {
        Await.until(() -> inside.getCount() == 0, disruptor::snapshot);
        assertThatThrownBy(match::step)
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(
                "stage 'match' stepped while thread: other is at it"
                    + " (expected: one step at a time)");
      } finally {
        go.countDown();
      }
      Await.ended(other, disruptor::snapshot);
      assertThat(match.completed()).isZero();
      assertThat(match.step()).isEqualTo(StepResult.EMPTY);
    }
  }

  @Test
  void driversMayChangeBetweenSteps() {
    int[] plain = {0};
    Disruptor disruptor =
        ring(false).stage("match", (lo, hi) -> plain[0]++).maxBatch(1).polled().start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      for (int i = 0; i < 20; i++) {
        Recorder.publish(producer, 1);
        Thread driver = Recorder.background("driver", () -> disruptor.stage("match").step());
        Await.ended(driver, disruptor::snapshot);
        assertThat(disruptor.stage("match").completed()).isEqualTo(i);
      }
    }
    assertThat(plain[0]).isEqualTo(20);
  }

  @Test
  void stepOfTheRingStepsPolledStagesUpstreamFirst() {
    List<String> calls = new ArrayList<>();
    Disruptor disruptor =
        ring(false)
            .stage("c", (lo, hi) -> calls.add("c"))
            .after("b")
            .polled()
            .stage("b", (lo, hi) -> calls.add("b"))
            .after("a")
            .polled()
            .stage("a", (lo, hi) -> calls.add("a"))
            .polled()
            .start();
    try (disruptor) {
      assertThat(disruptor.step()).isFalse();
      Recorder.publish(disruptor.producer(), 1);
      assertThat(disruptor.step()).isTrue();
      assertThat(disruptor.step()).isFalse();
    }
    assertThat(calls).containsExactly("a", "b", "c");
  }

  @Test
  void stepThatFailsTheRingThrowsWhatItFailedWith() {
    IllegalStateException broken = new IllegalStateException("broken");
    Disruptor disruptor =
        ring(false)
            .stage(
                "match",
                (lo, hi) -> {
                  throw broken;
                })
            .polled()
            .start();
    Recorder.publish(disruptor.producer(), 1);
    Stage match = disruptor.stage("match");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(match::step)
          .isInstanceOf(DisruptorFailedException.class)
          .hasMessage("stage 'match' failed at sequence: 0")
          .hasCause(broken);
    }
    assertThatThrownBy(disruptor::close).isInstanceOf(DisruptorFailedException.class);
  }

  @Test
  void stepThrowsAtOnceAlsoWhereTheMachineFailsOrTheDeadLettersDo() {
    stepThrows(
        ErrorPolicy.skip(),
        (lo, hi) -> {
          throw new StackOverflowError("made up");
        });
    stepThrows(
        ErrorPolicy.deadLetter(
            (stage, lo, hi, cause) -> {
              throw new IllegalStateException("full", cause);
            }),
        (lo, hi) -> {
          throw new IllegalArgumentException("bad");
        });
  }

  private static void stepThrows(ErrorPolicy policy, RangeHandler broken) {
    Disruptor disruptor =
        ring(false).stage("match", broken).errorPolicy(policy).wholeRange().polled().start();
    Recorder.publish(disruptor.producer(), 1);
    assertThatThrownBy(disruptor.stage("match")::step).isInstanceOf(DisruptorFailedException.class);
    assertThatThrownBy(disruptor::close).isInstanceOf(DisruptorFailedException.class);
  }

  @Test
  void skippingAFailedRangeIsHandlingIt() {
    Disruptor disruptor =
        ring(false)
            .stage(
                "match",
                (lo, hi) -> {
                  throw new IllegalStateException("bad");
                })
            .errorPolicy(ErrorPolicy.skip())
            .wholeRange()
            .polled()
            .start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      Stage match = disruptor.stage("match");
      for (int i = 0; i < 2; i++) {
        Recorder.publish(producer, 1);
        assertThat(match.step()).isEqualTo(StepResult.HANDLED);
        assertThat(match.step.found()).as("what was there at that look").isEqualTo(1);
        assertThat(match.step()).isEqualTo(StepResult.EMPTY);
      }
    }
  }

  @Test
  void whatAPartialHandlerLeavesIsNoReasonToPause() {
    Disruptor disruptor =
        ring(false)
            .partialStage("half", (lo, hi) -> lo + (hi - lo) / 2)
            .maxBatch(8)
            .polled()
            .start();
    try (disruptor) {
      Stage half = disruptor.stage("half");
      Recorder.publish(disruptor.producer(), 2);
      assertThat(half.step()).isEqualTo(StepResult.HANDLED);
      assertThat(half.step.found()).as("one of two is left").isZero();
      assertThat(half.step()).isEqualTo(StepResult.HANDLED);
      assertThat(half.step.found()).as("nothing is left").isEqualTo(1);
    }
  }

  @Test
  void whatLiesBehindADiscardedClaimIsNoReasonToPause() {
    Disruptor disruptor = ring(true).stage("a", (lo, hi) -> {}).maxBatch(8).polled().start();
    try (disruptor) {
      Stage a = disruptor.stage("a");
      Producer producer = disruptor.producer();
      Recorder.publish(producer, 1);
      producer.claim();
      producer.discard();
      Recorder.publish(producer, 1);
      assertThat(a.step()).isEqualTo(StepResult.HANDLED);
      assertThat(a.step.found()).as("the hole, and one behind it, are left").isZero();
      assertThat(a.step()).isEqualTo(StepResult.HANDLED);
      assertThat(a.step.found()).as("nothing is left").isEqualTo(2);
    }
  }

  @Test
  void callbacksOfAPolledStageRunInItsSteps() {
    List<String> calls = new ArrayList<>();
    Disruptor disruptor =
        ring(false)
            .stage("match", (lo, hi) -> calls.add("event"))
            .onStart(() -> calls.add("start"))
            .onStop(() -> calls.add("stop"))
            .polled()
            .start();
    Stage match = disruptor.stage("match");
    assertThat(calls).isEmpty();
    match.step();
    assertThat(calls).containsExactly("start");
    Recorder.publish(disruptor.producer(), 1);
    match.step();
    disruptor.close();
    disruptor.close();
    match.step();
    assertThat(calls).containsExactly("start", "event", "stop");
  }

  @Test
  void closeStepsTheStagesThatNoThreadDrivesUpstreamFirst() {
    List<String> calls = new ArrayList<>();
    Disruptor disruptor =
        ring(false)
            .stage("b", (lo, hi) -> calls.add("b" + lo + ".." + hi))
            .after("a")
            .maxBatch(8)
            .polled()
            .stage("a", (lo, hi) -> calls.add("a" + lo + ".." + hi))
            .maxBatch(8)
            .polled()
            .start();
    Recorder.publish(disruptor.producer(), 3);
    disruptor.close();
    assertThat(calls).containsExactly("a0..2", "b0..2");
    assertThat(disruptor.state()).isEqualTo(DisruptorState.TERMINATED);
  }

  @Test
  void polledStageThatNobodyStepsGatesOnlyUntilTheRingIsClosed() {
    Recorder seen = new Recorder();
    Disruptor disruptor = ring(false).stage("dropped", seen).polled().start();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread feed =
        Recorder.background(
            "feed",
            () -> {
              try {
                Recorder.publish(disruptor.producer("feed"), 9);
              } catch (RuntimeException e) {
                thrown.set(e);
              }
            });
    Await.until(() -> disruptor.snapshot().published() == 7, disruptor::snapshot);
    Await.parked(feed, disruptor::snapshot);
    disruptor.close();
    Await.ended(feed, disruptor::snapshot);
    assertThat(thrown.get()).isInstanceOf(ClaimRefusedException.class);
    assertThat(seen.sequences()).isEqualTo(Recorder.from(0, 7));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void polledStagesMayBeClosedWhileAnotherThreadStepsThem(boolean multiProducer) {
    for (int round = 0; round < 50; round++) {
      Recorder first = new Recorder();
      Recorder second = new Recorder();
      Disruptor disruptor =
          (multiProducer ? Disruptor.multiProducer(256) : Disruptor.singleProducer(256))
              .stage("first", first)
              .maxBatch(2)
              .polled()
              .stage("second", second)
              .after("first")
              .maxBatch(3)
              .polled()
              .start();
      Recorder.publish(disruptor.producer(), 200);
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread stepper =
          Recorder.background(
              "stepper",
              () -> {
                try {
                  while (disruptor.stage("second").step() != StepResult.ENDED) {
                    disruptor.stage("first").step();
                  }
                } catch (RuntimeException e) {
                  thrown.set(e);
                }
              });
      int from = round;
      Await.until(() -> disruptor.stage("second").completed() >= 3L * from, disruptor::snapshot);
      disruptor.close();
      Await.ended(stepper, disruptor::snapshot);
      assertThat(thrown.get()).isNull();
      assertThat(first.sequences()).isEqualTo(Recorder.from(0, 199));
      assertThat(second.sequences()).isEqualTo(Recorder.from(0, 199));
    }
  }

  @Test
  void closeFromTheHandlerOfAPolledStageOnlyRequests() {
    AtomicReference<Disruptor> ring = new AtomicReference<>();
    Recorder seen = new Recorder();
    Disruptor disruptor =
        ring(false)
            .stage(
                "match",
                (lo, hi) -> {
                  seen.onRange(lo, hi);
                  ring.get().close();
                })
            .maxBatch(1)
            .polled()
            .start();
    ring.set(disruptor);
    Recorder.publish(disruptor.producer(), 3);
    Stage match = disruptor.stage("match");
    assertThat(match.step()).isEqualTo(StepResult.HANDLED);
    assertThat(disruptor.state()).isEqualTo(DisruptorState.DRAINING);
    Await.until(() -> match.step() == StepResult.ENDED, disruptor::snapshot);
    assertThat(seen.sequences()).isEqualTo(Recorder.from(0, 2));
    assertThat(disruptor.state()).isEqualTo(DisruptorState.TERMINATED);
  }
}
