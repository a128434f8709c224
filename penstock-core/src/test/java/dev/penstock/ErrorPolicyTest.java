package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.ring.ObjectRing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What stages do with failures when they are told not to halt. */
@LeavesNoThread
class ErrorPolicyTest {
  private static final int EVENTS = 10;

  static Stream<Arguments> failingEvents() {
    return Stream.of(Waits.values())
        .flatMap(waits -> Stream.of(0L, 5L, 9L).map(at -> Arguments.of(waits, at)));
  }

  /** Handles events one by one, all but those that fail. */
  private static final class Picky {
    final ObjectRing<StringBuilder> ring = ObjectRing.withCapacity(16, StringBuilder::new);
    final List<Long> handled = new ArrayList<>();
    final AtomicInteger failures = new AtomicInteger();
    final long at;
    final int times;

    Picky(long at, int times) {
      this.at = at;
      this.times = times;
    }

    RangeHandler handler() {
      return ring.each(
          (event, sequence, last) -> {
            if (sequence == at && failures.get() < times) {
              failures.incrementAndGet();
              throw new IllegalArgumentException("bad: " + sequence);
            }
            handled.add(sequence);
          });
    }

    List<Long> allBut() {
      List<Long> all = Recorder.from(0, EVENTS - 1);
      all.remove(at);
      return all;
    }
  }

  private static void publish(Disruptor disruptor) {
    Producer producer = disruptor.producer();
    producer.claim(EVENTS);
    producer.publish(EVENTS - 1);
  }

  @ParameterizedTest
  @MethodSource("failingEvents")
  void skipGoesOnBehindTheEventThatFailed(Waits waits, long at) {
    Picky picky = new Picky(at, Integer.MAX_VALUE);
    Recorder below = new Recorder();
    Disruptor disruptor =
        waits
            .ring(false, 16)
            .stage("match", picky.handler())
            .errorPolicy(ErrorPolicy.skip())
            .stage("below", below)
            .after("match")
            .start();
    try (disruptor) {
      publish(disruptor);
    }
    assertThat(picky.handled).isEqualTo(picky.allBut());
    assertThat(picky.failures).hasValue(1);
    assertThat(below.sequences()).isEqualTo(Recorder.from(0, EVENTS - 1));
    StageSnapshot stage = disruptor.snapshot().stage("match");
    assertThat(stage.failures()).isEqualTo(1);
    assertThat(stage.lastFailure()).isPresent();
    assertThat(stage.lastFailure().orElseThrow()).hasMessage("bad: " + at);
  }

  @ParameterizedTest
  @MethodSource("failingEvents")
  void deadLetterHandlerIsGivenTheEventThatFailed(Waits waits, long at) {
    Picky picky = new Picky(at, Integer.MAX_VALUE);
    List<String> dead = new ArrayList<>();
    Disruptor disruptor =
        waits
            .ring(false, 16)
            .stage("match", picky.handler())
            .errorPolicy(
                ErrorPolicy.deadLetter(
                    (stage, lo, hi, cause) ->
                        dead.add(stage + " " + lo + ".." + hi + " " + cause.getMessage())))
            .start();
    try (disruptor) {
      publish(disruptor);
    }
    assertThat(dead).containsExactly("match " + at + ".." + at + " bad: " + at);
    assertThat(picky.handled).isEqualTo(picky.allBut());
  }

  @ParameterizedTest
  @MethodSource("failingEvents")
  void retryHandsTheEventThatFailedOverAgain(Waits waits, long at) {
    Picky picky = new Picky(at, 3);
    Disruptor disruptor =
        waits
            .ring(false, 16)
            .stage("match", picky.handler())
            .errorPolicy(ErrorPolicy.retry(3, Duration.ofNanos(100), ErrorPolicy.halt()))
            .start();
    try (disruptor) {
      publish(disruptor);
    }
    assertThat(picky.failures).hasValue(3);
    assertThat(picky.handled).isEqualTo(Recorder.from(0, EVENTS - 1));
  }

