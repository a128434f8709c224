package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.ring.ObjectRing;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stages make of claims that are given up, where several producers leave holes. */
class DiscardTest {
  private static final int CAPACITY = 8;
  private static final int LARGE = 1 << 20;

  private final SteppedRing ring = new SteppedRing(Disruptor.multiProducer(CAPACITY));
  private final Producer a = ring.producer("a");
  private final Producer b = ring.producer("b");

  @AfterEach
  void close() {
    ring.close();
  }

  @Test
  void aStageWaitsForAClaimUntilItIsDiscarded() {
    a.claim();
    b.publish(b.claim());
    assertThat(ring.stage.step()).isEqualTo(StepResult.UNPUBLISHED);
    a.discard();
    ring.drain();
    assertThat(ring.handled).containsExactly(1L);
  }

  @Test
  void aRangeIsSplitAtHoles() {
    a.claim();
    b.claim();
    a.publish(0);
    a.claim(2);
    b.discard(); // 1
    a.publish(3);
    ring.drain();
    assertThat(ring.ranges).containsExactly("0..0", "2..3");
  }

  @Test
  void aRangeOfHolesAdvancesTheSequenceAndCallsNobody() {
    a.claim(4);
    a.discard();
    assertThat(ring.stage.step()).isEqualTo(StepResult.HANDLED);
    assertThat(ring.stage.completed()).isEqualTo(3);
    assertThat(ring.ranges).isEmpty();
  }

  @Test
  void whatIsLeftOfAPartlyPublishedClaimIsSkipped() {
    a.claim(4);
    a.publish(1);
    a.discard();
    b.publish(b.claim());
    ring.drain();
    assertThat(ring.handled).containsExactly(0L, 1L, 4L);
  }

