package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What both kinds of producer promise. The one stage of the ring is stepped by the thread that
 * publishes, so nothing here depends on time unless it says so.
 */
abstract class ProducerContract {
  static final int CAPACITY = 8;

  SteppedRing ring;
  Producer producer;

  abstract DisruptorBuilder ring(int capacity);

  @BeforeEach
  void open() {
    ring = new SteppedRing(ring(CAPACITY));
    producer = ring.producer("feed-1");
  }

  @AfterEach
  void close() {
    Thread.interrupted();
    ring.close();
  }

  final void publish(int events) {
    for (int i = 0; i < events; i++) {
      producer.publish(producer.claim());
    }
  }

  static Long[] upTo(long hi) {
    return LongStream.rangeClosed(0, hi).boxed().toArray(Long[]::new);
  }

  /** Runs {@code body} on a thread of its own and gives what it threw, or null. */
  static Throwable elsewhere(String name, ThrowingCallable body) {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                body.call();
              } catch (Throwable t) {
                thrown.set(t);
              }
            },
            name);
    thread.start();
    Await.ended(thread, () -> name);
    return thrown.get();
  }

  // Claims

  @Test
  void sequencesStartAtZeroAndFollowEachOther() {
    for (long expected = 0; expected < CAPACITY; expected++) {
      assertThat(producer.claim()).isEqualTo(expected);
      assertThat(producer.claimed()).isEqualTo(expected);
      producer.publish(expected);
    }
  }

  @Test
  void claimOfManyReturnsTheHighest() {
    assertThat(producer.claim(3)).isEqualTo(2);
    producer.publish(2);
    assertThat(producer.claim(5)).isEqualTo(7);
    producer.publish(7);
    ring.drain();
    assertThat(ring.handled).containsExactly(upTo(7));
  }

  @Test
  void aWholeLapMayBeClaimedAtOnceWhereverItBegins() {
    publish(3);
    ring.drain();
    assertThat(producer.claim(CAPACITY)).isEqualTo(10);
    producer.publish(10);
    ring.drain();
    assertThat(ring.handled).containsExactly(upTo(10));
  }

  @Test
  void aSecondClaimBeforePublishOrDiscardThrows() {
    publish(4);
    producer.claim(2);
    String message = "claim: 4 is unpublished (expected: publish or discard before the next claim)";
    assertRefuses(producer::claim, message);
    assertRefuses(() -> producer.claim(1), message);
    assertRefuses(() -> producer.tryClaim(1), message);
    assertRefuses(() -> producer.tryClaim(1, Duration.ofSeconds(1)), message);
    producer.publish(5);
    assertThat(producer.claim()).as("the refusals have claimed nothing").isEqualTo(6);
  }

  @Test
  void aSecondClaimNamesWhatIsLeftOfTheFirst() {
    producer.claim(4);
    producer.publish(1);
    assertRefuses(
        producer::claim,
        "claim: 2 is unpublished (expected: publish or discard before the next claim)");
  }

  private static void assertRefuses(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessage(message);
  }

  @Test
  void publishThroughTheHighestPublishesTheWholeRange() {
    producer.publish(producer.claim(4));
    ring.drain();
    assertThat(ring.ranges).containsExactly("0..3");
  }

  @Test
  void publishThroughPublishesTheClaimUpToThere() {
    producer.claim(4);
    producer.publish(1);
    ring.drain();
    assertThat(ring.handled).containsExactly(upTo(1));
    producer.publish(3);
    ring.drain();
    assertThat(ring.handled).containsExactly(upTo(3));
  }

  @Test
  void publishOfWhatIsNotClaimedThrowsAndPublishesNothing() {
    assertThatThrownBy(() -> producer.publish(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("publish: 0 (expected: a claim first)");
    publish(2);
    producer.claim(3);
    for (long wrong : new long[] {-1, 0, 1, 5, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThatThrownBy(() -> producer.publish(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("publish: " + wrong + " (expected: 2..4, what is claimed)");
    }
    ring.drain();
    assertThat(ring.handled).containsExactly(upTo(1));
    producer.publish(4);
    assertThatThrownBy(() -> producer.publish(4)).isInstanceOf(IllegalArgumentException.class);
    producer.claim();
    assertThatThrownBy(() -> producer.publish(4))
        .hasMessage("publish: 4 (expected: 5..5, what is claimed)");
  }

  @Test
  void claimOfNoneOrOfMoreThanTheRingHoldsThrows() {
    for (int n : new int[] {0, -1, CAPACITY + 1, Integer.MAX_VALUE}) {
      String message = "n: " + n + " (expected: 1..8)";
      assertThatThrownBy(() -> producer.claim(n))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);
      assertThatThrownBy(() -> producer.tryClaim(n)).hasMessage(message);
      assertThatThrownBy(() -> producer.tryClaim(n, Duration.ZERO)).hasMessage(message);
    }
    assertThat(producer.claim()).isZero();
  }

  @Test
  void slotIsTheIndexInAnArrayOfTheCapacity() {
    assertThat(producer.capacity()).isEqualTo(CAPACITY);
    assertThat(producer.name()).isEqualTo("feed-1");
    for (long s : new long[] {0, 7, 8, 1_000_003, (1L << 40) + 5}) {
      assertThat(producer.slot(s)).isEqualTo((int) (s % CAPACITY));
      assertThat(Disruptor.slot(s, CAPACITY)).isEqualTo((int) (s % CAPACITY));
    }
  }

  @Test
  void remainingIsWhatCouldBeClaimed() {
    assertThat(producer.remaining()).isEqualTo(CAPACITY);
    producer.claim(3);
    assertThat(producer.remaining()).isEqualTo(CAPACITY - 3);
    producer.publish(2);
    assertThat(producer.remaining()).isEqualTo(CAPACITY - 3);
    ring.drain();
    assertThat(producer.remaining()).isEqualTo(CAPACITY);
    SteppedRing.fill(producer);
    assertThat(producer.remaining()).isZero();
  }

  @Test
  void aSnapshotNamesTheClaimThatIsOutstanding() {
    publish(2);
    assertThat(ring.disruptor.snapshot().claims()).isEmpty();
    producer.claim(3);
    String me = Thread.currentThread().getName();
    assertThat(ring.disruptor.snapshot().claims())
        .containsExactly(new PendingClaim("feed-1", me, 2, 4));
    producer.publish(2);
    assertThat(ring.disruptor.snapshot().claims())
        .containsExactly(new PendingClaim("feed-1", me, 3, 4));
    producer.discard();
    assertThat(ring.disruptor.snapshot().claims()).isEmpty();
  }

  // Discard

  @Test
  void discardDoesNothingWhenNothingIsOutstanding() {
    producer.discard();
    publish(2);
    producer.discard();
    producer.discard();
    publish(1);
    ring.drain();
    assertThat(ring.handled).containsExactly(upTo(2));
  }

  @Test
  void discardGivesUpWhatIsLeftAndTheHandleClaimsAgain() {
    producer.claim(4);
    producer.publish(1);
    producer.discard();
    long next = producer.claim();
    producer.publish(next);
    ring.drain();
    assertThat(ring.handled).containsExactly(0L, 1L, next);
    assertThat(ring.stage.completed()).isEqualTo(next);
  }

  @Test
  void whatWasDiscardedHoldsNobodyUpHoweverOften() {
    for (int i = 0; i < 20 * CAPACITY; i++) {
      assertThat(producer.tryClaim(1 + i % 5)).as("%s", ring).isTrue();
      producer.discard();
      ring.drain();
    }
    assertThat(ring.handled).isEmpty();
    long s = producer.claim();
    producer.publish(s);
    ring.drain();
    assertThat(ring.handled).containsExactly(s);
  }

  @Test
  void noDiscardedSequenceIsHandedOverUnlessItWasClaimedAgain() {
    List<Long> published = new ArrayList<>();
    for (int i = 0; i < 10 * CAPACITY; i++) {
      producer.claim(1 + i % 3);
      if (i % 2 == 0) {
        published.add(producer.claimed() - i % 3);
        producer.publish(producer.claimed() - i % 3); // the first of the range alone
      }
      producer.discard();
      ring.drain();
    }
    assertThat(ring.handled).containsExactlyElementsOf(published);
  }

  @Test
  void closeOfAHandleDiscardsWhatIsPending() {
    publish(1);
    producer.claim(3);
    producer.close();
    ring.drain();
    assertThat(ring.handled).containsExactly(0L);
    assertThat(ring.disruptor.snapshot().claims()).isEmpty();
    producer.close();
    try (Producer next = ring.producer("feed-2")) {
      long s = next.claim();
      next.publish(s);
      ring.drain();
      assertThat(ring.handled).containsExactly(0L, s);
    }
  }

  @Test
  void aClosedHandleClaimsNoMore() {
    publish(1);
    producer.close();
    String message = "producer 'feed-1': closed (expected: open)";
    assertRefuses(producer::claim, message);
    assertRefuses(() -> producer.claim(2), message);
    assertRefuses(() -> producer.tryClaim(1), message);
    assertRefuses(() -> producer.tryClaim(1, Duration.ZERO), message);
  }

  // Bounded

  @Test
  void tryClaimSaysFullWhenSlowestStageIsOneLapBehind() {
    publish(CAPACITY);
    assertThat(producer.tryClaim(1)).isFalse();
  }

  @Test
  void tryClaimSaysFullOnlyAfterLookingAtTheStagesAgain() {
    for (int lap = 0; lap < 5; lap++) {
      for (int i = 0; i < CAPACITY; i++) {
        assertThat(producer.tryClaim(1)).isTrue();
        producer.publish(producer.claimed());
      }
      assertThat(producer.tryClaim(1)).isFalse();
      ring.drain();
    }
  }

  @Test
  void aClaimOfManyNeedsRoomForAllOfThem() {
    publish(CAPACITY - 2);
    assertThat(producer.tryClaim(3)).isFalse();
    assertThat(producer.tryClaim(2)).isTrue();
    producer.publish(producer.claimed());
    ring.drain();
    assertThat(ring.handled).containsExactly(upTo(CAPACITY - 1));
  }

  @Test
  void aFailedTryClaimEncodesNothingInASequence() {
    publish(CAPACITY);
    assertThat(producer.tryClaim(1)).isFalse();
    assertThat(producer.claimed()).as("still the newest claim, no -1").isEqualTo(CAPACITY - 1);
    assertThat(producer.slot(producer.claimed())).isEqualTo(CAPACITY - 1);
    assertThatThrownBy(() -> producer.publish(-1)).isInstanceOf(IllegalArgumentException.class);
    producer.discard();
    ring.drain();
    assertThat(producer.claim()).isEqualTo(CAPACITY);
  }

  @Test
  void theClaimCounterNeverPassesTheSlowestStageByMoreThanTheCapacity() {
    for (int i = 0; i < 100; i++) {
      if (producer.tryClaim(1 + i % 3)) {
        producer.publish(producer.claimed());
      }
      Snapshot snapshot = ring.disruptor.snapshot();
      assertThat(snapshot.claimed()).isLessThanOrEqualTo(snapshot.completed() + CAPACITY);
      if (i % 7 == 0) {
        ring.stage.step();
      }
    }
  }

  @Test
  void theSlowestOfSeveralLastStagesIsTheLimit() {
    try (Disruptor two =
        ring(CAPACITY)
            .stage("fast", (lo, hi) -> {})
            .polled()
            .stage("slow", (lo, hi) -> {})
            .maxBatch(1)
            .polled()
            .start()) {
      Producer feed = two.producer();
      SteppedRing.fill(feed);
      while (two.stage("fast").step() == StepResult.HANDLED) {}
      assertThat(feed.tryClaim(1)).as("%s", two.snapshot()).isFalse();
      two.stage("slow").step();
      assertThat(feed.tryClaim(2)).isFalse();
      assertThat(feed.tryClaim(1)).isTrue();
    }
  }

  @Test
  void upToTheCapacityMayBePublishedBeforeTheRingIsStarted() {
    List<Long> seen = new ArrayList<>();
    try (Disruptor early =
        ring(CAPACITY)
            .name("orders")
            .stage("match", (lo, hi) -> LongStream.rangeClosed(lo, hi).forEach(seen::add))
            .polled()
            .build()) {
      Producer feed = early.producer();
      for (int i = 0; i < CAPACITY; i++) {
        feed.publish(feed.claim());
      }
      assertThat(feed.tryClaim(1)).isFalse();
      assertRefuses(
          feed::claim,
          "claim: 'orders' is full and not started (expected: start() first, or tryClaim)");
      early.start();
      while (early.step()) {}
      assertThat(seen).containsExactly(upTo(CAPACITY - 1));
      assertThat(feed.claim()).isEqualTo(CAPACITY);
    }
  }

  // Order

  @Test
  void aStageIsHandedEverySequenceOnceAndInOrder() {
    for (int i = 0; i < 50; i++) {
      int n = 1 + i % CAPACITY;
      while (!producer.tryClaim(n)) {
        ring.stage.step();
      }
      producer.publish(producer.claimed());
    }
    ring.drain();
    assertThat(ring.handled).containsExactly(upTo(producer.claimed()));
  }

  @Test
  void aRangeNeverWraps() {
    for (int i = 0; i < 30; i++) {
      producer.publish(producer.claim(5));
      ring.drain();
    }
    assertThat(ring.ranges).contains("0..4", "5..7", "8..9");
    for (String range : ring.ranges) {
      int dots = range.indexOf("..");
      long lo = Long.parseLong(range.substring(0, dots));
      long hi = Long.parseLong(range.substring(dots + 2));
      assertThat((long) producer.slot(hi) - producer.slot(lo)).as(range).isEqualTo(hi - lo);
    }
  }

  @Test
  void aStageNeverSeesWhatAnUpstreamStageHasNotCompleted() {
    List<String> order = new ArrayList<>();
    try (Disruptor chain =
        ring(CAPACITY)
            .stage("first", (lo, hi) -> order.add("first " + lo + ".." + hi))
            .maxBatch(2)
            .polled()
            .stage("second", (lo, hi) -> order.add("second " + lo + ".." + hi))
            .after("first")
            .polled()
            .start()) {
      Producer feed = chain.producer();
      feed.publish(feed.claim(4));
      assertThat(chain.stage("second").step()).isEqualTo(StepResult.UPSTREAM);
      chain.stage("first").step();
      chain.stage("second").step();
      assertThat(chain.stage("second").step()).isEqualTo(StepResult.UPSTREAM);
      chain.stage("first").step();
      chain.stage("second").step();
      assertThat(order).containsExactly("first 0..1", "second 0..1", "first 2..3", "second 2..3");
    }
  }

  @Test
  void whatAPartialHandlerDidNotCompleteIsHandedAgain() {
    List<String> ranges = new ArrayList<>();
    try (Disruptor partial =
        ring(CAPACITY)
            .partialStage(
                "match",
                (lo, hi) -> {
                  ranges.add(lo + ".." + hi);
                  return Math.min(hi, lo + 1);
                })
            .maxBatch(CAPACITY)
            .polled()
            .start()) {
      Producer feed = partial.producer();
      feed.publish(feed.claim(5));
      while (partial.step()) {}
      assertThat(ranges).containsExactly("0..4", "2..4", "4..4");
    }
  }

  // Liveness

  @Test
  void aTimedClaimOfAFullRingGivesUpAndNotEarly() throws Exception {
    SteppedRing.fill(producer);
    long nanos = 150_000_000; // longer than the time after which a waiting producer looks around
    long since = System.nanoTime();
    assertThat(producer.tryClaim(1, Duration.ofNanos(nanos))).isFalse();
    assertThat(System.nanoTime() - since).isGreaterThanOrEqualTo(nanos);
    assertThat(producer.tryClaim(1, Duration.ZERO)).isFalse();
    assertThat(producer.tryClaim(1, Duration.ofSeconds(-1))).isFalse();
    assertThat(ring.disruptor.snapshot().claims()).isEmpty();
  }

  @Test
  void aTimedClaimTakesTheRoomThatIsMadeMeanwhile() {
    producer.close();
    AtomicReference<Object> answer = new AtomicReference<>();
    Thread claimer =
        new Thread(
            () -> {
              Producer feed = ring.producer("feed-2");
              SteppedRing.fill(feed);
              answer.set("full");
              try {
                answer.set(feed.tryClaim(1, Await.DEADLINE));
              } catch (Throwable t) {
                answer.set(t);
              }
            },
            "claimer");
    claimer.start();
    Await.until(() -> "full".equals(answer.get()), answer::get);
    Await.parked(claimer, ring::toString);
    ring.stage.step();
    Await.ended(claimer, ring::toString);
    assertThat(answer).hasValue(true);
  }

  @Test
  void aTimedClaimIgnoresAnInterruptWhileThereIsRoom() throws Exception {
    Thread.currentThread().interrupt();
    assertThat(producer.tryClaim(1, Await.DEADLINE)).isTrue();
    assertThat(Thread.interrupted()).isTrue();
  }

  // Misuse

  @Test
  void aHandleOfAnotherThreadIsNamedWithBothThreads() {
    publish(1);
    String expected =
        "producer 'feed-1' used by thread: thief (expected: %s, one handle per thread)"
            .formatted(Thread.currentThread().getName());
    List<ThrowingCallable> uses =
        List.of(
            producer::claim,
            () -> producer.claim(2),
            () -> producer.tryClaim(1),
            () -> producer.tryClaim(1, Duration.ZERO));
    for (ThrowingCallable use : uses) {
      assertThat(elsewhere("thief", use))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(expected);
    }
    producer.claim();
    assertThat(elsewhere("thief", () -> producer.publish(producer.claimed()))).hasMessage(expected);
    assertThat(elsewhere("thief", producer::discard)).hasMessage(expected);
    producer.publish(producer.claimed());
    ring.drain();
    assertThat(ring.handled).containsExactly(upTo(1));
  }

  @Test
  void methodsThatOnlyLookMayBeCalledByAnyThread() {
    publish(1);
    assertThat(
            elsewhere(
                "looker",
                () -> {
                  producer.remaining();
                  producer.claimed();
                  producer.capacity();
                  producer.slot(5);
                  producer.name();
                }))
        .isNull();
  }

  @Test
  void handlesAreNamedInTurnWhereNobodyNamesThem() {
    producer.close();
    Producer unnamed = ring.disruptor.producer();
    assertThat(unnamed.name()).isEqualTo("producer-2");
  }

  @Test
  void claimsOfAClosedRingAreRefusedAndSayWhoClosedIt() {
    publish(3);
    ring.disruptor.close();
    assertThat(ring.handled).containsExactly(upTo(2));
    String by = Thread.currentThread().getName();
    assertThatThrownBy(producer::claim)
        .isInstanceOfSatisfying(
            ClaimRefusedException.class,
            e -> assertThat(e.state()).isEqualTo(DisruptorState.TERMINATED))
        .hasMessage("claim refused: 'orders' is TERMINATED (close() called by %s)".formatted(by));
    assertThatThrownBy(() -> producer.claim(2)).isInstanceOf(ClaimRefusedException.class);
    assertThatThrownBy(() -> producer.tryClaim(1)).isInstanceOf(ClaimRefusedException.class);
    assertThatThrownBy(() -> producer.tryClaim(1, Duration.ZERO))
        .isInstanceOf(ClaimRefusedException.class);
  }

  @Test
  void claimsOfAHaltedRingAreRefused() {
    publish(3);
    ring.disruptor.halt();
    assertThatThrownBy(producer::claim)
        .hasMessage(
            "claim refused: 'orders' is HALTED (halt() called by %s)"
                .formatted(Thread.currentThread().getName()));
    assertThatThrownBy(() -> ring.producer("late").claim())
        .as("a handle made later, or refused one too many")
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void claimsOfAFailedRingThrowANewExceptionEachTimeWithTheOriginalAsItsCause() {
    Exception original = new Exception("broken");
    try (FailingRing failing = new FailingRing(ring(CAPACITY), original)) {
      Producer feed = failing.disruptor.producer();
      feed.publish(feed.claim());
      assertThatThrownBy(failing.disruptor::step).isInstanceOf(DisruptorFailedException.class);
      DisruptorFailedException first = failure(feed::claim);
      DisruptorFailedException second = failure(() -> feed.tryClaim(1));
      DisruptorFailedException third = failure(() -> feed.tryClaim(1, Duration.ZERO));
      assertThat(first).isNotSameAs(second).isNotSameAs(third);
      assertThat(first.getCause()).isSameAs(original).isSameAs(second.getCause());
      assertThat(first).hasMessage("stage 'match' failed at sequence: 0");
      assertThat(first.stage()).isEqualTo("match");
      assertThat(first.sequence()).isZero();
    }
  }

  private static DisruptorFailedException failure(ThrowingCallable call) {
    try {
      call.call();
    } catch (DisruptorFailedException e) {
      return e;
    } catch (Throwable t) {
      throw new AssertionError("not a failure of the ring", t);
    }
    throw new AssertionError("nothing thrown");
  }

  /** A ring whose one stage throws, closed without its failure. */
  private record FailingRing(Disruptor disruptor) implements AutoCloseable {
    FailingRing(DisruptorBuilder builder, Exception original) {
      this(
          builder
              .stage(
                  "match",
                  (lo, hi) -> {
                    throw original;
                  })
              .polled()
              .start());
    }

    @Override
    public void close() {
      disruptor.shutdown(Await.DEADLINE);
    }
  }

  // What was claimed when the ring was closed

  @Test
  void whatTheClosingThreadHasClaimedIsDiscarded() {
    publish(2);
    producer.claim(3);
    ring.disruptor.close();
    assertThat(ring.handled).containsExactly(upTo(1));
  }

  @Test
  void publishAndDiscardAreNotRefusedByARingThatIsClosing() {
    publish(2);
    producer.claim(2);
    assertThat(
            elsewhere("closer", () -> ring.disruptor.shutdown(Duration.ZERO))) // drains, then halts
        .isNull();
    assertThatCode(() -> producer.publish(2)).doesNotThrowAnyException();
    assertThatCode(producer::discard).doesNotThrowAnyException();
    assertThatThrownBy(producer::claim).isInstanceOf(ClaimRefusedException.class);
  }

  @Test
  void whatIsPublishedBehindTheEndIsNamedByTheHandlesNextCall() {
    SteppedRing late = new SteppedRing(ring(CAPACITY).claimGrace(Duration.ZERO));
    Producer feed = late.producer("feed");
    feed.publish(feed.claim(2));
    feed.claim(3);
    assertThat(elsewhere("closer", late.disruptor::close)).isNull();
    assertThat(late.handled).containsExactly(upTo(1));
    feed.publish(4);
    assertThatThrownBy(feed::claim)
        .isInstanceOf(ClaimRefusedException.class)
        .hasMessage(
            "claim refused: 'orders' is TERMINATED (close() called by closer)"
                + "; not processed, being behind the end: 2..4");
  }

  @Test
  void aPartThatIsPublishedBehindTheEndIsNamedThoughTheRestIsDiscarded() {
    SteppedRing late = new SteppedRing(ring(CAPACITY).claimGrace(Duration.ZERO));
    Producer feed = late.producer("feed");
    feed.publish(feed.claim(2));
    feed.claim(5);
    assertThat(elsewhere("closer", late.disruptor::close)).isNull();
    feed.publish(4);
    feed.discard();
    assertThatThrownBy(feed::claim)
        .hasMessageEndingWith("; not processed, being behind the end: 2..4");
  }

  @Test
  void whatIsDiscardedBehindTheEndIsNotCalledPublished() {
    SteppedRing late = new SteppedRing(ring(CAPACITY).claimGrace(Duration.ZERO));
    Producer feed = late.producer("feed");
    feed.publish(feed.claim(2));
    feed.claim(3);
    assertThat(elsewhere("closer", late.disruptor::close)).isNull();
    feed.discard();
    assertThatThrownBy(feed::claim)
        .isInstanceOf(ClaimRefusedException.class)
        .hasMessageNotContaining("behind the end");
  }

  @Test
  void aClaimThatIsNeverPublishedIsListedInTheResult() {
    SteppedRing held = new SteppedRing(ring(CAPACITY).claimGrace(Duration.ZERO));
    Producer feed = held.producer("feed");
    feed.publish(feed.claim(2));
    feed.claim(3);
    AtomicReference<Snapshot> result = new AtomicReference<>();
    assertThat(elsewhere("closer", () -> result.set(held.disruptor.shutdown(Await.DEADLINE))))
        .isNull();
    assertThat(held.handled).containsExactly(upTo(1));
    assertThat(result.get().state()).isEqualTo(DisruptorState.TERMINATED);
    assertThat(result.get().claims())
        .containsExactly(new PendingClaim("feed", Thread.currentThread().getName(), 2, 4));
  }
}
