package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stages that wait for more than one event. */
@LeavesNoThread
class GatherTest {
  private static final Duration LONG = Duration.ofHours(1);

  @ParameterizedTest
  @EnumSource(Waits.class)
  void stageIsHandedNothingBeforeWhatItGathersIsThere(Waits waits) {
    for (boolean multiProducer : new boolean[] {false, true}) {
      Recorder seen = new Recorder();
      Disruptor disruptor = waits.ring(multiProducer, 16).stage("a", seen).gather(4, LONG).start();
      try (disruptor) {
        Producer producer = disruptor.producer();
        for (int i = 0; i < 4; i++) {
          Recorder.publish(producer, 4);
          long last = 4L * i + 3;
          Await.until(() -> disruptor.stage("a").completed() == last, disruptor::snapshot);
        }
      }
      assertThat(seen.ranges()).containsExactly("0..3", "4..7", "8..11", "12..15");
    }
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void stageIsHandedLessWhenItsTimeIsOver(Waits waits) {
    Recorder seen = new Recorder();
    Disruptor disruptor =
        waits.ring(false, 16).stage("a", seen).gather(4, Duration.ofMillis(2)).start();
    Recorder.publish(disruptor.producer(), 1);
    Await.until(() -> disruptor.stage("a").completed() == 0, disruptor::snapshot);
    disruptor.close();
    assertThat(seen.ranges()).containsExactly("0..0");
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void closeDoesNotWaitForWhatAStageGathers(Waits waits) {
    Recorder seen = new Recorder();
    Disruptor disruptor =
        waits
            .ring(false, 16)
            .stage("a", seen)
            .gather(4, LONG)
            .stage("b", (lo, hi) -> {})
            .after("a")
            .gather(4, LONG)
            .start();
    Recorder.publish(disruptor.producer(), 3);
    disruptor.close();
    assertThat(seen.sequences()).isEqualTo(Recorder.from(0, 2));
    assertThat(disruptor.stage("b").completed()).isEqualTo(2);
  }

  @Test
  void gatheringStageParksAndIsNotWokenForLess() {
    Recorder seen = new Recorder();
    Disruptor disruptor = Waits.BLOCKING.ring(false, 16).stage("a", seen).gather(4, LONG).start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      Recorder.publish(producer, 1);
      Thread thread = threadNamed("orders-a");
      for (int i = 0; i < 2; i++) {
        Await.parked(thread, disruptor::snapshot);
        Recorder.publish(producer, 1);
        assertThat(seen.ranges()).isEmpty();
      }
      Recorder.publish(producer, 1);
      Await.until(() -> disruptor.stage("a").completed() == 3, disruptor::snapshot);
    }
  }

  @Test
  void snapshotShowsThatAStageGathers() {
    Disruptor disruptor =
        Waits.BLOCKING.ring(false, 16).stage("a", (lo, hi) -> {}).gather(4, LONG).start();
    try (disruptor) {
      Recorder.publish(disruptor.producer(), 1);
      Await.until(
          () -> disruptor.snapshot().stage("a").waiting() == StepResult.GATHERING,
          disruptor::snapshot);
    }
  }

  @Test
  void snapshotShowsThatAPolledStageGathers() {
    Disruptor disruptor =
        Waits.BLOCKING.ring(false, 16).stage("a", (lo, hi) -> {}).gather(4, LONG).polled().start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      Recorder.publish(producer, 1);
      disruptor.step();
      assertThat(disruptor.snapshot().stage("a").waiting()).isEqualTo(StepResult.GATHERING);
      Recorder.publish(producer, 4);
      assertThat(disruptor.step()).isTrue();
      assertThat(disruptor.snapshot().stage("a").waiting()).isNotEqualTo(StepResult.GATHERING);
    }
  }

  @Test
  void exactlyWhatAStageGathersIsHandedOverAtOnce() {
    Recorder seen = new Recorder();
    Disruptor disruptor =
        Disruptor.singleProducer(16).stage("a", seen).gather(3, LONG).polled().start();
    try (disruptor) {
      Stage a = disruptor.stage("a");
      Producer producer = disruptor.producer();
      for (int round = 0; round < 3; round++) {
        Recorder.publish(producer, 2);
        assertThat(a.step()).isEqualTo(StepResult.GATHERING);
        assertThat(a.step.gatherTarget()).as("what ends its wait").isEqualTo(3L * round + 2);
        Recorder.publish(producer, 1);
        assertThat(a.step()).isEqualTo(StepResult.HANDLED);
      }
    }
    assertThat(seen.ranges()).containsExactly("0..2", "3..5", "6..8");
  }

