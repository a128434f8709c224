package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stopping a ring where it is. */
@LeavesNoThread
class HaltTest {
  @ParameterizedTest
  @EnumSource(Waits.class)
  void haltBeforeStartIsNotForgotten(Waits waits) {
    Recorder seen = new Recorder();
    Disruptor disruptor = waits.ring(false, 8).stage("a", seen).build();
    Producer producer = disruptor.producer();
    Recorder.publish(producer, 3);
    disruptor.halt();
    assertThatThrownBy(disruptor::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("start: 'orders' is HALTED (expected: NEW)");
    assertThatThrownBy(producer::claim).isInstanceOf(ClaimRefusedException.class);
    disruptor.close();
    assertThat(seen.ranges()).isEmpty();
    assertThat(disruptor.state()).isEqualTo(DisruptorState.HALTED);
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void haltBeforeTheThreadRunsIsNotForgottenWhenItDoes(Waits waits) {
    CountDownLatch go = new CountDownLatch(1);
    Recorder seen = new Recorder();
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .stage("a", seen)
            .onStart(() -> seen.onRange(-1, -1))
            .threads(
                driver ->
                    new Thread(
                        () -> {
                          Await.until(() -> go.getCount() == 0, () -> "nobody said go");
                          driver.run();
                        }))
            .start();
    Recorder.publish(disruptor.producer(), 3);
    disruptor.halt();
    go.countDown();
    disruptor.close();
    assertThat(seen.ranges()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void haltFromAHandlerStopsBehindWhatIsJustBeingHandled(Waits waits) {
    AtomicReference<Disruptor> ring = new AtomicReference<>();
    Recorder seen = new Recorder();
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .stage(
                "a",
                (lo, hi) -> {
                  seen.onRange(lo, hi);
                  ring.get().halt();
                })
            .maxBatch(1)
            .build();
    ring.set(disruptor);
    Recorder.publish(disruptor.producer(), 4);
    disruptor.start();
    Await.until(() -> disruptor.state() == DisruptorState.HALTED, disruptor::snapshot);
    Snapshot result = disruptor.shutdown(Duration.ofSeconds(20));
    assertThat(seen.sequences()).containsExactly(0L);
    assertThat(result.completed()).as("what was being handled is completed").isZero();
    assertThat(result.unprocessed()).isEqualTo(3);
    assertThat(result.failure()).isEmpty();
    disruptor.close(); // throws nothing
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void haltEndsEveryWait(Waits waits) throws InterruptedException {
    Disruptor disruptor =
        waits
            .ring(true, 4)
            .stage("empty", (lo, hi) -> {})
            .partialStage("stalled", (lo, hi) -> lo - 1)
            .stage("upstream", (lo, hi) -> {})
            .after("stalled")
            .stage("gathering", (lo, hi) -> {})
            .gather(4, Duration.ofHours(1))
            .start();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    assertThat(disruptor.awaitRunning(Duration.ofSeconds(20))).isTrue();
    Recorder.publish(disruptor.producer("first"), 2);
    Thread feed =
        Recorder.background(
            "feed",
            () -> {
              try {
                Recorder.publish(disruptor.producer("feed"), 3);
              } catch (RuntimeException e) {
                thrown.set(e);
              }
            });
    Await.until(() -> disruptor.snapshot().published() == 3, disruptor::snapshot);
    Thread halter = Recorder.background("halter", disruptor::halt);
    Await.ended(feed, disruptor::snapshot);
    Await.ended(halter, disruptor::snapshot);
    Snapshot result = disruptor.shutdown(Duration.ofSeconds(20));
    assertThat(thrown.get())
        .isInstanceOf(ClaimRefusedException.class)
        .hasMessage("claim refused: 'orders' is HALTED (halt() called by halter)");
    assertThat(result.stages()).allMatch(stage -> stage.waiting() == StepResult.ENDED);
    assertThat(result.stage("stalled").completed()).isEqualTo(-1);
  }

  @Test
  void haltDoesNotWaitForAHandler() {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage(
                "a",
                (lo, hi) -> {
                  inside.countDown();
                  go.await();
                })
            .start();
    Recorder.publish(disruptor.producer(), 1);
    Await.until(() -> inside.getCount() == 0, disruptor::snapshot);
    disruptor.halt();
    disruptor.halt();
    assertThat(disruptor.state()).isEqualTo(DisruptorState.HALTED);
    go.countDown();
    disruptor.close();
  }

  @Test
  void haltOfADrainingRingEndsTheDrain() {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch inside = new CountDownLatch(1);
    Recorder seen = new Recorder();
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage(
                "a",
                (lo, hi) -> {
                  seen.onRange(lo, hi);
                  inside.countDown();
                  go.await();
                })
            .maxBatch(1)
            .start();
    Recorder.publish(disruptor.producer(), 5);
    Await.until(() -> inside.getCount() == 0, disruptor::snapshot);
    Thread closer = Recorder.background("closer", disruptor::close);
    Await.until(() -> disruptor.state() == DisruptorState.DRAINING, disruptor::snapshot);
    disruptor.halt();
    go.countDown();
    Await.ended(closer, disruptor::snapshot);
    assertThat(seen.sequences()).containsExactly(0L);
    assertThat(disruptor.state()).isEqualTo(DisruptorState.HALTED);
  }

  @Test
  void haltStopsPolledStagesToo() {
    Recorder seen = new Recorder();
    Disruptor disruptor = Disruptor.singleProducer(8).stage("a", seen).polled().start();
    Recorder.publish(disruptor.producer(), 1);
    disruptor.halt();
    assertThat(disruptor.stage("a").step()).isEqualTo(StepResult.ENDED);
    disruptor.close();
    assertThat(seen.ranges()).isEmpty();
  }
}