  @Test
  void aDiscardOverTheWrapIsSkipped() {
    a.publish(a.claim(6));
    ring.drain();
    a.claim(4); // 6..9
    a.discard();
    b.publish(b.claim(3));
    ring.drain();
    assertThat(ring.handled).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 10L, 11L, 12L);
  }

  @Test
  void theNextLapOfADiscardedSlotIsHandedOver() {
    a.claim(CAPACITY);
    a.discard();
    ring.drain();
    a.publish(a.claim(CAPACITY));
    ring.drain();
    assertThat(ring.ranges).containsExactly("8..15");
  }

  // What a stage has found is scanned once, whatever lies between. Else each of the hand-overs of
  // these two, half a million and a million, would look at a quarter of a million stamps.

  @Test
  void theWorkBehindManyHolesGrowsWithTheEventsAlone() {
    AtomicLong handled = new AtomicLong();
    DisruptorBuilder builder = Disruptor.multiProducer(LARGE);
    try (Disruptor disruptor =
        builder.stage("runs", (lo, hi) -> handled.addAndGet(hi - lo + 1)).polled().start()) {
      Producer producer = disruptor.producer();
      while (producer.tryClaim(2)) {
        producer.publish(producer.claimed() - 1);
        producer.discard();
      }
      stepThroughLarge(disruptor);
    }
    assertThat(handled).hasValue(LARGE / 2);
  }

  @Test
  void theWorkOfAPartialHandlerBeforeAHoleGrowsWithTheEventsAlone() {
    DisruptorBuilder builder = Disruptor.multiProducer(LARGE);
    try (Disruptor disruptor =
        builder.partialStage("one by one", (lo, hi) -> lo).polled().start()) {
      Producer producer = disruptor.producer();
      producer.publish(producer.claim(LARGE - 1));
      producer.claim();
      producer.discard();
      stepThroughLarge(disruptor);
    }
  }

  private static void stepThroughLarge(Disruptor disruptor) {
    long since = System.nanoTime();
    while (disruptor.step()) {
      if (System.nanoTime() - since > Await.DEADLINE.toNanos()) {
        disruptor.halt(); // or its close would do the rest
        throw new AssertionError("not within " + Await.DEADLINE + ": " + disruptor.snapshot());
      }
    }
    assertThat(disruptor.snapshot().stages().get(0).completed()).isEqualTo(LARGE - 1);
  }

  @Test
  void downstreamStagesSkipWhatWasDiscarded() {
    List<String> ranges = new ArrayList<>();
    try (Disruptor chain =
        Disruptor.multiProducer(CAPACITY)
            .stage("first", (lo, hi) -> {})
            .maxBatch(CAPACITY)
            .polled()
            .stage("second", (lo, hi) -> ranges.add(lo + ".." + hi))
            .after("first")
            .maxBatch(CAPACITY)
            .polled()
            .start()) {
      Producer one = chain.producer();
      Producer two = chain.producer();
      one.publish(one.claim(2));
      two.claim(2);
      two.discard();
      one.publish(one.claim());
      while (chain.stage("first").step() == StepResult.HANDLED) {}
      while (chain.stage("second").step() == StepResult.HANDLED) {}
      assertThat(ranges).containsExactly("0..1", "4..4");
      assertThat(chain.stage("second").completed()).isEqualTo(4);
    }
  }

  @Test
  void endOfBatchIsTrueOnTheLastEventHandedOverBeforeAHole() {
    ObjectRing<AtomicLong> objects = ObjectRing.withCapacity(CAPACITY, AtomicLong::new);
    List<String> seen = new ArrayList<>();
    try (Disruptor each =
        Disruptor.multiProducer(CAPACITY)
            .stage("each", objects.each((event, s, end) -> seen.add(s + (end ? " end" : ""))))
            .maxBatch(CAPACITY)
            .polled()
            .start()) {
      Producer one = each.producer();
      Producer two = each.producer();
      one.publish(one.claim(2));
      two.claim(3);
      two.discard();
      while (each.step()) {}
      one.publish(one.claim(2));
      while (each.step()) {}
      assertThat(seen).containsExactly("0", "1 end", "5", "6 end");
    }
  }

  /** What a writer fills in that may throw half-way. */
  private static final class Payload {
    String first;
    String second;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWriterThatThrowsPublishesNoHalfWrittenSlotAndKeepsNothingAlive(boolean multi) {
    ObjectRing<Payload> objects = ObjectRing.withCapacity(CAPACITY, Payload::new);
    List<String> seen = new ArrayList<>();
    try (Disruptor disruptor =
        (multi ? Disruptor.multiProducer(CAPACITY) : Disruptor.singleProducer(CAPACITY))
            .stage("book", objects.each((event, s, end) -> seen.add(event.first + event.second)))
            .polled()
            .stage("clear", objects.clearing(DiscardTest::empty))
            .after("book")
            .polled()
            .start()) {
      Producer feed = disruptor.producer();
      assertThatThrownBy(
              () ->
                  objects.publish(
                      feed,
                      (Payload event, String text) -> {
                        event.first = text;
                        throw new java.io.IOException("half-way");
                      },
                      "x"))
          .isInstanceOf(java.io.IOException.class);
      assertThat(objects.get(0).first).as("emptied before it is given up").isNull();
      objects.publish(
          feed,
          (Payload event, String text) -> {
            event.first = text;
            event.second = text;
          },
          "y");
      while (disruptor.step()) {}
      assertThat(seen).containsExactly("yy");
      for (long s = 0; s < CAPACITY; s++) {
        assertThat(objects.get(s).first).isNull();
      }
    }
  }

  private static void empty(Payload event) {
    event.first = null;
    event.second = null;
  }

  @ParameterizedTest
  @EnumSource
  void discardWakesAStageThatWaitsForTheHole(Waits waits) {
    AtomicLong handled = new AtomicLong(-1);
    try (Disruptor disruptor =
        waits.ring(true, CAPACITY).stage("match", (lo, hi) -> handled.set(hi)).start()) {
      Producer one = disruptor.producer();
      Producer two = disruptor.producer();
      one.claim();
      two.publish(two.claim());
      Stage stage = disruptor.stage("match");
      if (!waits.strategy().spec().spins()) {
        Await.until(() -> stage.thread() != null, disruptor::snapshot);
        Await.parked(stage.thread(), disruptor::snapshot);
      }
      one.discard();
      Await.until(() -> handled.get() == 1, disruptor::snapshot);
    }
  }

  /**
   * Two producers give up claims at random, and mark their slots before they do. A stage that
   * looked for the newest discard before it looked at the stamps would hand some of them over.
   */
  @Test
  @Tag("race")
  void noDiscardedEventIsEverHandedOverHoweverTheyRace() {
    int each = 60_000;
    long seed = Long.getLong("penstock.seed", System.nanoTime());
    long[] slots = new long[CAPACITY];
    AtomicLong wrong = new AtomicLong();
    AtomicLong handled = new AtomicLong();
    AtomicLong published = new AtomicLong();
    RangeHandler check =
        (lo, hi) -> {
          for (long s = lo; s <= hi; s++) {
            if (slots[Disruptor.slot(s, CAPACITY)] != s) {
              wrong.incrementAndGet();
            }
          }
        };
    Disruptor disruptor =
        Disruptor.multiProducer(CAPACITY)
            .stage("first", check)
            .stage(
                "second",
                (lo, hi) -> {
                  check.onRange(lo, hi);
                  handled.addAndGet(hi - lo + 1);
                })
            .after("first")
            .start();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Producer mine = disruptor.producer("feed-" + i);
      SplittableRandom random = new SplittableRandom(seed + i);
      Thread thread =
          new Thread(
              () -> {
                long mineOnly = 0;
                for (int k = 0; k < each; k++) {
                  int n = random.nextInt(1, 4);
                  long hi = mine.claim(n);
                  long through = hi - random.nextInt(0, n + 1); // what is behind it is given up
                  for (long s = hi - n + 1; s <= hi; s++) {
                    slots[mine.slot(s)] = s <= through ? s : -1;
                  }
                  if (through > hi - n) {
                    mine.publish(through);
                    mineOnly += through - (hi - n);
                  }
                  mine.discard();
                }
                published.addAndGet(mineOnly);
              },
              "feed-" + i);
      threads.add(thread);
      thread.start();
    }
    threads.forEach(thread -> Await.ended(thread, disruptor::snapshot));
    disruptor.close();
    assertThat(wrong).as("seed: %d", seed).hasValue(0);
    assertThat(handled).as("seed: %d", seed).hasValue(published.get());
  }
}