  @ParameterizedTest
  @MethodSource("failingEvents")
  void retryThatHelpsNothingGoesOnToItsLastPolicy(Waits waits, long at) {
    Picky picky = new Picky(at, Integer.MAX_VALUE);
    Disruptor disruptor =
        waits
            .ring(false, 16)
            .stage("match", picky.handler())
            .errorPolicy(ErrorPolicy.retry(2, Duration.ZERO, ErrorPolicy.skip()))
            .start();
    try (disruptor) {
      publish(disruptor);
    }
    assertThat(picky.failures).as("once and two times more").hasValue(3);
    assertThat(picky.handled).isEqualTo(picky.allBut());
  }

  @Test
  void attemptsAreCountedAnewForEachEvent() {
    ObjectRing<StringBuilder> ring = ObjectRing.withCapacity(16, StringBuilder::new);
    List<Long> calls = new ArrayList<>();
    Disruptor disruptor =
        Disruptor.singleProducer(16)
            .stage(
                "match",
                ring.each(
                    (event, sequence, last) -> {
                      calls.add(sequence);
                      throw new IllegalArgumentException("always");
                    }))
            .errorPolicy(ErrorPolicy.retry(1, Duration.ZERO, ErrorPolicy.skip()))
            .polled()
            .start();
    try (disruptor) {
      Recorder.publish(disruptor.producer(), 3);
    }
    assertThat(calls).containsExactly(0L, 0L, 1L, 1L, 2L, 2L);
  }

  @Test
  void retryThatHelpsNothingHaltsWithTheLastFailure() {
    Picky picky = new Picky(2, Integer.MAX_VALUE);
    Disruptor disruptor =
        Disruptor.singleProducer(16)
            .stage("match", picky.handler())
            .errorPolicy(ErrorPolicy.retry(4, Duration.ZERO, ErrorPolicy.halt()))
            .start();
    publish(disruptor);
    assertThatThrownBy(disruptor::close)
        .isInstanceOf(DisruptorFailedException.class)
        .hasMessageStartingWith("stage 'match' failed at sequence: 2")
        .cause()
        .hasMessage("bad: 2");
    assertThat(picky.failures).hasValue(5);
  }

