package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.sequence.SingleSequencer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Closing a ring: it drains, and returns when everything has ended. */
@LeavesNoThread
class CloseTest {
  @ParameterizedTest
  @EnumSource(Waits.class)
  void publishThatHappensBeforeCloseIsProcessedByEveryStage(Waits waits) {
    for (int round = 0; round < 20; round++) {
      long[] plain = {0, 0};
      Disruptor disruptor =
          waits
              .ring(false, 64)
              .stage("a", (lo, hi) -> plain[0] += hi - lo + 1)
              .stage("b", (lo, hi) -> plain[1] += hi - lo + 1)
              .after("a")
              .start();
      Recorder.publish(disruptor.producer(), 50 + round);
      disruptor.close();
      assertThat(plain[0]).isEqualTo(50 + round);
      assertThat(plain[1]).isEqualTo(50 + round);
      assertThat(disruptor.state()).isEqualTo(DisruptorState.TERMINATED);
    }
  }

  /** As each look may stop the producer's thread; also a look behind an event, which is handled. */
  @ParameterizedTest
  @EnumSource(Waits.class)
  void aStageOfADrainingRingLooksAboutOnceAMillisecond(Waits waits) {
    List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
    AtomicReference<Thread> stage = new AtomicReference<>();
    AtomicReference<Disruptor> ring = new AtomicReference<>();
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .stage(
                "match",
                (lo, hi) ->
                    Await.until(
                        () -> ring.get().state() == DisruptorState.DRAINING, ring.get()::snapshot))
            .onStart(() -> stage.set(Thread.currentThread()))
            .build();
    ring.set(disruptor);
    Producer producer = disruptor.producer();
    SingleSequencer sequencer = (SingleSequencer) disruptor.stage("match").barrier.source(0);
    sequencer.handOver(
        producer,
        () -> {
          if (Thread.currentThread() == stage.get()) {
            nanos.add(System.nanoTime());
          }
          return nanos.size() < 20; // as if the producer were inside its claim
        });
    disruptor.start();
    Recorder.publish(producer, 1);
    disruptor.close();
    assertThat(nanos.get(19) - nanos.get(0)).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(10));
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void closingTwiceIsClosingOnce(Waits waits) {
    Recorder seen = new Recorder();
    Disruptor disruptor = waits.ring(false, 8).stage("a", seen).start();
    Recorder.publish(disruptor.producer(), 5);
    disruptor.close();
    disruptor.close();
    assertThat(seen.sequences()).isEqualTo(Recorder.from(0, 4));
    assertThat(disruptor.state()).isEqualTo(DisruptorState.TERMINATED);
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void closeReturnsWhenEveryStageThreadHasEnded(Waits waits) {
    List<Thread> threads = new ArrayList<>();
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .threads(
                driver -> {
                  Thread thread = new Thread(driver);
                  threads.add(thread);
                  return thread;
                })
            .stage("a", (lo, hi) -> {})
            .stage("b", (lo, hi) -> {})
            .start();
    disruptor.close();
    assertThat(threads).hasSize(2).noneMatch(Thread::isAlive);
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void closeBeforeStartHasTheClosingThreadProcessWhatWasPublished(Waits waits) {
    List<String> handled = new ArrayList<>();
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .stage("a", (lo, hi) -> handled.add("a " + Thread.currentThread().getName()))
            .maxBatch(8)
            .onStart(() -> handled.add("start"))
            .onStop(() -> handled.add("stop"))
            .stage("b", (lo, hi) -> handled.add("b " + Thread.currentThread().getName()))
            .maxBatch(8)
            .after("a")
            .build();
    Recorder.publish(disruptor.producer(), 3);
    disruptor.close();
    String me = Thread.currentThread().getName();
    assertThat(handled).contains("start", "a " + me, "b " + me, "stop").hasSize(4);
    assertThat(handled.indexOf("a " + me)).isLessThan(handled.indexOf("b " + me));
    assertThat(disruptor.snapshot().completed()).isEqualTo(2);
    assertThat(disruptor.state()).isEqualTo(DisruptorState.TERMINATED);
  }

  @Test
  void closeOfANewAndEmptyRingCallsNobody() {
    List<String> calls = new ArrayList<>();
    Disruptor disruptor = newRing(calls);
    disruptor.close();
    assertThat(calls).isEmpty();
    assertThat(disruptor.state()).isEqualTo(DisruptorState.TERMINATED);
  }

  private static Disruptor newRing(List<String> calls) {
    return Disruptor.singleProducer(8)
        .stage("a", (lo, hi) -> calls.add("event"))
        .onStart(() -> calls.add("start"))
        .onStop(() -> calls.add("stop"))
        .build();
  }

  @Test
  void closeOfANewRingIsNotIdleBeforeItsStart() {
    List<String> calls = new ArrayList<>();
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .claimGrace(Duration.ofMillis(20))
            .stage("a", (lo, hi) -> calls.add("event"))
            .onStart(() -> calls.add("start"))
            .onIdle(Duration.ofNanos(1), () -> calls.add("idle"))
            .build();
    Thread feed = Recorder.background("feed", () -> disruptor.producer().claim());
    Await.ended(feed, disruptor::snapshot);
    disruptor.close(); // steps the stage until the grace is over
    assertThat(calls).isEmpty();
  }

  @Test
  void closeOfANewRingHandsNothingOverWhenTheStartHaltsIt() {
    AtomicReference<Disruptor> ring = new AtomicReference<>();
    Recorder seen = new Recorder();
    Disruptor disruptor =
        Disruptor.singleProducer(8).stage("a", seen).onStart(() -> ring.get().halt()).build();
    ring.set(disruptor);
    Recorder.publish(disruptor.producer(), 1);
    disruptor.close();
    assertThat(seen.ranges()).isEmpty();
    assertThat(disruptor.state()).isEqualTo(DisruptorState.HALTED);
  }

  @Test
  void closeOfANewRingWithOneEventCallsEverybody() {
    List<String> calls = new ArrayList<>();
    Disruptor disruptor = newRing(calls);
    Recorder.publish(disruptor.producer(), 1);
    disruptor.close();
    assertThat(calls).containsExactly("start", "event", "stop");
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void closeFromAHandlerOnlyRequestsAndIsSeenThrough(Waits waits) {
    AtomicReference<Disruptor> ring = new AtomicReference<>();
    Recorder seen = new Recorder();
    Recorder below = new Recorder();
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .stage(
                "a",
                (lo, hi) -> {
                  seen.onRange(lo, hi);
                  if (lo == 1) {
                    ring.get().close();
                  }
                })
            .maxBatch(1)
            .stage("b", below)
            .after("a")
            .build();
    ring.set(disruptor);
    Recorder.publish(disruptor.producer(), 5);
    disruptor.start();
    Await.until(() -> disruptor.state() == DisruptorState.TERMINATED, disruptor::snapshot);
    assertThat(seen.sequences()).isEqualTo(Recorder.from(0, 4));
    assertThat(below.sequences()).isEqualTo(Recorder.from(0, 4));
    disruptor.close();
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void closeDoesNotForgetStagesThatAreNotYetRunning(Waits waits) {
    CountDownLatch go = new CountDownLatch(1);
    Recorder seen = new Recorder();
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .stage("a", seen)
            .threads(
                driver ->
                    new Thread(
                        () -> {
                          Await.until(() -> go.getCount() == 0, () -> "nobody said go");
                          driver.run();
                        }))
            .start();
    Recorder.publish(disruptor.producer(), 3);
    Thread closer = Recorder.background("closer", disruptor::close);
    Await.until(() -> disruptor.state() == DisruptorState.DRAINING, disruptor::snapshot);
    assertThat(closer.isAlive()).isTrue();
    go.countDown();
    Await.ended(closer, disruptor::snapshot);
    assertThat(seen.sequences()).isEqualTo(Recorder.from(0, 2));
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void closeWakesAProducerThatWaitsForRoomAndSaysWhy(Waits waits) {
    CountDownLatch go = new CountDownLatch(1);
    Disruptor disruptor = waits.ring(false, 4).stage("a", (lo, hi) -> go.await()).start();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread feed =
        Recorder.background(
            "feed",
            () -> {
              try {
                Recorder.publish(disruptor.producer("feed"), 5);
              } catch (RuntimeException e) {
                thrown.set(e);
              }
            });
    Await.until(() -> disruptor.snapshot().published() == 3, disruptor::snapshot);
    Thread closer = Recorder.background("main-loop", disruptor::close);
    Await.ended(feed, disruptor::snapshot);
    assertThat(thrown.get())
        .isInstanceOf(ClaimRefusedException.class)
        .hasMessage("claim refused: 'orders' is DRAINING (close() called by main-loop)");
    assertThat(((ClaimRefusedException) thrown.get()).state()).isEqualTo(DisruptorState.DRAINING);
    go.countDown();
    Await.ended(closer, disruptor::snapshot);
  }

  @Test
  void claimAfterCloseIsRefused() {
    Disruptor disruptor =
        Disruptor.multiProducer(4).name("orders").stage("a", (lo, hi) -> {}).start();
    Producer used = disruptor.producer();
    Recorder.publish(used, 1);
    disruptor.close();
    String message =
        "claim refused: 'orders' is TERMINATED (close() called by %s)"
            .formatted(Thread.currentThread().getName());
    assertThatThrownBy(used::claim).isInstanceOf(ClaimRefusedException.class).hasMessage(message);
    assertThatThrownBy(() -> used.tryClaim(1)).hasMessage(message);
    assertThatThrownBy(() -> used.tryClaim(1, Duration.ofSeconds(20))).hasMessage(message);
    Producer made = disruptor.producer();
    assertThatThrownBy(made::claim).hasMessage(message);
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void closeThatIsInterruptedHaltsStillWaitsAndKeepsTheInterrupt(Waits waits) {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Recorder seen = new Recorder();
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .stage(
                "a",
                (lo, hi) -> {
                  seen.onRange(lo, hi);
                  inside.countDown();
                  go.await();
                })
            .maxBatch(1)
            .start();
    Recorder.publish(disruptor.producer(), 3);
    Await.until(() -> inside.getCount() == 0, disruptor::snapshot);
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread closer =
        Recorder.background(
            "closer",
            () -> {
              disruptor.close();
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    Await.until(() -> disruptor.state() == DisruptorState.DRAINING, disruptor::snapshot);
    closer.interrupt();
    Await.until(() -> disruptor.state() == DisruptorState.HALTED, disruptor::snapshot);
    assertThat(closer.isAlive()).as("waits for the handler").isTrue();
    go.countDown();
    Await.ended(closer, disruptor::snapshot);
    assertThat(interrupted).isTrue();
    assertThat(seen.sequences()).containsExactly(0L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void claimOfTheClosingThreadIsDiscarded(boolean multiProducer) {
    Recorder seen = new Recorder();
    Disruptor disruptor =
        Waits.BLOCKING
            .ring(multiProducer, 8)
            .claimGrace(Duration.ofHours(1))
            .stage("a", seen)
            .start();
    Producer producer = disruptor.producer();
    Recorder.publish(producer, 2);
    producer.claim(2);
    disruptor.close(); // would wait for an hour
    assertThat(seen.sequences()).isEqualTo(Recorder.from(0, 1));
    assertThat(disruptor.snapshot().claims()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void claimOfAHandlerThatClosesIsStillPublished(boolean multiProducer) {
    AtomicReference<Disruptor> ring = new AtomicReference<>();
    Recorder seen = new Recorder();
    Disruptor disruptor =
        Waits.BLOCKING
            .ring(multiProducer, 8)
            .claimGrace(Duration.ofHours(1))
            .stage(
                "a",
                (lo, hi) -> {
                  seen.onRange(lo, hi);
                  if (lo == 0) {
                    Producer mine = ring.get().producer("echo");
                    long sequence = mine.claim();
                    ring.get().close(); // only requests
                    mine.publish(sequence);
                  }
                })
            .build();
    ring.set(disruptor);
    try (Producer producer = disruptor.producer()) {
      Recorder.publish(producer, 1);
    }
    disruptor.start();
    Await.until(() -> disruptor.state() != DisruptorState.RUNNING, disruptor::snapshot);
    disruptor.close();
    assertThat(seen.sequences()).isEqualTo(Recorder.from(0, 1));
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void claimThatIsPublishedWithinTheGraceIsProcessed(Waits waits) {
    for (boolean multiProducer : new boolean[] {false, true}) {
      Recorder seen = new Recorder();
      Disruptor disruptor =
          waits.ring(multiProducer, 8).claimGrace(Duration.ofHours(1)).stage("a", seen).start();
      CountDownLatch claimed = new CountDownLatch(1); // a snapshot may show it before
      Thread feed =
          Recorder.background(
              "feed",
              () -> {
                Producer producer = disruptor.producer("feed");
                producer.claim();
                claimed.countDown();
                Await.until(
                    () -> disruptor.state() == DisruptorState.DRAINING, disruptor::snapshot);
                producer.publish(0);
              });
      Await.until(() -> claimed.getCount() == 0, disruptor::snapshot);
      disruptor.close();
      Await.ended(feed, disruptor::snapshot);
      assertThat(seen.sequences()).containsExactly(0L);
    }
  }

  /** Publishes one event, and is seen inside of publish a few times after that. */
  private static final class SeenPublishing extends Thread {
    private static final int TIMES = 5;
    private final Disruptor disruptor;
    private final boolean closes;
    private final AtomicInteger looks = new AtomicInteger();

    SeenPublishing(Disruptor disruptor, boolean closes) {
      super("feed");
      this.disruptor = disruptor;
      this.closes = closes;
    }

    @Override
    public void run() {
      Producer producer = disruptor.producer();
      Recorder.publish(producer, 1);
      if (closes) {
        producer.close();
      }
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      if (looks.getAndIncrement() >= TIMES) {
        return new StackTraceElement[0];
      }
      String in = SingleProducer.class.getName();
      return new StackTraceElement[] {new StackTraceElement(in, "publish", "File.java", 1)};
    }
  }

  private static Disruptor polled(Duration grace, RangeHandler handler) {
    return Disruptor.singleProducer(8).claimGrace(grace).stage("a", handler).polled().start();
  }

  /** How often a close looks at the thread that has published, and may have closed its handle. */
  private static int looksOfClose(Duration grace, boolean closes) {
    Recorder seen = new Recorder();
    Disruptor disruptor = polled(grace, seen);
    SeenPublishing feed = new SeenPublishing(disruptor, closes);
    feed.start();
    Await.ended(feed, disruptor::snapshot);
    disruptor.close();
    assertThat(disruptor.state()).isEqualTo(DisruptorState.TERMINATED);
    assertThat(seen.sequences()).containsExactly(0L);
    return feed.looks.get();
  }

  @Test
  void closeWaitsUntilTheProducersThreadIsSeenOutsideOfPublishTwice() {
    assertThat(looksOfClose(Duration.ofHours(1), false)).isEqualTo(SeenPublishing.TIMES + 2);
  }

  @Test
  void closeLooksAtNobodyWhoseClaimsAreNotWaitedFor() {
    assertThat(looksOfClose(Duration.ZERO, false)).isZero();
    assertThat(looksOfClose(Duration.ofHours(1), true)).as("of a closed handle").isZero();
  }

  @Test
  void closeByTheProducersOwnThreadThatAlsoDrivesTheStagesWaitsForNoGrace() {
    Recorder seen = new Recorder();
    Disruptor disruptor = polled(Duration.ofHours(1), seen);
    Thread closing =
        Recorder.background(
            "closing",
            () -> {
              Recorder.publish(disruptor.producer(), 3);
              disruptor.close();
            });
    Await.ended(closing, disruptor::snapshot);
    assertThat(seen.sequences()).containsExactly(0L, 1L, 2L);
  }

  @Test
  void closeWhileTheProducersOwnThreadStepsTheStageWaitsForNoGrace() {
    Disruptor disruptor = polled(Duration.ofHours(1), (lo, hi) -> {});
    Thread loop =
        Recorder.background(
            "loop",
            () -> {
              Recorder.publish(disruptor.producer(), 3);
              StepResult result = disruptor.stage("a").step();
              while (result != StepResult.ENDED) {
                result = disruptor.stage("a").step();
              }
            });
    Await.until(() -> disruptor.snapshot().published() == 2, disruptor::snapshot);
    Thread closing = Recorder.background("closing", disruptor::close);
    Await.ended(closing, disruptor::snapshot);
    Await.ended(loop, disruptor::snapshot);
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void producerThatWaitsForRoomInAnotherRingHoldsNobodyUp(Waits waits) {
    Disruptor full = waits.ring(false, 8).stage("a", (lo, hi) -> {}).polled().start();
    Disruptor disruptor =
        waits.ring(false, 8).claimGrace(Duration.ofHours(1)).stage("a", (lo, hi) -> {}).start();
    Thread feed =
        Recorder.background(
            "feed",
            () -> {
              Recorder.publish(disruptor.producer(), 1);
              Producer producer = full.producer();
              producer.publish(producer.claim(8));
              producer.publish(producer.claim());
            });
    Await.until(() -> full.snapshot().published() == 7, full::snapshot);
    Thread closing = Recorder.background("closing", disruptor::close);
    Await.ended(closing, disruptor::snapshot);
    assertThat(full.step()).isTrue();
    Await.ended(feed, full::snapshot);
    full.close();
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void producerThatStopsBetweenClaimAndPublishHoldsNobodyUpForEver(Waits waits) {
    for (boolean multiProducer : new boolean[] {false, true}) {
      Recorder first = new Recorder();
      Recorder second = new Recorder();
      Disruptor disruptor =
          waits
              .ring(multiProducer, 8)
              .claimGrace(Duration.ofMillis(20))
              .stage("first", first)
              .stage("second", second)
              .after("first")
              .start();
      AtomicReference<Producer> handle = new AtomicReference<>();
      Thread feed =
          Recorder.background(
              "feed-thread",
              () -> {
                Producer producer = disruptor.producer("feed-1");
                Recorder.publish(producer, 2);
                producer.claim(3);
                handle.set(producer);
              });
      Await.ended(feed, disruptor::snapshot);
      Snapshot result = disruptor.shutdown(Duration.ofSeconds(20));
      assertThat(result.state()).isEqualTo(DisruptorState.TERMINATED);
      assertThat(result.claims()).containsExactly(new PendingClaim("feed-1", "feed-thread", 2, 4));
      assertThat(result.blocker())
          .contains("claim 2..4 of producer 'feed-1' (thread: feed-thread)");
      assertThat(result.unprocessed()).isEqualTo(3);
      assertThat(first.sequences()).isEqualTo(Recorder.from(0, 1));
      assertThat(second.sequences()).isEqualTo(Recorder.from(0, 1));
    }
  }

  @Test
  void stagesDrainToTheFirstHoleAndTheResultListsAllOfThem() {
    Recorder seen = new Recorder();
    Disruptor disruptor =
        Disruptor.multiProducer(16).claimGrace(Duration.ZERO).stage("a", seen).start();
    for (int i = 0; i < 2; i++) {
      String name = "feed-" + i;
      Thread feed =
          Recorder.background(
              name,
              () -> {
                Producer producer = disruptor.producer(name);
                Recorder.publish(producer, 2);
                producer.claim();
              });
      Await.ended(feed, disruptor::snapshot);
    }
    Snapshot result = disruptor.shutdown(Duration.ofSeconds(20));
    assertThat(seen.sequences()).isEqualTo(Recorder.from(0, 1));
    assertThat(result.claimed()).isEqualTo(5);
    assertThat(result.claims())
        .containsExactly(
            new PendingClaim("feed-0", "feed-0", 2, 2), new PendingClaim("feed-1", "feed-1", 5, 5));
    assertThat(result.toString()).contains("claim 2..2 of producer 'feed-0'");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void publishThatComesTooLateIsNamedByTheHandlesNextCall(boolean multiProducer) {
    Recorder seen = new Recorder();
    Disruptor disruptor =
        Waits.BLOCKING.ring(multiProducer, 16).claimGrace(Duration.ZERO).stage("a", seen).start();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    CountDownLatch closed = new CountDownLatch(1);
    Thread feed =
        Recorder.background(
            "feed",
            () -> {
              Producer producer = disruptor.producer("feed");
              producer.claim(2);
              Await.until(() -> closed.getCount() == 0, disruptor::snapshot);
              producer.publish(1);
              try {
                producer.claim();
              } catch (RuntimeException e) {
                thrown.set(e);
              }
            });
    Await.until(() -> disruptor.snapshot().claimed() == 1, disruptor::snapshot);
    disruptor.close();
    closed.countDown();
    Await.ended(feed, disruptor::snapshot);
    assertThat(seen.ranges()).isEmpty();
    assertThat(thrown.get())
        .isInstanceOf(ClaimRefusedException.class)
        .hasMessage(
            "claim refused: 'orders' is TERMINATED (close() called by %s)"
                    .formatted(Thread.currentThread().getName())
                + "; not processed, being behind the end: 0..1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stagesStopAtOneEndAlsoWhenMoreIsPublishedBehindIt(boolean multiProducer) {
    Recorder right = new Recorder();
    AtomicReference<Disruptor> ring = new AtomicReference<>();
    Disruptor disruptor =
        Waits.BLOCKING
            .ring(multiProducer, 16)
            .claimGrace(Duration.ZERO)
            .stage("left", (lo, hi) -> ring.get().close()) // from a handler: only requests
            .maxBatch(8)
            .polled()
            .partialStage(
                "right",
                (lo, hi) -> {
                  right.onRange(lo, hi);
                  return lo == 0 ? 0 : hi;
                })
            .maxBatch(8)
            .polled()
            .start();
    ring.set(disruptor);
    CountDownLatch late = new CountDownLatch(1);
    Thread feed =
        Recorder.background(
            "feed",
            () -> {
              Producer producer = disruptor.producer("feed");
              Recorder.publish(producer, 2);
              producer.claim(3);
              Await.until(() -> late.getCount() == 0, disruptor::snapshot);
              producer.publish(4);
            });
    Await.until(() -> disruptor.snapshot().claimed() == 4, disruptor::snapshot);
    disruptor.stage("left").step(); // handles 0..1, and closes
    disruptor.stage("left").step(); // acknowledges
    disruptor.stage("right").step(); // acknowledges, and handles 0 alone
    disruptor.stage("left").step(); // fixes the end: 1
    late.countDown();
    Await.ended(feed, disruptor::snapshot);
    disruptor.close();
    assertThat(right.ranges()).containsExactly("0..1", "1..1");
    assertThat(disruptor.stage("left").completed()).isEqualTo(1);
    assertThat(disruptor.stage("right").completed()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  @Tag("race")
  void closeWhileProducersHammerProcessesEachPublishByAllStagesOrByNone(Waits waits) {
    for (int round = 0; round < 10; round++) {
      hammer(waits, true, 2, round % 2 == 0 ? Duration.ZERO : Duration.ofSeconds(20));
      hammer(waits, false, 1, round % 2 == 0 ? Duration.ZERO : Duration.ofSeconds(20));
    }
  }

  private static void hammer(Waits waits, boolean multiProducer, int producers, Duration grace) {
    Recorder left = new Recorder();
    Recorder right = new Recorder();
    Recorder join = new Recorder();
    Disruptor disruptor =
        waits
            .ring(multiProducer, 32)
            .claimGrace(grace)
            .stage("left", left)
            .stage("right", right)
            .maxBatch(1)
            .stage("join", join)
            .after("left", "right")
            .start();
    List<Hammer> hammers = new ArrayList<>();
    for (int i = 0; i < producers; i++) {
      hammers.add(new Hammer(disruptor));
    }
    List<Thread> threads =
        hammers.stream().map(hammer -> Recorder.background("hammer", hammer)).toList();
    Await.until(() -> disruptor.stage("join").completed() > 100, disruptor::snapshot);
    disruptor.close();
    threads.forEach(thread -> Await.ended(thread, disruptor::snapshot));

    long end = disruptor.stage("join").completed();
    assertThat(disruptor.stage("left").completed()).isEqualTo(end);
    assertThat(disruptor.stage("right").completed()).isEqualTo(end);
    assertThat(left.sequences()).isEqualTo(Recorder.from(0, end));
    assertThat(right.sequences()).isEqualTo(Recorder.from(0, end));
    assertThat(join.sequences()).isEqualTo(Recorder.from(0, end));
    for (Hammer hammer : hammers) {
      assertThat(hammer.refusal).isNotNull();
      // The refusal itself may have come before the end was fixed; from then on every call says it.
      ClaimRefusedException later =
          catchThrowableOfType(ClaimRefusedException.class, hammer.producer::claim);
      if (hammer.last > end) {
        assertThat(later)
            .hasMessageContaining("; not processed, being behind the end: " + (end + 1) + "..")
            .hasMessageEndingWith(".." + hammer.last);
      } else {
        assertThat(later).hasMessageNotContaining("behind the end");
      }
      if (!grace.isZero()) {
        assertThat(hammer.last).as("claimed in time, so waited for").isLessThanOrEqualTo(end);
      }
    }
  }

  /** Publishes until it is refused. Read when its thread has ended. */
  private static final class Hammer implements Runnable {
    private long last = -1;
    private final Producer producer;
    private ClaimRefusedException refusal;

    Hammer(Disruptor disruptor) {
      producer = disruptor.producer();
    }

    @Override
    public void run() {
      try {
        while (true) {
          long sequence = producer.claim();
          producer.publish(sequence);
          last = sequence;
        }
      } catch (ClaimRefusedException e) {
        refusal = e;
      }
    }
  }

  /** It calls handlers itself, where no thread does, and they are not to see it either. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closeByAThreadThatIsInterruptedCallsNoHandlerWithThat(boolean started) {
    CountDownLatch open = new CountDownLatch(0);
    AtomicInteger calls = new AtomicInteger();
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage(
                "match",
                (lo, hi) -> {
                  open.await(); // throws if an interrupt is pending
                  calls.incrementAndGet();
                })
            .polled()
            .build();
    if (started) {
      disruptor.start();
    }
    Recorder.publish(disruptor.producer(), 1);
    Thread.currentThread().interrupt();
    disruptor.close(); // would throw
    assertThat(Thread.interrupted()).isTrue();
    assertThat(disruptor.state()).isEqualTo(DisruptorState.HALTED);
    assertThat(calls).hasValue(0);
  }

  @Test
  void closeByAThreadThatIsInterruptedInAHandlerCallsNoOtherWithThat() {
    CountDownLatch open = new CountDownLatch(0);
    AtomicInteger calls = new AtomicInteger();
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage("a", (lo, hi) -> Thread.currentThread().interrupt())
            .polled()
            .stage(
                "b",
                (lo, hi) -> {
                  open.await(); // throws if an interrupt is pending
                  calls.incrementAndGet();
                })
            .after("a")
            .polled()
            .start();
    Recorder.publish(disruptor.producer(), 1);
    disruptor.close(); // would throw
    assertThat(Thread.interrupted()).isTrue();
    assertThat(disruptor.state()).isEqualTo(DisruptorState.HALTED);
    assertThat(calls).hasValue(0);
  }

  @Test
  void aShutdownWithoutALimitIsRefusedBeforeItClosesAnything() {
    Disruptor disruptor = Disruptor.singleProducer(8).stage("match", (lo, hi) -> {}).build();
    assertThatThrownBy(() -> disruptor.shutdown(null)).isInstanceOf(NullPointerException.class);
    assertThat(disruptor.state()).isEqualTo(DisruptorState.NEW);
    Producer producer = disruptor.producer();
    producer.publish(producer.claim()); // from now on it claims without a look
    assertThatThrownBy(() -> producer.tryClaim(1, null)).isInstanceOf(NullPointerException.class);
    assertThat(producer.claim()).as("nothing was claimed").isEqualTo(1);
    disruptor.close();
  }

  @Test
  void twoClosersBothWaitForTheEnd() {
    CountDownLatch go = new CountDownLatch(1);
    Disruptor disruptor = Disruptor.singleProducer(8).stage("a", (lo, hi) -> go.await()).start();
    Recorder.publish(disruptor.producer(), 1);
    AtomicReference<DisruptorState> seen = new AtomicReference<>();
    Thread one = Recorder.background("one", disruptor::close);
    Await.until(() -> disruptor.state() == DisruptorState.DRAINING, disruptor::snapshot);
    Thread two =
        Recorder.background(
            "two",
            () -> {
              disruptor.close();
              seen.set(disruptor.state());
            });
    Await.parked(two, disruptor::snapshot);
    assertThat(seen.get()).isNull();
    go.countDown();
    Await.ended(one, disruptor::snapshot);
    Await.ended(two, disruptor::snapshot);
    assertThat(seen.get()).isEqualTo(DisruptorState.TERMINATED);
  }

  @Test
  void closeOnAThreadWhoseStageHasEndedWaitsForTheOthers() {
    CountDownLatch go = new CountDownLatch(1);
    AtomicReference<Disruptor> ring = new AtomicReference<>();
    AtomicReference<DisruptorState> afterClose = new AtomicReference<>();
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage("quick", (lo, hi) -> {})
            .threads(
                driver ->
                    new Thread(
                        () -> {
                          driver.run();
                          ring.get().close(); // not a handler any more
                          afterClose.set(ring.get().state());
                        },
                        "reused"))
            .stage("slow", (lo, hi) -> go.await())
            .after("quick")
            .build();
    ring.set(disruptor);
    disruptor.start();
    Recorder.publish(disruptor.producer(), 1);
    Thread closer = Recorder.background("closer", disruptor::close);
    try {
      Await.until(
          () -> disruptor.snapshot().stage("quick").waiting() == StepResult.ENDED,
          disruptor::snapshot);
      Await.until(() -> afterClose.get() != null || waitsInClose("reused"), disruptor::snapshot);
    } finally {
      go.countDown();
    }
    Await.ended(closer, disruptor::snapshot);
    Await.until(() -> afterClose.get() != null, disruptor::snapshot);
    assertThat(afterClose.get()).isEqualTo(DisruptorState.TERMINATED);
  }

  private static boolean waitsInClose(String name) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> entry.getKey().getName().equals(name))
        .flatMap(entry -> Stream.of(entry.getValue()))
        .anyMatch(frame -> frame.getMethodName().equals("awaitEnd"));
  }
}
