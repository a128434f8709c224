package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Closing within a limit: it returns, whatever happens, and tells what was left. */
@LeavesNoThread
class ShutdownTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @ParameterizedTest
  @EnumSource(Waits.class)
  void shutdownDrainsAndItsResultSaysSo(Waits waits) {
    long[] plain = {0};
    Disruptor disruptor =
        waits.ring(false, 64).stage("a", (lo, hi) -> plain[0] += hi - lo + 1).start();
    Recorder.publish(disruptor.producer(), 50);
    Snapshot result = disruptor.shutdown(LONG);
    assertThat(plain[0]).isEqualTo(50);
    assertThat(result.state()).isEqualTo(DisruptorState.TERMINATED);
    assertThat(result.unprocessed()).isZero();
    assertThat(result.completed()).isEqualTo(49);
    assertThat(result.blocker()).isEmpty();
    assertThat(result.failure()).isEmpty();
    assertThat(result.stage("a").waiting()).isEqualTo(StepResult.ENDED);
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void shutdownWithAStuckHandlerReturnsAndNamesTheStageWithItsStack(Waits waits) {
    CountDownLatch inside = new CountDownLatch(1);
    AtomicBoolean release = new AtomicBoolean();
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .stage(
                "stuck",
                (lo, hi) -> {
                  inside.countDown();
                  stickUntil(release);
                })
            .stage("below", (lo, hi) -> {})
            .after("stuck")
            .start();
    try {
      Recorder.publish(disruptor.producer(), 3);
      Await.until(() -> inside.getCount() == 0, disruptor::snapshot);
      long since = System.nanoTime();
      Snapshot result = disruptor.shutdown(Duration.ofMillis(20));
      long took = System.nanoTime() - since;
      assertThat(took).isLessThan(TimeUnit.SECONDS.toNanos(20));
      assertThat(result.state()).isEqualTo(DisruptorState.HALTED);
      assertThat(result.blocker()).contains("stage 'stuck'");
      assertThat(result.unprocessed()).isEqualTo(3);
      StageSnapshot stuck = result.stage("stuck");
      assertThat(stuck.thread()).isEqualTo("orders-stuck");
      assertThat(stuck.stack()).anyMatch(frame -> frame.getMethodName().equals("stickUntil"));
      assertThat(result.stage("below").stack()).isEmpty();
      assertThat(result.stage("below").waiting()).isEqualTo(StepResult.ENDED);
      assertThat(result.toString()).contains("stickUntil");
    } finally {
      release.set(true);
    }
    disruptor.close();
  }

  /** Deaf to interrupts, but not for ever. */
  private static void stickUntil(AtomicBoolean release) {
    long since = System.nanoTime();
    while (!release.get() && System.nanoTime() - since < LONG.toNanos()) {
      Thread.yield();
    }
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void shutdownInterruptsAHandlerThatWaitsAtTheLimitAndThatIsNoFailure(Waits waits) {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch inside = new CountDownLatch(1);
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .stage(
                "a",
                (lo, hi) -> {
                  inside.countDown();
                  never.await();
                })
            .start();
    Recorder.publish(disruptor.producer(), 1);
    Await.until(() -> inside.getCount() == 0, disruptor::snapshot);
    Snapshot result = disruptor.shutdown(Duration.ofMillis(20));
    assertThat(result.state()).isEqualTo(DisruptorState.HALTED);
    assertThat(result.failure()).isEmpty();
    assertThat(result.completed()).isEqualTo(-1);
    assertThat(result.stage("a").waiting()).isEqualTo(StepResult.ENDED);
    disruptor.close(); // throws nothing
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void shutdownInterruptsACallbackThatWaitsAtTheLimitAndThatIsNoFailure(Waits waits)
      throws InterruptedException {
    for (String where : new String[] {"start", "idle", "stop", "dead letter"}) {
      CountDownLatch never = new CountDownLatch(1);
      CountDownLatch inside = new CountDownLatch(1);
      StageCallback waiting =
          () -> {
            inside.countDown();
            never.await();
          };
      Disruptor disruptor = waitingIn(where, waits, waiting);
      if (where.equals("stop")) {
        assertThat(disruptor.awaitRunning(LONG)).isTrue();
        disruptor.halt();
      } else {
        Recorder.publish(disruptor.producer(), 1);
      }
      Await.until(() -> inside.getCount() == 0, disruptor::snapshot);
      Snapshot result = disruptor.shutdown(Duration.ofMillis(5));
      assertThat(result.state()).as(where).isEqualTo(DisruptorState.HALTED);
      assertThat(result.failure()).as(where).isEmpty();
      assertThat(result.stage("a").waiting()).as(where).isEqualTo(StepResult.ENDED);
      disruptor.close(); // throws nothing
    }
  }

  private static Disruptor waitingIn(String where, Waits waits, StageCallback callback) {
    StageBuilder stage =
        waits
            .ring(false, 8)
            .stage(
                "a",
                (lo, hi) -> {
                  if (where.equals("dead letter")) {
                    throw new IllegalStateException("bad");
                  }
                })
            .maxBatch(1);
    return switch (where) {
      case "start" -> stage.onStart(callback).start();
      case "idle" -> stage.onIdle(Duration.ofNanos(1), callback).start();
      case "stop" -> stage.onStop(callback).start();
      default ->
          stage
              .errorPolicy(ErrorPolicy.deadLetter((name, lo, hi, cause) -> callback.call()))
              .start();
    };
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void shutdownThatRunsOutOfTimeLeavesNoThreadRunning(Waits waits) {
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .partialStage("stalled", (lo, hi) -> lo - 1)
            .stage("below", (lo, hi) -> {})
            .after("stalled")
            .start();
    Recorder.publish(disruptor.producer(), 2);
    Snapshot result = disruptor.shutdown(Duration.ofMillis(20));
    assertThat(result.state()).isEqualTo(DisruptorState.HALTED);
    assertThat(result.blocker()).contains("stage 'stalled'");
    assertThat(result.stages()).allMatch(stage -> stage.waiting() == StepResult.ENDED);
  }

  @Test
  void shutdownOfAFailedRingReturnsTheFailure() {
    IllegalStateException broken = new IllegalStateException("broken");
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage(
                "match",
                (lo, hi) -> {
                  throw broken;
                })
            .start();
    Recorder.publish(disruptor.producer(), 1);
    Await.until(() -> disruptor.state() == DisruptorState.FAILED, disruptor::snapshot);
    Snapshot result = disruptor.shutdown(LONG);
    assertThat(result.state()).isEqualTo(DisruptorState.FAILED);
    assertThat(result.failure()).isPresent();
    assertThat(result.failure().orElseThrow()).hasCause(broken);
    assertThat(result.stage("match").lastFailure()).contains(broken);
  }

  @Test
  void shutdownOfANewRingHasTheCallingThreadProcessWhatWasPublished() {
    Recorder seen = new Recorder();
    Disruptor disruptor = Disruptor.singleProducer(8).stage("a", seen).build();
    Recorder.publish(disruptor.producer(), 8);
    Snapshot result = disruptor.shutdown(LONG);
    assertThat(result.state()).isEqualTo(DisruptorState.TERMINATED);
    assertThat(seen.sequences()).isEqualTo(Recorder.from(0, 7));
  }

  @Test
  void shutdownThatIsInterruptedHaltsAndKeepsTheInterrupt() {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage(
                "a",
                (lo, hi) -> {
                  inside.countDown();
                  never.await();
                })
            .start();
    Recorder.publish(disruptor.producer(), 1);
    Await.until(() -> inside.getCount() == 0, disruptor::snapshot);
    AtomicReference<Snapshot> result = new AtomicReference<>();
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread closer =
        Recorder.background(
            "closer",
            () -> {
              result.set(disruptor.shutdown(Duration.ofHours(1)));
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    Await.until(() -> disruptor.state() == DisruptorState.DRAINING, disruptor::snapshot);
    closer.interrupt();
    Await.ended(closer, disruptor::snapshot);
    assertThat(result.get().state()).isEqualTo(DisruptorState.HALTED);
    assertThat(interrupted).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void shutdownFromAHandlerOnlyRequests(Waits waits) {
    AtomicReference<Disruptor> ring = new AtomicReference<>();
    AtomicReference<Snapshot> inside = new AtomicReference<>();
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .stage("a", (lo, hi) -> inside.set(ring.get().shutdown(Duration.ofHours(1))))
            .build();
    ring.set(disruptor);
    Recorder.publish(disruptor.producer(), 1);
    disruptor.start();
    Await.until(() -> disruptor.state() == DisruptorState.TERMINATED, disruptor::snapshot);
    assertThat(inside.get().state()).isEqualTo(DisruptorState.DRAINING);
    disruptor.close();
  }

  @Test
  void handlerEffectsHappenBeforeTheReturnOfShutdown() {
    long[] plain = {0};
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage("a", (lo, hi) -> plain[0] += hi - lo + 1)
            .polled()
            .start();
    Recorder.publish(disruptor.producer(), 8);
    disruptor.shutdown(LONG);
    assertThat(plain[0]).isEqualTo(8);
  }
}