  @ParameterizedTest
  @MethodSource("failingEvents")
  void detachLeavesTheStageSteppingWithoutItsHandler(Waits waits, long at) {
    Picky picky = new Picky(at, Integer.MAX_VALUE);
    Recorder other = new Recorder();
    Disruptor disruptor =
        waits
            .ring(false, 16)
            .stage("match", picky.handler())
            .errorPolicy(ErrorPolicy.detach())
            .stage("other", other)
            .start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      producer.claim(EVENTS);
      producer.publish(EVENTS - 1);
      Recorder.publish(producer, 100); // gated by the detached stage still, and not held up by it
    }
    assertThat(picky.handled).isEqualTo(at == 0 ? List.of() : Recorder.from(0, at - 1));
    assertThat(other.sequences()).isEqualTo(Recorder.from(0, EVENTS + 99));
    Snapshot result = disruptor.snapshot();
    assertThat(result.stage("match").detached()).isTrue();
    assertThat(result.stage("other").detached()).isFalse();
    assertThat(result.stage("match").completed()).isEqualTo(EVENTS + 99);
  }

  @Test
  void detachedStageStillFollowsItsUpstreams() {
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage("above", (lo, hi) -> {})
            .polled()
            .stage(
                "last",
                (lo, hi) -> {
                  throw new IllegalStateException("once");
                })
            .after("above")
            .errorPolicy(ErrorPolicy.detach())
            .polled()
            .start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      Recorder.publish(producer, 1);
      disruptor.step();
      disruptor.step();
      assertThat(disruptor.snapshot().stage("last").detached()).isTrue();
      Recorder.publish(producer, 1);
      assertThat(disruptor.stage("last").step()).isEqualTo(StepResult.UPSTREAM);
      disruptor.stage("above").step();
      assertThat(disruptor.stage("last").step()).isEqualTo(StepResult.HANDLED);
    }
  }

  @Test
  void detachOnAStageWithDependentsIsABuildError() {
    StageBuilder ring =
        Disruptor.singleProducer(8)
            .stage("match", (lo, hi) -> {})
            .errorPolicy(ErrorPolicy.detach())
            .stage("below", (lo, hi) -> {})
            .after("match");
    assertThatThrownBy(ring::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "stage 'match' error policy: detach"
                + " (expected: one that does not detach, since below comes after)");
  }

  @Test
  void retryThatDetachesInTheEndIsABuildErrorOnAStageWithDependents() {
    StageBuilder ring =
        Disruptor.singleProducer(8)
            .stage("match", (lo, hi) -> {})
            .wholeRange()
            .errorPolicy(ErrorPolicy.retry(1, Duration.ZERO, ErrorPolicy.detach()))
            .stage("below", (lo, hi) -> {})
            .after("match");
    assertThatThrownBy(ring::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "stage 'match' error policy: retry(1, PT0S) then detach"
                + " (expected: one that does not detach, since below comes after)");
  }

  static Stream<ErrorPolicy> policiesThatNeedTheUnit() {
    return Stream.of(
        ErrorPolicy.skip(),
        ErrorPolicy.deadLetter((stage, lo, hi, cause) -> {}),
        ErrorPolicy.retry(1, Duration.ZERO, ErrorPolicy.halt()));
  }

  @ParameterizedTest
  @MethodSource("policiesThatNeedTheUnit")
  void plainRangeHandlerThatSkipsRetriesOrDeadLettersIsABuildError(ErrorPolicy policy) {
    StageBuilder ring =
        Disruptor.singleProducer(8).stage("match", (lo, hi) -> {}).errorPolicy(policy);
    assertThatThrownBy(ring::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "stage 'match' error policy: "
                + policy
                + " (expected: halt, detach, or a handler of events, maxBatch(1) or wholeRange())");
    StageBuilder inherited =
        Disruptor.singleProducer(8).errorPolicy(policy).stage("match", (lo, hi) -> {});
    assertThatThrownBy(inherited::build).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("policiesThatNeedTheUnit")
  void unitIsKnownWhenTheStageSaysSoOrTheHandlerTakesEvents(ErrorPolicy policy) {
    ObjectRing<StringBuilder> ring = ObjectRing.withCapacity(8, StringBuilder::new);
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .errorPolicy(policy)
            .stage("one", (lo, hi) -> {})
            .maxBatch(1)
            .stage("range", (lo, hi) -> {})
            .wholeRange()
            .stage("events", ring.each((event, sequence, last) -> {}))
            .build(); // throws where the unit is not known
    disruptor.close();
    assertThat(disruptor.snapshot().stages()).hasSize(3);
  }

  @Test
  void wholeRangeSkipsTheRangeThatFailed() {
    List<String> calls = new ArrayList<>();
    Disruptor disruptor =
        Disruptor.singleProducer(16)
            .stage(
                "match",
                (lo, hi) -> {
                  calls.add(lo + ".." + hi);
                  if (lo == 0) {
                    throw new IllegalStateException("first range");
                  }
                })
            .wholeRange()
            .errorPolicy(ErrorPolicy.skip())
            .maxBatch(3)
            .polled()
            .start();
    try (disruptor) {
      Recorder.publish(disruptor.producer(), 5);
    }
    assertThat(calls).containsExactly("0..2", "3..4");
  }

  @Test
  void retriedRangeBeginsWhereItBegan() {
    List<String> calls = new ArrayList<>();
    Disruptor disruptor =
        Disruptor.singleProducer(16)
            .stage(
                "match",
                (lo, hi) -> {
                  calls.add(lo + ".." + hi);
                  if (calls.size() == 1) {
                    throw new IllegalStateException("first time");
                  }
                })
            .wholeRange()
            .errorPolicy(ErrorPolicy.retry(1, Duration.ZERO, ErrorPolicy.halt()))
            .polled()
            .start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      Recorder.publish(producer, 2);
      disruptor.step();
      Recorder.publish(producer, 1);
      disruptor.step();
    }
    assertThat(calls).containsExactly("0..1", "0..1", "2..2");
  }

  private static Disruptor triesAgainInAnHour(Waits waits, Picky picky) {
    return waits
        .ring(false, 16)
        .stage("match", picky.handler())
        .errorPolicy(ErrorPolicy.retry(1, Duration.ofHours(1), ErrorPolicy.halt()))
        .start();
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void wakeUpEndsTheWaitBeforeARetry(Waits waits) {
    Picky picky = new Picky(1, 1);
    Disruptor disruptor = triesAgainInAnHour(waits, picky);
    Producer producer = disruptor.producer();
    Recorder.publish(producer, 3);
    Stage match = disruptor.stage("match");
    Await.until(
        () -> disruptor.snapshot().stage("match").waiting() == StepResult.STALLED,
        disruptor::snapshot);
    assertThat(match.completed()).isZero();
    match.wakeUp();
    Await.until(() -> match.completed() == 2, disruptor::snapshot);
    disruptor.close();
    assertThat(picky.handled).containsExactly(0L, 1L, 2L);
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void wakeUpFromBeforeAFailureDoesNotEndTheWaitBehindIt(Waits waits) {
    Picky picky = new Picky(1, 1);
    Disruptor disruptor = triesAgainInAnHour(waits, picky);
    Stage match = disruptor.stage("match");
    match.wakeUp();
    Recorder.publish(disruptor.producer(), 3);
    Await.until(() -> picky.failures.get() > 0, disruptor::snapshot);
    Await.until(
        () -> disruptor.snapshot().stage("match").waiting() == StepResult.STALLED,
        disruptor::snapshot);
    assertThat(match.completed()).isZero();
    disruptor.halt();
    disruptor.close();
    assertThat(picky.handled).containsExactly(0L);
  }

  @Test
  void wakeUpWhileAHandlerFailsDoesNotEndTheWaitBehindIt() {
    AtomicReference<Stage> match = new AtomicReference<>();
    AtomicInteger calls = new AtomicInteger();
    Disruptor disruptor =
        Disruptor.singleProducer(16)
            .stage(
                "match",
                (lo, hi) -> {
                  calls.incrementAndGet();
                  match.get().wakeUp();
                  throw new IllegalStateException("bad");
                })
            .wholeRange()
            .errorPolicy(ErrorPolicy.retry(1, Duration.ofHours(1), ErrorPolicy.skip()))
            .polled()
            .start();
    match.set(disruptor.stage("match"));
    try (disruptor) {
      Recorder.publish(disruptor.producer(), 1);
      assertThat(match.get().step()).isEqualTo(StepResult.STALLED);
      assertThat(match.get().step()).isEqualTo(StepResult.STALLED);
      assertThat(calls).hasValue(1);
      match.get().wakeUp();
      assertThat(match.get().step()).isEqualTo(StepResult.HANDLED);
      assertThat(calls).hasValue(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void anInterruptThatAHandlerLeavesIsNotForTheDeadLetters(Waits waits) {
    CountDownLatch open = new CountDownLatch(0);
    List<Long> dead = new ArrayList<>();
    Disruptor disruptor =
        waits
            .ring(false, 16)
            .stage(
                "match",
                (lo, hi) -> {
                  Thread.currentThread().interrupt();
                  throw new IllegalStateException("bad");
                })
            .maxBatch(1)
            .errorPolicy(
                ErrorPolicy.deadLetter(
                    (stage, lo, hi, cause) -> {
                      open.await(); // throws if an interrupt is pending
                      dead.add(lo);
                    }))
            .start();
    try (disruptor) {
      publish(disruptor);
    }
    assertThat(dead).isEqualTo(Recorder.from(0, disruptor.stage("match").completed()));
  }

  @Test
  void anErrorOfTheMachineHaltsWhateverEventAnAdapterNames() {
    OutOfMemoryError error = new OutOfMemoryError("heap of a test");
    Disruptor disruptor =
        Disruptor.singleProducer(16)
            .stage(
                "match",
                (lo, hi) -> {
                  throw new EventFailedException(hi + 1, error);
                })
            .wholeRange()
            .errorPolicy(ErrorPolicy.skip())
            .polled()
            .start();
    Recorder.publish(disruptor.producer(), 1);
    assertThatThrownBy(disruptor::step)
        .isInstanceOf(DisruptorFailedException.class)
        .hasRootCause(error);
    assertThatThrownBy(disruptor::close).isInstanceOf(DisruptorFailedException.class);
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void deadLetterHandlerThatThrowsHaltsTheRing(Waits waits) {
    IllegalStateException worse = new IllegalStateException("no disk either");
    Picky picky = new Picky(1, 1);
    Disruptor disruptor =
        waits
            .ring(false, 16)
            .stage("match", picky.handler())
            .errorPolicy(
                ErrorPolicy.deadLetter(
                    (stage, lo, hi, cause) -> {
                      throw worse;
                    }))
            .build();
    Recorder.publish(disruptor.producer(), 3); // before a failure can refuse it
    disruptor.start();
    assertThatThrownBy(disruptor::close)
        .isInstanceOf(DisruptorFailedException.class)
        .hasMessageStartingWith("stage 'match' failed at sequence: 1")
        .hasCause(worse);
    assertThat(worse.getSuppressed()).hasSize(1);
    assertThat(worse.getSuppressed()[0]).hasMessage("bad: 1");
    assertThat(disruptor.stage("match").completed()).as("not passed over").isZero();
  }

  @Test
  void deadLetterHandlerThatThrowsItsCauseHaltsTheRing() {
    Picky picky = new Picky(0, 1);
    Disruptor disruptor =
        Disruptor.singleProducer(16)
            .stage("match", picky.handler())
            .errorPolicy(
                ErrorPolicy.deadLetter(
                    (stage, lo, hi, cause) -> {
                      throw (RuntimeException) cause;
                    }))
            .start();
    Recorder.publish(disruptor.producer(), 1);
    assertThatThrownBy(disruptor::close).cause().hasMessage("bad: 0");
  }

  @Test
  void policyOfTheStageGoesBeforeThatOfTheRing() {
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .errorPolicy(ErrorPolicy.detach())
            .stage(
                "match",
                (lo, hi) -> {
                  throw new IllegalStateException("broken");
                })
            .errorPolicy(ErrorPolicy.halt())
            .start();
    Recorder.publish(disruptor.producer(), 1);
    assertThatThrownBy(disruptor::close).isInstanceOf(DisruptorFailedException.class);
  }

  @Test
  void retryThatMakesNoSenseIsRefused() {
    assertThatThrownBy(() -> ErrorPolicy.retry(0, Duration.ZERO, ErrorPolicy.halt()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("attempts: 0 (expected: at least 1)");
    assertThatThrownBy(() -> ErrorPolicy.retry(1, Duration.ofSeconds(-1), ErrorPolicy.halt()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("backoff: PT-1S (expected: not negative)");
    ErrorPolicy retry = ErrorPolicy.retry(1, Duration.ZERO, ErrorPolicy.halt());
    assertThatThrownBy(() -> ErrorPolicy.retry(1, Duration.ZERO, retry))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("then: retry (expected: halt, skip, detach or deadLetter)");
  }
}
