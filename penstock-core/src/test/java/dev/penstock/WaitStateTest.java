package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The five waiting states: told apart, slept through, and ended by what they wait for. */
class WaitStateTest {
  private static final int CAPACITY = 8;

  private static Disruptor polledChain(DisruptorBuilder builder, AtomicBoolean willing) {
    return builder
        .name("orders")
        .partialStage("first", (lo, hi) -> willing.get() ? hi : lo - 1)
        .polled()
        .stage("second", (lo, hi) -> {})
        .after("first")
        .polled()
        .start();
  }

  @Test
  void emptyUnpublishedStalledUpstreamAndFullAreToldApart() {
    AtomicBoolean willing = new AtomicBoolean();
    try (Disruptor disruptor = polledChain(Disruptor.multiProducer(CAPACITY), willing)) {
      Stage first = disruptor.stage("first");
      Stage second = disruptor.stage("second");
      assertThat(first.step()).isEqualTo(StepResult.EMPTY);
      assertThat(second.step()).isEqualTo(StepResult.EMPTY);

      Producer one = disruptor.producer("one");
      Producer two = disruptor.producer("two");
      one.claim();
      two.publish(two.claim());
      assertThat(first.step()).isEqualTo(StepResult.UNPUBLISHED);
      assertThat(second.step()).isEqualTo(StepResult.UNPUBLISHED);
      assertThat(disruptor.snapshot().blocker())
          .hasValueSatisfying(who -> assertThat(who).contains("claim 0..0 of producer 'one'"));

      one.publish(0);
      assertThat(first.step()).isEqualTo(StepResult.STALLED);
      assertThat(second.step()).isEqualTo(StepResult.UPSTREAM);
      assertThat(disruptor.snapshot().stage("first").waiting()).isEqualTo(StepResult.STALLED);
      assertThat(disruptor.snapshot().stage("second").waiting()).isEqualTo(StepResult.UPSTREAM);
      assertThat(disruptor.snapshot().blocker()).hasValue("stage 'first'");

      SteppedRing.fill(two);
      assertThat(two.remaining()).isZero();

      willing.set(true);
      assertThat(first.step()).isEqualTo(StepResult.HANDLED);
      assertThat(second.step()).isEqualTo(StepResult.HANDLED);
      assertThat(two.remaining()).isPositive();
    }
  }

  @Test
  void aStageThatNobodyStepsIsNamedInsteadOfBeingWaitedForInSilence() throws Exception {
    Disruptor disruptor =
        Disruptor.singleProducer(CAPACITY)
            .stage("seen", (lo, hi) -> {})
            .stage("dropped", (lo, hi) -> {})
            .polled()
            .start();
    Producer feed = disruptor.producer();
    SteppedRing.fill(feed);
    assertThat(feed.tryClaim(1, Duration.ofMillis(1))).isFalse();
    Await.until(() -> disruptor.stage("seen").completed() == CAPACITY - 1, disruptor::snapshot);
    assertThat(disruptor.snapshot().blocker()).hasValue("stage 'dropped'");
    disruptor.close(); // steps what nobody drives
    assertThat(disruptor.stage("dropped").completed()).isEqualTo(CAPACITY - 1);
  }

  /** A ring of two threaded stages in a row; the first one does as it is told. */
  private static final class Threaded implements AutoCloseable {
    final AtomicBoolean willing = new AtomicBoolean(true);
    final AtomicInteger calls = new AtomicInteger();
    final ConcurrentLinkedQueue<Long> handled = new ConcurrentLinkedQueue<>();
    final CountDownLatch go = new CountDownLatch(1);
    final Disruptor disruptor;

    Threaded(DisruptorBuilder builder, boolean held) {
      if (!held) {
        go.countDown();
      }
      disruptor =
          builder
              .name("orders")
              .partialStage("first", this::handle)
              .stage("second", this::record)
              .after("first")
              .start();
    }

    private long handle(long lo, long hi) throws InterruptedException {
      calls.incrementAndGet();
      go.await(); // an interrupt that was the wait's must not end it
      return willing.get() ? hi : lo - 1;
    }

    private void record(long lo, long hi) {
      for (long s = lo; s <= hi; s++) {
        handled.add(s);
      }
    }

    Thread thread(String stage) {
      Await.until(() -> disruptor.stage(stage).thread() != null, disruptor::snapshot);
      return disruptor.stage(stage).thread();
    }

