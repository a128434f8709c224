package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.penstock.ring.ObjectRing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Handlers that fail under the default policy: the ring halts, and everybody is told why. */
@LeavesNoThread
class FailureTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  static Stream<Arguments> failingEvents() {
    return Stream.of(Waits.values())
        .flatMap(waits -> Stream.of(0L, 5L, 9L).map(at -> Arguments.of(waits, at)));
  }

  @ParameterizedTest
  @MethodSource("failingEvents")
  void handlerThatThrowsOnTheFirstAMiddleOrTheLastEventStopsTheRingThere(Waits waits, long at) {
    IllegalStateException broken = new IllegalStateException("broken at " + at);
    Recorder below = new Recorder();
    Disruptor disruptor =
        waits
            .ring(false, 16)
            .stage(
                "match",
                (lo, hi) -> {
                  if (lo <= at && at <= hi) {
                    throw new EventFailedException(at, broken);
                  }
                })
            .stage("below", below)
            .after("match")
            .start();
    Producer producer = disruptor.producer();
    producer.claim(10);
    producer.publish(9);
    assertThatThrownBy(disruptor::close)
        .isInstanceOf(DisruptorFailedException.class)
        .hasMessageStartingWith("stage 'match' failed at sequence: " + at)
        .hasCause(broken);
    assertThat(disruptor.state()).isEqualTo(DisruptorState.FAILED);
    assertThat(disruptor.stage("match").completed()).isEqualTo(at - 1);
    assertThat(below.sequences())
        .as("no stage passes what its upstreams completed")
        .isSubsetOf(Recorder.from(0, at - 1));
  }

  static Stream<Arguments> errors() {
    return Stream.of(Waits.values())
        .flatMap(
            waits ->
                Stream.of(
                    Arguments.of(waits, new OutOfMemoryError("heap of a test")),
                    Arguments.of(waits, new StackOverflowError()),
                    Arguments.of(waits, new AssertionError("no error of the machine"))));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void handlerThatThrowsAnErrorStopsTheRingAndWakesEverybody(Waits waits, Error error) {
    CountDownLatch full = new CountDownLatch(1);
    Disruptor disruptor =
        waits
            .ring(false, 4)
            .stage(
                "match",
                (lo, hi) -> {
                  full.await();
                  throw error;
                })
            .start();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread feed = feedUntilRefused(disruptor, thrown);
    Await.until(() -> disruptor.snapshot().published() == 3, disruptor::snapshot);
    full.countDown();
    Await.ended(feed, disruptor::snapshot);
    assertThat(thrown.get()).isInstanceOf(DisruptorFailedException.class).hasCause(error);
    assertThatThrownBy(disruptor::close)
        .isInstanceOf(DisruptorFailedException.class)
        .hasCause(error);
  }

  private static Thread feedUntilRefused(Disruptor disruptor, AtomicReference<Throwable> thrown) {
    return Recorder.background(
        "feed",
        () -> {
          try {
            Recorder.publish(disruptor.producer("feed"), Integer.MAX_VALUE);
          } catch (RuntimeException e) {
            thrown.set(e);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void errorsThatTheMachineReallyThrowsStopTheRing(Waits waits) {
    Disruptor disruptor = waits.ring(false, 4).stage("match", (lo, hi) -> recurse(lo)).start();
    Recorder.publish(disruptor.producer(), 1);
    assertThatThrownBy(disruptor::close)
        .isInstanceOf(DisruptorFailedException.class)
        .hasCauseInstanceOf(StackOverflowError.class);
  }

  @SuppressWarnings("InfiniteRecursion") // that is what it is for
  private static long recurse(long n) {
    return recurse(n + 1) + 1;
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void virtualMachineErrorHaltsWhateverThePolicyIs(Waits waits) {
    for (ErrorPolicy policy :
        List.of(
            ErrorPolicy.skip(),
            ErrorPolicy.detach(),
            ErrorPolicy.deadLetter((stage, lo, hi, cause) -> {}),
            ErrorPolicy.retry(3, Duration.ZERO, ErrorPolicy.skip()))) {
      OutOfMemoryError error = new OutOfMemoryError("heap of a test");
      ObjectRing<StringBuilder> ring = ObjectRing.withCapacity(8, StringBuilder::new);
      Disruptor disruptor =
          waits
              .ring(false, 8)
              .stage(
                  "match",
                  ring.each(
                      (event, sequence, last) -> {
                        throw error;
                      }))
              .errorPolicy(policy)
              .start();
      Recorder.publish(disruptor.producer(), 1);
      assertThatThrownBy(disruptor::close)
          .as("%s", policy)
          .isInstanceOf(DisruptorFailedException.class)
          .hasCause(error);
    }
  }

  @Test
  void failureOfARangeTellsTheRange() {
    Disruptor disruptor = Disruptor.singleProducer(64).stage("match", this::fail).polled().start();
    Producer producer = disruptor.producer();
    producer.claim(16);
    producer.publish(15);
    assertThatThrownBy(disruptor::close)
        .hasMessage("stage 'match' failed at sequence: 0 (range: 0..15)");
  }

  private void fail(long lo, long hi) {
    throw new IllegalStateException(lo + ".." + hi);
  }

  @Test
  void failureOfAnEventTellsTheEventAndTheRange() {
    IllegalStateException broken = new IllegalStateException("broken");
    Disruptor disruptor =
        Disruptor.singleProducer(64)
            .stage(
                "match",
                (lo, hi) -> {
                  throw new EventFailedException(2, broken);
                })
            .polled()
            .start();
    Producer producer = disruptor.producer();
    producer.claim(16);
    producer.publish(15);
    DisruptorFailedException thrown = (DisruptorFailedException) catchThrowable(disruptor::close);
    assertThat(thrown)
        .hasMessage("stage 'match' failed at sequence: 2 (range: 0..15)")
        .hasCause(broken);
    assertThat(thrown.stage()).isEqualTo("match");
    assertThat(thrown.sequence()).isEqualTo(2);
    assertThat(disruptor.stage("match").completed()).isEqualTo(1);
  }

  @Test
  void eventOutsideTheRangeFailsTheRange() {
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage(
                "match",
                (lo, hi) -> {
                  throw new EventFailedException(hi + 1, new IllegalStateException("broken"));
                })
            .polled()
            .start();
    Recorder.publish(disruptor.producer(), 2);
    assertThatThrownBy(disruptor::close)
        .hasMessage("stage 'match' failed at sequence: 0 (range: 0..1)")
        .hasCauseInstanceOf(EventFailedException.class);
    assertThat(disruptor.stage("match").completed()).isEqualTo(-1);
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void claimIsToldTheFailure(Waits waits) {
    IllegalStateException broken = new IllegalStateException("broken");
    Disruptor disruptor =
        waits
            .ring(true, 8)
            .stage(
                "match",
                (lo, hi) -> {
                  throw broken;
                })
            .start();
    Producer producer = disruptor.producer();
    Recorder.publish(producer, 1);
    Await.until(() -> disruptor.state() == DisruptorState.FAILED, disruptor::snapshot);
    disruptor.shutdown(LONG); // until limits are revoked, a claim within them succeeds
    assertThatThrownBy(producer::claim)
        .isInstanceOf(DisruptorFailedException.class)
        .hasMessage("stage 'match' failed at sequence: 0")
        .hasCause(broken);
    assertThatThrownBy(() -> producer.tryClaim(1)).hasCause(broken);
    assertThatThrownBy(() -> producer.tryClaim(1, LONG)).hasCause(broken);
    assertThatThrownBy(disruptor::close).hasCause(broken);
  }

  @Test
  void everyThrowIsANewExceptionSoThatTryWithResourcesMaySuppressIt() {
    IllegalStateException broken = new IllegalStateException("broken");
    Throwable thrown =
        catchThrowable(
            () -> {
              Disruptor disruptor =
                  Disruptor.singleProducer(8)
                      .stage(
                          "match",
                          (lo, hi) -> {
                            throw broken;
                          })
                      .start();
              try (disruptor) {
                Producer producer = disruptor.producer();
                Recorder.publish(producer, Integer.MAX_VALUE);
              }
            });
    assertThat(thrown).isInstanceOf(DisruptorFailedException.class).hasCause(broken);
    assertThat(thrown.getSuppressed()).hasSize(1);
    assertThat(thrown.getSuppressed()[0])
        .isInstanceOf(DisruptorFailedException.class)
        .isNotSameAs(thrown)
        .hasCause(broken);
  }

  @Test
  void closeOfAFailedRingThrowsEachTimeItIsCalled() {
    Disruptor disruptor = Disruptor.singleProducer(8).stage("match", this::fail).start();
    Recorder.publish(disruptor.producer(), 1);
    Throwable first = catchThrowable(disruptor::close);
    Throwable second = catchThrowable(disruptor::close);
    assertThat(first).isInstanceOf(DisruptorFailedException.class);
    assertThat(second).isInstanceOf(DisruptorFailedException.class).isNotSameAs(first);
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void firstFailureWinsAndLaterOnesAreSuppressedUnderIt(Waits waits) {
    CountDownLatch firstFailed = new CountDownLatch(1);
    CountDownLatch secondInside = new CountDownLatch(1);
    IllegalStateException early = new IllegalStateException("early");
    IllegalStateException late = new IllegalStateException("late");
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .stage(
                "early",
                (lo, hi) -> {
                  secondInside.await();
                  throw early;
                })
            .stage(
                "late",
                (lo, hi) -> {
                  secondInside.countDown();
                  firstFailed.await();
                  throw late;
                })
            .start();
    Recorder.publish(disruptor.producer(), 1);
    Await.until(() -> disruptor.state() == DisruptorState.FAILED, disruptor::snapshot);
    firstFailed.countDown();
    assertThatThrownBy(disruptor::close)
        .hasMessage("stage 'early' failed at sequence: 0")
        .hasCause(early)
        .satisfies(thrown -> assertThat(thrown.getSuppressed()).containsExactly(late));
  }

  @Test
  void stagesThatThrowTheSameObjectDoNotSuppressItUnderItself() {
    IllegalStateException shared = new IllegalStateException("one for all");
    CountDownLatch both = new CountDownLatch(2);
    RangeHandler fails =
        (lo, hi) -> {
          both.countDown();
          both.await();
          throw shared;
        };
    Disruptor disruptor = Disruptor.singleProducer(8).stage("a", fails).stage("b", fails).start();
    Recorder.publish(disruptor.producer(), 1);
    assertThatThrownBy(disruptor::close).hasCause(shared);
    assertThat(shared.getSuppressed()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void downstreamStagesStopBehindWhatTheirUpstreamCompleted(Waits waits) {
    AtomicLong completedAbove = new AtomicLong(-1);
    List<Long> tooFar = new ArrayList<>();
    Disruptor disruptor =
        waits
            .ring(false, 64)
            .stage(
                "match",
                (lo, hi) -> {
                  if (lo >= 1_000) {
                    throw new IllegalStateException("broken");
                  }
                  completedAbove.set(hi);
                })
            .stage(
                "below",
                (lo, hi) -> {
                  if (hi > completedAbove.get()) {
                    tooFar.add(hi);
                  }
                })
            .after("match")
            .start();
    assertThatThrownBy(() -> Recorder.publish(disruptor.producer(), 10_000))
        .isInstanceOf(DisruptorFailedException.class);
    Snapshot result = disruptor.shutdown(LONG);
    assertThat(tooFar).isEmpty();
    assertThat(result.stage("below").completed())
        .isLessThanOrEqualTo(result.stage("match").completed());
    assertThat(result.blocker()).isPresent();
  }

  @Test
  void failureIsToldEvenWhenTheRingWasHaltedBefore() {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    IllegalStateException broken = new IllegalStateException("broken");
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage(
                "match",
                (lo, hi) -> {
                  inside.countDown();
                  go.await();
                  throw broken;
                })
            .start();
    Recorder.publish(disruptor.producer(), 1);
    Await.until(() -> inside.getCount() == 0, disruptor::snapshot);
    disruptor.halt();
    go.countDown();
    assertThatThrownBy(disruptor::close).hasCause(broken);
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void handlerThatClaimsOnItsOwnFullRingIsToldWhichStageWouldWaitForItself(Waits waits) {
    AtomicReference<Disruptor> ring = new AtomicReference<>();
    AtomicReference<Producer> own = new AtomicReference<>();
    Disruptor disruptor =
        waits
            .ring(true, 4)
            .stage(
                "match",
                (lo, hi) -> {
                  own.compareAndSet(null, ring.get().producer("echo"));
                  Recorder.publish(own.get(), 4); // one too many: its own event fills a slot
                })
            .build();
    ring.set(disruptor);
    disruptor.start();
    Recorder.publish(disruptor.producer(), 1);
    Await.until(() -> disruptor.state() == DisruptorState.FAILED, disruptor::snapshot);
    assertThatThrownBy(disruptor::close)
        .rootCause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "stage 'match' would wait for itself: claim on its own full ring 'orders'"
                + " (expected: tryClaim)");
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void handlerThatTriesToClaimOnItsOwnFullRingIsToldThatItIsFull(Waits waits) {
    AtomicReference<Disruptor> ring = new AtomicReference<>();
    AtomicReference<Boolean> claimed = new AtomicReference<>();
    Disruptor disruptor =
        waits
            .ring(true, 4)
            .stage("match", (lo, hi) -> tryOnce(ring.get(), claimed))
            .maxBatch(1)
            .build();
    ring.set(disruptor);
    Recorder.publish(disruptor.producer(), 4);
    disruptor.start();
    disruptor.close();
    assertThat(claimed.get()).isFalse();
  }

  private static void tryOnce(Disruptor disruptor, AtomicReference<Boolean> claimed) {
    if (claimed.get() == null) {
      try (Producer echo = disruptor.producer("echo")) {
        claimed.set(echo.tryClaim(1));
      } catch (ClaimRefusedException e) {
        claimed.set(false); // closed first
      }
    }
  }

  @Test
  void downstreamStageMayNotClaimForItsUpstreamEither() {
    AtomicReference<Disruptor> ring = new AtomicReference<>();
    Disruptor disruptor =
        Disruptor.multiProducer(4)
            .name("orders")
            .stage("a", (lo, hi) -> {})
            .stage("b", (lo, hi) -> Recorder.publish(ring.get().producer("echo"), 4))
            .after("a")
            .build();
    ring.set(disruptor);
    disruptor.start();
    Recorder.publish(disruptor.producer(), 1);
    Await.until(() -> disruptor.state() == DisruptorState.FAILED, disruptor::snapshot);
    assertThatThrownBy(disruptor::close)
        .rootCause()
        .hasMessageStartingWith("stage 'b' would wait for itself");
  }

  @Test
  void interruptedExceptionOfAHandlerIsAFailureLikeAnyOther() {
    Disruptor disruptor =
        Disruptor.singleProducer(4)
            .stage(
                "match",
                (lo, hi) -> {
                  throw new InterruptedException("of its own");
                })
            .start();
    Recorder.publish(disruptor.producer(), 1);
    assertThatThrownBy(disruptor::close).hasCauseInstanceOf(InterruptedException.class);
  }
}
