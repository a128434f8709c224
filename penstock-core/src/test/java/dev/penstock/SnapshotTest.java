package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a ring tells about itself. */
@LeavesNoThread
class SnapshotTest {
  private static final Duration LONG = Duration.ofHours(1);

  @ParameterizedTest
  @EnumSource(
      value = Waits.class,
      names = {"BLOCKING_COALESCING", "BACKOFF", "BUSY_SPIN"})
  void lagIsNeverNegativeHoweverTheRingMoves(Waits waits) {
    for (boolean multiProducer : new boolean[] {false, true}) {
      AtomicBoolean over = new AtomicBoolean();
      Disruptor disruptor =
          waits
              .ring(multiProducer, 8)
              .stage("a", (lo, hi) -> {})
              .stage("b", (lo, hi) -> {})
              .after("a")
              .stage("c", (lo, hi) -> {})
              .after("a", "b")
              .start();
      Thread feed =
          Recorder.background(
              "feed",
              () -> {
                Producer producer = disruptor.producer();
                while (!over.get()) {
                  Recorder.publish(producer, 1);
                }
              });
      for (int i = 0; i < 30_000; i++) {
        Snapshot snapshot = disruptor.snapshot();
        boolean wrong = snapshot.claimed() < snapshot.published();
        for (StageSnapshot stage : snapshot.stages()) {
          wrong |= stage.backlog() < 0 || stage.backlog() > stage.lag();
        }
        if (wrong) {
          over.set(true);
          disruptor.halt();
        }
        assertThat(wrong).as("%s", snapshot).isFalse();
      }
      over.set(true);
      Await.ended(feed, disruptor::snapshot);
      disruptor.close();
    }
  }