    @Override
    public void close() {
      willing.set(true);
      go.countDown();
      disruptor.close();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BLOCKING", "BLOCKING_COALESCING"})
  void blockingSleepsForGoodWhileNothingIsPublished(Waits waits) {
    try (Threaded ring = new Threaded(waits.ring(true, CAPACITY), false)) {
      Thread first = ring.thread("first");
      Await.until(() -> first.getState() == Thread.State.WAITING, ring.disruptor::snapshot);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BLOCKING", "BLOCKING_COALESCING"})
  void blockingSleepsForGoodWhileAClaimIsUnpublished(Waits waits) {
    try (Threaded ring = new Threaded(waits.ring(true, CAPACITY), false)) {
      Producer one = ring.disruptor.producer();
      Producer two = ring.disruptor.producer();
      one.claim();
      two.publish(two.claim());
      Thread first = ring.thread("first");
      Await.until(() -> first.getState() == Thread.State.WAITING, ring.disruptor::snapshot);
      assertThat(ring.calls).hasValue(0);
      one.publish(0);
      Await.until(() -> ring.handled.size() == 2, ring.disruptor::snapshot);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BLOCKING", "BLOCKING_COALESCING", "BACKOFF"})
  void aStageSleepsWhileAnUpstreamStageIsBehind(Waits waits) {
    try (Threaded ring = new Threaded(waits.ring(false, CAPACITY), true)) {
      Producer feed = ring.disruptor.producer();
      feed.publish(feed.claim());
      Await.until(() -> ring.calls.get() == 1, ring.disruptor::snapshot);
      Await.parked(ring.thread("second"), ring.disruptor::snapshot);
      ring.go.countDown();
      Await.until(() -> ring.handled.size() == 1, ring.disruptor::snapshot);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BLOCKING", "BLOCKING_COALESCING", "BACKOFF"})
  void aStalledStageSleepsAndIsNotAskedAgainAtOnce(Waits waits) {
    try (Threaded ring = new Threaded(waits.ring(false, CAPACITY), false)) {
      ring.willing.set(false);
      Producer feed = ring.disruptor.producer();
      feed.publish(feed.claim());
      Await.until(() -> ring.calls.get() > 5, ring.disruptor::snapshot);
      int calls = ring.calls.get();
      Thread first = ring.thread("first");
      for (int i = 0; i < 20; i++) {
        Await.until(() -> first.getState() == Thread.State.TIMED_WAITING, ring.disruptor::snapshot);
      }
      assertThat(ring.calls.get() - calls).as("20 looks found it asleep").isLessThan(1_000);
      ring.willing.set(true);
      Await.until(() -> ring.handled.size() == 1, ring.disruptor::snapshot);
    }
  }

  @ParameterizedTest
  @EnumSource
  void wakeUpEndsTheBackOffThatNoPublisherWillEnd(Waits waits) {
    AtomicInteger calls = new AtomicInteger();
    AtomicBoolean willing = new AtomicBoolean();
    try (Disruptor disruptor =
        waits
            .ring(false, CAPACITY)
            .stage(
                "match",
                (lo, hi) -> {
                  calls.incrementAndGet();
                  if (!willing.get()) {
                    throw new IllegalStateException("not yet");
                  }
                })
            .wholeRange()
            .errorPolicy(ErrorPolicy.retry(1, Duration.ofHours(1), ErrorPolicy.halt()))
            .start()) {
      Producer feed = disruptor.producer();
      feed.publish(feed.claim());
      Await.until(
          () -> disruptor.stage("match").heldBack() == StepResult.STALLED, disruptor::snapshot);
      assertThat(calls).hasValue(1);
      willing.set(true);
      disruptor.stage("match").wakeUp();
      Await.until(() -> disruptor.stage("match").completed() == 0, disruptor::snapshot);
      assertThat(calls).hasValue(2);
    }
  }

  /** An interrupt is no handler error, and no way to make a stage skip what is unpublished. */
  @ParameterizedTest
  @EnumSource
  void anInterruptDuringAStagesWaitIsNoFailureAndSkipsNothing(Waits waits) {
    try (Threaded ring = new Threaded(waits.ring(true, CAPACITY), false)) {
      Producer one = ring.disruptor.producer();
      Producer two = ring.disruptor.producer();
      one.claim();
      two.publish(two.claim());
      Thread first = ring.thread("first");
      Thread second = ring.thread("second");
      boolean sleeps = !waits.strategy().spec().spins();
      for (int i = 0; i < 5; i++) {
        first.interrupt();
        second.interrupt();
        if (sleeps) {
          Await.until(() -> !first.isInterrupted(), ring.disruptor::snapshot);
          Await.parked(first, ring.disruptor::snapshot);
          Await.parked(second, ring.disruptor::snapshot);
        }
      }
      assertThat(ring.disruptor.stage("first").completed()).isEqualTo(-1);
      one.publish(0);
      Await.until(() -> ring.handled.size() == 2, ring.disruptor::snapshot);
      assertThat(ring.handled).containsExactly(0L, 1L);
      assertThat(ring.disruptor.snapshot().stage("first").failures()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("race")
  void everyStrategyHandsOnWhateverIsPublished(Waits waits) {
    for (boolean multi : new boolean[] {false, true}) {
      List<Long> expected = new ArrayList<>();
      try (Threaded ring = new Threaded(waits.ring(multi, CAPACITY), false)) {
        Producer feed = ring.disruptor.producer();
        for (int i = 0; i < 200; i++) {
          long hi = feed.claim(1 + i % 4);
          feed.publish(hi);
          while (expected.size() <= hi) {
            expected.add((long) expected.size());
          }
          if (i % 10 == 0) { // one at a time, from sleep
            Await.until(() -> ring.handled.size() > hi, ring.disruptor::snapshot);
          }
        }
        ring.disruptor.close();
        assertThat(ring.handled).containsExactlyElementsOf(expected);
      }
    }
  }
}
