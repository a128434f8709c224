package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The states of a ring, its start, its callbacks, and what may be waited for. */
@LeavesNoThread
class LifecycleTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void stateOnlyMovesOn() {
    Disruptor disruptor = Disruptor.singleProducer(8).stage("a", (lo, hi) -> {}).build();
    assertThat(disruptor.state()).isEqualTo(DisruptorState.NEW);
    disruptor.start();
    assertThat(disruptor.state()).isEqualTo(DisruptorState.RUNNING);
    disruptor.close();
    assertThat(disruptor.state()).isEqualTo(DisruptorState.TERMINATED);
    disruptor.halt();
    assertThat(disruptor.state())
        .as("nothing was left to halt")
        .isEqualTo(DisruptorState.TERMINATED);
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void startingTwiceIsStartingOnce(Waits waits) {
    AtomicInteger started = new AtomicInteger();
    Recorder seen = new Recorder();
    Disruptor disruptor =
        waits.ring(false, 8).stage("a", seen).onStart(started::incrementAndGet).build();
    try (disruptor) {
      assertThat(disruptor.start()).isSameAs(disruptor);
      assertThat(disruptor.start()).isSameAs(disruptor);
      Recorder.publish(disruptor.producer(), 20);
    }
    assertThat(started).hasValue(1);
    assertThat(seen.sequences()).isEqualTo(Recorder.from(0, 19));
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void aThreadFactoryThatClosesTheRingOnlyRequestsThat(Waits waits) {
    Recorder seen = new Recorder();
    AtomicReference<Disruptor> ring = new AtomicReference<>();
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .threads(
                runnable -> {
                  ring.get().close(); // would wait for threads that only this one makes
                  assertThat(ring.get().shutdown(LONG).state()).isEqualTo(DisruptorState.DRAINING);
                  return new Thread(runnable);
                })
            .stage("a", seen)
            .stage("b", (lo, hi) -> {})
            .after("a")
            .build();
    ring.set(disruptor);
    Recorder.publish(disruptor.producer(), 3);
    Thread starter = new Thread(disruptor::start);
    starter.start();
    Await.ended(starter, disruptor::snapshot);
    disruptor.close();
    assertThat(disruptor.state()).isEqualTo(DisruptorState.TERMINATED);
    assertThat(seen.sequences()).isEqualTo(Recorder.from(0, 2));
  }

  @Test
  void aThreadFactoryThatClaimsInAFullRingIsToldThatNobodyWillMakeRoom() {
    AtomicReference<Producer> producer = new AtomicReference<>();
    Disruptor disruptor =
        Waits.BLOCKING
            .ring(false, 8)
            .threads(
                runnable -> {
                  producer.get().claim();
                  return new Thread(runnable);
                })
            .stage("a", (lo, hi) -> {})
            .build();
    producer.set(disruptor.producer());
    Recorder.publish(producer.get(), 8);
    assertThatThrownBy(disruptor::start)
        .isInstanceOf(DisruptorFailedException.class)
        .hasRootCauseMessage(
            "claim: 'orders' is full and not started (expected: start() first, or tryClaim)");
    assertThatThrownBy(disruptor::close).isInstanceOf(DisruptorFailedException.class);
  }

  @Test
  void startingAClosedRingThrows() {
    Disruptor disruptor =
        Disruptor.singleProducer(8).name("orders").stage("a", (lo, hi) -> {}).build();
    disruptor.close();
    assertThatThrownBy(disruptor::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("start: 'orders' is TERMINATED (expected: NEW)");
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void publishingBeforeStartIsAllowedUpToTheCapacity(Waits waits) {
    Recorder seen = new Recorder();
    Disruptor disruptor = waits.ring(false, 8).stage("a", seen).build();
    Producer producer = disruptor.producer();
    Recorder.publish(producer, 8);
    assertThat(producer.tryClaim(1)).isFalse();
    assertThatThrownBy(producer::claim)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "claim: 'orders' is full and not started (expected: start() first, or tryClaim)");
    disruptor.start();
    Recorder.publish(producer, 1);
    disruptor.close();
    assertThat(seen.sequences()).isEqualTo(Recorder.from(0, 8));
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void startCallbackComesBeforeTheFirstEventAndStopBehindTheLast(Waits waits) {
    Queue<String> calls = new ConcurrentLinkedQueue<>();
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .stage("a", (lo, hi) -> calls.add("event"))
            .maxBatch(1)
            .onStart(() -> calls.add("start on " + Thread.currentThread().getName()))
            .onStop(() -> calls.add("stop on " + Thread.currentThread().getName()))
            .build();
    Recorder.publish(disruptor.producer(), 2);
    disruptor.start();
    disruptor.close();
    disruptor.close();
    disruptor.halt();
    assertThat(calls).containsExactly("start on orders-a", "event", "event", "stop on orders-a");
  }

  @Test
  void stopCallbackIsCalledWhenTheStartCallbackFailed() {
    AtomicInteger stopped = new AtomicInteger();
    Recorder seen = new Recorder();
    IllegalStateException broken = new IllegalStateException("no connection");
    CountDownLatch go = new CountDownLatch(1);
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage("a", seen)
            .onStart(
                () -> {
                  go.await();
                  throw broken;
                })
            .onStop(stopped::incrementAndGet)
            .build();
    Recorder.publish(disruptor.producer(), 1);
    disruptor.start();
    go.countDown();
    assertThatThrownBy(disruptor::close)
        .isInstanceOf(DisruptorFailedException.class)
        .hasMessage("stage 'a' failed in its start callback")
        .hasCause(broken);
    assertThat(stopped).hasValue(1);
    assertThat(seen.ranges()).isEmpty();
  }

  @Test
  void stopCallbackThatFailsFailsTheRing() {
    IllegalStateException broken = new IllegalStateException("cannot flush");
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage("a", (lo, hi) -> {})
            .errorPolicy(ErrorPolicy.detach())
            .onStop(
                () -> {
                  throw broken;
                })
            .start();
    assertThatThrownBy(disruptor::close)
        .isInstanceOf(DisruptorFailedException.class)
        .hasMessage("stage 'a' failed in its stop callback")
        .hasCause(broken);
    assertThat(disruptor.state()).isEqualTo(DisruptorState.FAILED);
  }

  @Test
  void stopCallbackIsNotCalledWhenTheStartWasNot() {
    AtomicInteger calls = new AtomicInteger();
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage("a", (lo, hi) -> {})
            .onStart(calls::incrementAndGet)
            .onStop(calls::incrementAndGet)
            .build();
    disruptor.halt();
    disruptor.close();
    assertThat(calls).hasValue(0);
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void stopCallbackIsCalledOnceInAHaltedRing(Waits waits) throws InterruptedException {
    AtomicInteger stopped = new AtomicInteger();
    Disruptor disruptor =
        waits.ring(false, 8).stage("a", (lo, hi) -> {}).onStop(stopped::incrementAndGet).start();
    assertThat(disruptor.awaitRunning(LONG)).isTrue();
    disruptor.halt();
    disruptor.close();
    assertThat(stopped).hasValue(1);
  }

  @Test
  void awaitRunningWaitsForTheStartCallback() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    Disruptor disruptor =
        Disruptor.singleProducer(8).stage("a", (lo, hi) -> {}).onStart(go::await).start();
    try (disruptor) {
      assertThat(disruptor.awaitRunning(Duration.ofMillis(5))).isFalse();
      go.countDown();
      assertThat(disruptor.awaitRunning(LONG)).isTrue();
    }
    assertThat(disruptor.awaitRunning(LONG)).isTrue();
  }

  @Test
  void awaitRunningIsFalseInARingThatIsHaltedNew() throws InterruptedException {
    Disruptor disruptor = Disruptor.singleProducer(8).stage("a", (lo, hi) -> {}).build();
    disruptor.halt();
    assertThat(disruptor.awaitRunning(LONG)).isFalse();
    disruptor.close();
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void handlerEffectsHappenBeforeTheReturnOfAwaitQuiescence(Waits waits)
      throws InterruptedException {
    long[] plain = {0};
    Disruptor disruptor =
        waits.ring(false, 8).stage("a", (lo, hi) -> plain[0] += hi - lo + 1).start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      for (int round = 1; round <= 50; round++) {
        Recorder.publish(producer, 7);
        assertThat(disruptor.awaitQuiescence(LONG)).isTrue();
        assertThat(plain[0]).isEqualTo(7L * round);
      }
    }
  }

  @Test
  void awaitQuiescenceDoesNotForgetStagesThatAreNotYetRunning() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    Recorder seen = new Recorder();
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage("a", seen)
            .threads(
                driver ->
                    new Thread(
                        () -> {
                          Await.until(() -> go.getCount() == 0, () -> "nobody said go");
                          driver.run();
                        }))
            .start();
    try (disruptor) {
      Recorder.publish(disruptor.producer(), 3);
      assertThat(disruptor.awaitQuiescence(Duration.ofMillis(5))).isFalse();
      go.countDown();
      assertThat(disruptor.awaitQuiescence(LONG)).isTrue();
      assertThat(seen.sequences()).isEqualTo(Recorder.from(0, 2));
    }
  }

  @Test
  void awaitQuiescenceThrowsWhatTheRingFailedWith() {
    IllegalStateException broken = new IllegalStateException("broken");
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage(
                "a",
                (lo, hi) -> {
                  throw broken;
                })
            .start();
    Recorder.publish(disruptor.producer(), 1);
    assertThatThrownBy(() -> disruptor.awaitQuiescence(LONG))
        .isInstanceOf(DisruptorFailedException.class)
        .hasCause(broken);
    assertThatThrownBy(disruptor::close).isInstanceOf(DisruptorFailedException.class);
  }

  @Test
  void awaitQuiescenceThrowsWhenInterrupted() {
    Disruptor disruptor = Disruptor.singleProducer(8).stage("a", (lo, hi) -> {}).polled().start();
    Recorder.publish(disruptor.producer(), 1);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> disruptor.awaitQuiescence(LONG))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    disruptor.close();
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void everyTransitionIsLegalFromAHandler(Waits waits) {
    AtomicReference<Disruptor> ring = new AtomicReference<>();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .stage(
                "a",
                (lo, hi) -> {
                  try {
                    ring.get().start();
                    ring.get().snapshot();
                    ring.get().shutdown(Duration.ZERO);
                    ring.get().close();
                    ring.get().halt();
                  } catch (RuntimeException e) {
                    thrown.set(e);
                  }
                })
            .build();
    ring.set(disruptor);
    disruptor.start();
    Recorder.publish(disruptor.producer(), 1);
    Await.until(() -> disruptor.state() == DisruptorState.HALTED, disruptor::snapshot);
    disruptor.close();
    assertThat(thrown.get()).isNull();
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void transitionsFromManyThreadsAtOnceAllReturn(Waits waits) {
    for (int round = 0; round < 10; round++) {
      Disruptor disruptor =
          waits
              .ring(true, 8)
              .stage("a", (lo, hi) -> {})
              .stage("b", (lo, hi) -> {})
              .after("a")
              .build();
      Recorder.publish(disruptor.producer(), 8);
      List<Thread> threads =
          List.of(
              Recorder.background("starter", () -> startUnlessClosed(disruptor)),
              Recorder.background("closer", disruptor::close),
              Recorder.background("shutter", () -> disruptor.shutdown(Duration.ofMillis(1))),
              Recorder.background("halter", disruptor::halt));
      threads.forEach(thread -> Await.ended(thread, disruptor::snapshot));
      disruptor.close();
      assertThat(disruptor.state()).isIn(DisruptorState.TERMINATED, DisruptorState.HALTED);
    }
  }

  private static void startUnlessClosed(Disruptor disruptor) {
    try {
      disruptor.start();
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageStartingWith("start: 'orders' is ");
    }
  }
}