  private static Thread threadNamed(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** A polled stage that gathers four, and whose handler takes what there is up to a sequence. */
  private static Disruptor takesUpTo(long[] last, Recorder seen) {
    return Disruptor.singleProducer(16)
        .partialStage(
            "a",
            (lo, hi) -> {
              seen.onRange(lo, hi);
              return Math.max(lo - 1, Math.min(hi, last[0]));
            })
        .gather(4, LONG)
        .polled()
        .start();
  }

  @Test
  void whatAHandlerHasLeftIsNotGatheredAgain() {
    Recorder seen = new Recorder();
    long[] last = {-1};
    try (Disruptor disruptor = takesUpTo(last, seen)) {
      Stage a = disruptor.stage("a");
      Producer producer = disruptor.producer();
      Recorder.publish(producer, 4);
      assertThat(a.step()).isEqualTo(StepResult.STALLED);
      for (int i = 0; i < 4; i++) {
        last[0] = i;
        assertThat(a.step()).isEqualTo(StepResult.HANDLED);
      }
      Recorder.publish(producer, 1);
      assertThat(a.step()).as("new ones are gathered").isEqualTo(StepResult.GATHERING);
      last[0] = Long.MAX_VALUE;
    }
    assertThat(seen.ranges()).containsExactly("0..3", "0..3", "1..3", "2..3", "3..3", "4..4");
  }

  @Test
  void whatIsHandedOverBesideLeftoversIsNotGatheredAgainEither() {
    Recorder seen = new Recorder();
    long[] last = {0};
    try (Disruptor disruptor = takesUpTo(last, seen)) {
      Stage a = disruptor.stage("a");
      Producer producer = disruptor.producer();
      Recorder.publish(producer, 4);
      assertThat(a.step()).isEqualTo(StepResult.HANDLED);
      last[0] = 3;
      Recorder.publish(producer, 1);
      assertThat(a.step()).isEqualTo(StepResult.HANDLED);
      last[0] = Long.MAX_VALUE;
      Recorder.publish(producer, 1);
      assertThat(a.step()).isEqualTo(StepResult.HANDLED);
    }
    assertThat(seen.ranges()).containsExactly("0..3", "1..4", "4..5");
  }

  @Test
  void batchMayBeSmallerWhereSlotsWrap() {
    Recorder seen = new Recorder();
    Disruptor disruptor =
        Disruptor.singleProducer(8).stage("a", seen).gather(5, LONG).polled().start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      Recorder.publish(producer, 5);
      disruptor.step();
      Recorder.publish(producer, 5);
      disruptor.step();
      assertThat(seen.ranges()).containsExactly("0..4", "5..7");
      assertThat(disruptor.stage("a").step()).isEqualTo(StepResult.GATHERING);
    }
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void whatCannotGrowBeyondTheWrapIsHandedOverWhenItIsThere(Waits waits) {
    Recorder seen = new Recorder();
    Disruptor disruptor = waits.ring(false, 8).stage("a", seen).gather(3, LONG).start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      Recorder.publish(producer, 7);
      Await.until(() -> waitingOf(disruptor) == StepResult.GATHERING, disruptor::snapshot);
      Recorder.publish(producer, 1);
      Await.until(() -> disruptor.stage("a").completed() == 7, disruptor::snapshot);
    }
    assertThat(seen.ranges()).containsExactly("0..2", "3..5", "6..7");
  }

  private static StepResult waitingOf(Disruptor disruptor) {
    return disruptor.snapshot().stage("a").waiting();
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void stageThatGathersTheWholeRingIsNotWaitedForForEver(Waits waits) {
    Recorder seen = new Recorder();
    Disruptor disruptor = waits.ring(false, 8).stage("a", seen).gather(8, LONG).start();
    try (disruptor) {
      Recorder.publish(disruptor.producer(), 24);
    }
    assertThat(seen.ranges()).containsExactly("0..7", "8..15", "16..23");
  }

  @Test
  void gatheredEventsBehindAnUnpublishedClaimDoNotCount() {
    Recorder seen = new Recorder();
    Disruptor disruptor = Waits.BLOCKING.ring(true, 16).stage("a", seen).gather(3, LONG).start();
    try (disruptor) {
      Producer holder = disruptor.producer("holder");
      Producer other = disruptor.producer("other");
      Recorder.publish(holder, 1);
      holder.claim();
      Recorder.publish(other, 3);
      Await.parked(threadNamed("orders-a"), disruptor::snapshot);
      assertThat(seen.ranges()).isEmpty();
      holder.publish(1);
      Await.until(() -> disruptor.stage("a").completed() >= 2, disruptor::snapshot);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 17})
  void gatherOutsideTheCapacityIsRefused(int events) {
    StageBuilder stage = Disruptor.singleProducer(16).stage("a", (lo, hi) -> {});
    assertThatThrownBy(() -> stage.gather(events, LONG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gather: " + events + " (expected: 2..16)");
  }

  @Test
  void gatherBeyondTheStagesMaxBatchIsABuildError() {
    StageBuilder ring =
        Disruptor.singleProducer(16).stage("a", (lo, hi) -> {}).gather(8, LONG).maxBatch(4);
    assertThatThrownBy(ring::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stage 'a' gather: 8 (expected: 2..4, its maxBatch)");
  }

  @Test
  void gatherWithoutTimeIsRefused() {
    StageBuilder stage = Disruptor.singleProducer(16).stage("a", (lo, hi) -> {});
    assertThatThrownBy(() -> stage.gather(2, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gather limit: PT0S (expected: positive)");
  }
}