  @Test
  void lagCountsWhatIsPublishedAndBacklogWhatUpstreamsCompleted() {
    Disruptor disruptor =
        Disruptor.singleProducer(16)
            .name("orders")
            .stage("a", (lo, hi) -> {})
            .maxBatch(3)
            .polled()
            .stage("b", (lo, hi) -> {})
            .after("a")
            .maxBatch(1)
            .polled()
            .start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      Recorder.publish(producer, 5);
      producer.claim();
      disruptor.step();
      Snapshot snapshot = disruptor.snapshot();
      assertThat(snapshot.name()).isEqualTo("orders");
      assertThat(snapshot.capacity()).isEqualTo(16);
      assertThat(snapshot.state()).isEqualTo(DisruptorState.RUNNING);
      assertThat(snapshot.claimed()).isEqualTo(5);
      assertThat(snapshot.published()).isEqualTo(4);
      assertThat(snapshot.completed()).isZero();
      assertThat(snapshot.unprocessed()).isEqualTo(5);
      assertThat(snapshot.stage("a").completed()).isEqualTo(2);
      assertThat(snapshot.stage("a").lag()).isEqualTo(2);
      assertThat(snapshot.stage("a").backlog()).isEqualTo(2);
      assertThat(snapshot.stage("a").after()).isEmpty();
      assertThat(snapshot.stage("b").completed()).isZero();
      assertThat(snapshot.stage("b").lag()).isEqualTo(4);
      assertThat(snapshot.stage("b").backlog()).isEqualTo(2);
      assertThat(snapshot.stage("b").after()).containsExactly("a");
    }
  }

  @Test
  void stagesAreListedUpstreamFirst() {
    Disruptor disruptor =
        Disruptor.singleProducer(16)
            .stage("c", (lo, hi) -> {})
            .after("b")
            .stage("b", (lo, hi) -> {})
            .after("a")
            .stage("a", (lo, hi) -> {})
            .build();
    assertThat(disruptor.snapshot().stages())
        .extracting(StageSnapshot::name)
        .containsExactly("a", "b", "c");
    disruptor.close();
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void waitingStatesAreToldApart(Waits waits) throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .stage("held", (lo, hi) -> go.await())
            .stage("below", (lo, hi) -> {})
            .after("held")
            .partialStage("stalled", (lo, hi) -> go.getCount() == 0 ? hi : lo - 1)
            .stage("quick", (lo, hi) -> {})
            .start();
    try (disruptor) {
      assertThat(disruptor.awaitRunning(Duration.ofSeconds(20))).isTrue();
      assertThat(disruptor.snapshot().stages())
          .extracting(StageSnapshot::waiting)
          .containsOnly(StepResult.EMPTY);
      assertThat(disruptor.snapshot().blocker()).isEmpty();
      Producer producer = disruptor.producer("feed");
      Recorder.publish(producer, 1);
      awaitWaiting(disruptor, "held", StepResult.HANDLED);
      awaitWaiting(disruptor, "below", StepResult.UPSTREAM);
      awaitWaiting(disruptor, "stalled", StepResult.STALLED);
      awaitWaiting(disruptor, "quick", StepResult.EMPTY);
      producer.claim();
      awaitWaiting(disruptor, "quick", StepResult.UNPUBLISHED);
      assertThat(disruptor.snapshot().blocker()).contains("stage 'held'");
      go.countDown();
      disruptor.stage("stalled").wakeUp();
      Await.until(() -> disruptor.snapshot().completed() == 0, disruptor::snapshot);
      awaitWaiting(disruptor, "below", StepResult.UNPUBLISHED);
      assertThat(disruptor.snapshot().blocker())
          .contains(
              "claim 1..1 of producer 'feed' (thread: %s)"
                  .formatted(Thread.currentThread().getName()));
      producer.discard();
      assertThat(disruptor.snapshot().blocker()).isEmpty();
    }
    assertThat(disruptor.snapshot().stages())
        .extracting(StageSnapshot::waiting)
        .containsOnly(StepResult.ENDED);
  }

  private static void awaitWaiting(Disruptor disruptor, String stage, StepResult expected) {
    Await.until(() -> disruptor.snapshot().stage(stage).waiting() == expected, disruptor::snapshot);
  }

  @Test
  void blockerIsTheStageFurthestBehindThatCouldGoOn() {
    Disruptor disruptor =
        Disruptor.singleProducer(16)
            .stage("a", (lo, hi) -> {})
            .maxBatch(2)
            .polled()
            .stage("b", (lo, hi) -> {})
            .maxBatch(1)
            .polled()
            .stage("c", (lo, hi) -> {})
            .after("b")
            .polled()
            .start();
    try (disruptor) {
      Recorder.publish(disruptor.producer(), 4);
      disruptor.stage("a").step();
      disruptor.stage("b").step();
      disruptor.stage("c").step();
      assertThat(disruptor.snapshot().blocker())
          .as("c is as far behind as b, and waits for it")
          .contains("stage 'b'");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void claimsOfAllProducersAreListedWithTheirThreads(boolean multiProducer) {
    Disruptor disruptor =
        Waits.BLOCKING.ring(multiProducer, 16).stage("a", (lo, hi) -> {}).polled().start();
    try (disruptor) {
      Producer producer = disruptor.producer("feed");
      assertThat(disruptor.snapshot().claims()).isEmpty();
      producer.claim(4);
      producer.publish(1);
      assertThat(disruptor.snapshot().claims())
          .containsExactly(new PendingClaim("feed", Thread.currentThread().getName(), 2, 3));
      producer.publish(3);
      assertThat(disruptor.snapshot().claims()).isEmpty();
    }
  }

  @Test
  void publishedIsTheEndOfTheUnbrokenRunAcrossTheWrap() {
    Disruptor disruptor =
        Disruptor.multiProducer(8).stage("a", (lo, hi) -> {}).maxBatch(8).polled().start();
    try (disruptor) {
      Producer producer = disruptor.producer("feed");
      Producer holder = disruptor.producer("holder");
      Recorder.publish(producer, 6);
      disruptor.step();
      Recorder.publish(producer, 4);
      holder.claim();
      Recorder.publish(producer, 1);
      Snapshot snapshot = disruptor.snapshot();
      assertThat(snapshot.published()).isEqualTo(9);
      assertThat(snapshot.claimed()).isEqualTo(11);
      holder.publish(10);
      assertThat(disruptor.snapshot().published()).isEqualTo(11);
    }
  }

  @Test
  void snapshotIsReadableAsText() {
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .name("orders")
            .stage("a", (lo, hi) -> {})
            .polled()
            .stage("b", (lo, hi) -> {})
            .after("a")
            .polled()
            .start();
    try (disruptor) {
      Producer producer = disruptor.producer("feed");
      Recorder.publish(producer, 2);
      producer.claim();
      disruptor.stage("a").step();
      assertThat(disruptor.snapshot().toString().lines().toList())
          .isEqualTo(
              List.of(
                  "'orders' is RUNNING: claimed: 2, published: 1, completed: -1, capacity: 8,"
                      + " held up by stage 'b'",
                  "  stage 'a' completed: 1, lag: 0, backlog: 0, UNPUBLISHED",
                  "  stage 'b' completed: -1, lag: 2, backlog: 2, HANDLED, after: a",
                  "  claim 2..2 of producer 'feed' (thread: %s) is unpublished"
                      .formatted(Thread.currentThread().getName())));
    }
  }

  @Test
  void theTextSaysWhatTheRingFailedWithAndWhatTheStageFailedWithLast() {
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage(
                "a",
                (lo, hi) -> {
                  throw new IllegalArgumentException("no such order");
                })
            .polled()
            .start();
    Recorder.publish(disruptor.producer("feed"), 1);
    assertThatThrownBy(disruptor.stage("a")::step).isInstanceOf(DisruptorFailedException.class);
    Snapshot snapshot = disruptor.snapshot();
    assertThat(snapshot.toString().lines())
        .contains("  failed: " + snapshot.failure().orElseThrow().getMessage())
        .anyMatch(
            line ->
                line.startsWith("  stage 'a'")
                    && line.contains(
                        ", last failure: java.lang.IllegalArgumentException: no such order"));
    assertThatThrownBy(disruptor::close).isInstanceOf(DisruptorFailedException.class);
  }

  @Test
  void snapshotNamesTheThreadOfAStageAndTakesNoStack() throws InterruptedException {
    Disruptor disruptor =
        Disruptor.singleProducer(8).name("orders").stage("a", (lo, hi) -> {}).start();
    try (disruptor) {
      assertThat(disruptor.awaitRunning(Duration.ofSeconds(20))).isTrue();
      assertThat(disruptor.snapshot().stage("a").thread()).isEqualTo("orders-a");
      assertThat(disruptor.snapshot().stage("a").stack()).isEmpty();
    }
    assertThat(disruptor.snapshot().stage("a").thread()).isEmpty();
  }

  @Test
  void snapshotOfANewRingIsEmpty() {
    Disruptor disruptor =
        Disruptor.singleProducer(8).stage("a", (lo, hi) -> {}).gather(2, LONG).build();
    Snapshot snapshot = disruptor.snapshot();
    assertThat(snapshot.state()).isEqualTo(DisruptorState.NEW);
    assertThat(snapshot.claimed()).isEqualTo(-1);
    assertThat(snapshot.published()).isEqualTo(-1);
    assertThat(snapshot.completed()).isEqualTo(-1);
    assertThat(snapshot.unprocessed()).isZero();
    assertThat(snapshot.failure()).isEmpty();
    disruptor.close();
  }
}
