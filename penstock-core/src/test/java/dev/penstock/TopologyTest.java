package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The order in which stages see events, and what is wrong with a topology. */
@LeavesNoThread
class TopologyTest {
  private static final int CAPACITY = 64;
  private static final int EVENTS = 2_000;

  @ParameterizedTest
  @EnumSource(Waits.class)
  void stageIsHandedSequencesInOrderAndEachExactlyOnce(Waits waits) {
    AtomicLong next = new AtomicLong();
    AtomicLong wrong = new AtomicLong();
    Disruptor disruptor =
        waits
            .ring(false, CAPACITY)
            .stage(
                "book",
                (lo, hi) -> {
                  if (!next.compareAndSet(lo, hi + 1) || lo > hi) {
                    wrong.incrementAndGet();
                  }
                })
            .start();
    try (disruptor) {
      Recorder.publish(disruptor.producer(), EVENTS);
    }
    assertThat(wrong).hasValue(0);
    assertThat(next).hasValue(EVENTS);
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  @Tag("race")
  void stageNeverSeesWhatAnUpstreamStageHasNotCompleted(Waits waits) {
    long[] left = new long[CAPACITY]; // plain: the hand-over is what makes them visible
    long[] right = new long[CAPACITY];
    List<String> early = new ArrayList<>();
    Disruptor disruptor =
        waits
            .ring(false, CAPACITY)
            .stage("left", (lo, hi) -> mark(left, lo, hi))
            .stage("right", (lo, hi) -> mark(right, lo, hi))
            .stage(
                "join",
                (lo, hi) -> {
                  for (long s = lo; s <= hi; s++) {
                    int slot = Disruptor.slot(s, CAPACITY);
                    if (left[slot] != s + 1 || right[slot] != s + 1) {
                      early.add(s + ": " + left[slot] + ", " + right[slot]);
                    }
                  }
                })
            .after("left", "right")
            .start();
    try (disruptor) {
      Recorder.publish(disruptor.producer(), EVENTS);
    }
    assertThat(early).isEmpty();
    assertThat(disruptor.stage("join").completed()).isEqualTo(EVENTS - 1);
  }

  private static void mark(long[] slots, long lo, long hi) {
    for (long s = lo; s <= hi; s++) {
      slots[Disruptor.slot(s, CAPACITY)] = s + 1;
    }
  }

  @Test
  void stageSeesSkippedEventsOfItsUpstreams() {
    Recorder below = new Recorder();
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage("parse", TopologyTest::failEachOddEvent)
            .maxBatch(1)
            .errorPolicy(ErrorPolicy.skip())
            .polled()
            .stage("store", below)
            .after("parse")
            .polled()
            .start();
    try (disruptor) {
      Recorder.publish(disruptor.producer(), 6);
    }
    assertThat(below.sequences()).isEqualTo(Recorder.from(0, 5));
  }

  @Test
  void stageSeesDeadLetteredEventsOfItsUpstreams() {
    Recorder below = new Recorder();
    List<Long> dead = new ArrayList<>();
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage("parse", TopologyTest::failEachOddEvent)
            .maxBatch(1)
            .errorPolicy(ErrorPolicy.deadLetter((stage, lo, hi, cause) -> dead.add(lo)))
            .polled()
            .stage("store", below)
            .after("parse")
            .polled()
            .start();
    try (disruptor) {
      Recorder.publish(disruptor.producer(), 6);
    }
    assertThat(dead).containsExactly(1L, 3L, 5L);
    assertThat(below.sequences()).isEqualTo(Recorder.from(0, 5));
  }

  private static void failEachOddEvent(long lo, long hi) {
    if (lo % 2 == 1) {
      throw new IllegalArgumentException("odd: " + lo);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rangeNeverWraps(boolean multiProducer) {
    Recorder seen = new Recorder();
    DisruptorBuilder ring =
        multiProducer ? Disruptor.multiProducer(8) : Disruptor.singleProducer(8);
    Disruptor disruptor = ring.stage("book", seen).maxBatch(8).polled().start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      for (int i = 0; i < 8; i++) {
        producer.publish(producer.claim(5));
        while (disruptor.step()) {
          // until there is nothing left
        }
      }
    }
    assertThat(seen.sequences()).isEqualTo(Recorder.from(0, 39));
    assertThat(seen.ranges()).contains("5..7", "8..9").doesNotContain("5..9");
    assertThat(seen.ranges())
        .allSatisfy(
            range -> {
              int dots = range.indexOf("..");
              long lo = Long.parseLong(range.substring(0, dots));
              long hi = Long.parseLong(range.substring(dots + 2));
              assertThat(lo / 8).isEqualTo(hi / 8);
            });
  }

  @Test
  void rangesHaveGapsWhereClaimsWereDiscarded() {
    Recorder first = new Recorder();
    Recorder second = new Recorder();
    Disruptor disruptor =
        Disruptor.multiProducer(16)
            .stage("first", first)
            .maxBatch(16)
            .polled()
            .stage("second", second)
            .after("first")
            .maxBatch(16)
            .polled()
            .start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      Recorder.publish(producer, 2);
      producer.claim(3);
      producer.discard(); // 2..4
      Recorder.publish(producer, 2);
      producer.claim(2);
      producer.publish(7);
      producer.discard(); // 8
      Recorder.publish(producer, 1);
    }
    assertThat(first.ranges()).containsExactly("0..1", "5..7", "9..9");
    assertThat(second.ranges()).containsExactly("0..1", "5..7", "9..9");
  }

  @Test
  void rangeOfHolesAdvancesTheSequenceAndCallsNobody() {
    Recorder seen = new Recorder();
    Disruptor disruptor = Disruptor.multiProducer(8).stage("book", seen).polled().start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      producer.claim(2);
      producer.discard();
      assertThat(disruptor.stage("book").step()).isEqualTo(StepResult.HANDLED);
      assertThat(disruptor.stage("book").completed()).isEqualTo(1);
    }
    assertThat(seen.ranges()).isEmpty();
  }

  @Test
  void discardOfASingleProducerLeavesNoGap() {
    Recorder seen = new Recorder();
    Disruptor disruptor = Disruptor.singleProducer(8).stage("book", seen).polled().start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      producer.claim(2);
      producer.discard();
      Recorder.publish(producer, 2);
    }
    assertThat(seen.sequences()).containsExactly(0L, 1L);
  }

  @Test
  void leavesGateProducersAndInnerStagesDoNot() {
    Disruptor disruptor =
        Disruptor.singleProducer(4)
            .stage("first", (lo, hi) -> {})
            .polled()
            .stage("last", (lo, hi) -> {})
            .after("first")
            .polled()
            .start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      Recorder.publish(producer, 4);
      while (disruptor.stage("first").step() == StepResult.HANDLED) {
        // all of it
      }
      assertThat(producer.tryClaim(1)).isFalse();
      assertThat(disruptor.stage("last").step()).isEqualTo(StepResult.HANDLED);
      assertThat(producer.tryClaim(1)).isTrue();
    }
  }

  @Test
  void everyLeafGatesProducers() {
    Disruptor disruptor =
        Disruptor.singleProducer(4)
            .stage("quick", (lo, hi) -> {})
            .maxBatch(4)
            .polled()
            .stage("slow", (lo, hi) -> {})
            .maxBatch(1)
            .polled()
            .start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      Recorder.publish(producer, 4);
      disruptor.stage("quick").step();
      assertThat(producer.tryClaim(1)).isFalse();
      disruptor.stage("slow").step();
      assertThat(producer.tryClaim(1)).isTrue();
      producer.discard();
      assertThat(producer.tryClaim(2)).isFalse();
    }
  }

  @Test
  void afterMayNameAStageThatIsAddedLater() {
    Disruptor disruptor =
        Disruptor.singleProducer(4)
            .stage("match", (lo, hi) -> {})
            .after("journal")
            .polled()
            .stage("journal", (lo, hi) -> {})
            .polled()
            .start();
    try (disruptor) {
      Recorder.publish(disruptor.producer(), 1);
      assertThat(disruptor.stage("match").step()).isEqualTo(StepResult.UPSTREAM);
      assertThat(disruptor.step()).as("upstream first, so both of them get on").isTrue();
      assertThat(disruptor.stage("match").completed()).isZero();
    }
  }

  @Test
  void afterAllComesAfterEveryStageThatWasAddedBefore() {
    Disruptor disruptor =
        Disruptor.singleProducer(4)
            .stage("a", (lo, hi) -> {})
            .polled()
            .stage("b", (lo, hi) -> {})
            .after("a")
            .polled()
            .stage("c", (lo, hi) -> {})
            .polled()
            .stage("clear", (lo, hi) -> {})
            .afterAll()
            .polled()
            .start();
    try (disruptor) {
      assertThat(disruptor.snapshot().stage("clear").after()).containsExactly("b", "c");
      Recorder.publish(disruptor.producer(), 1);
      for (String above : List.of("a", "b", "c")) {
        assertThat(disruptor.stage("clear").step()).isEqualTo(StepResult.UPSTREAM);
        disruptor.stage(above).step();
      }
      assertThat(disruptor.stage("clear").step()).isEqualTo(StepResult.HANDLED);
    }
  }

  @Test
  void unknownUpstreamIsNamedBesideTheKnownOnes() {
    StageBuilder ring =
        Disruptor.singleProducer(4)
            .stage("journal", (lo, hi) -> {})
            .stage("replicate", (lo, hi) -> {})
            .stage("match", (lo, hi) -> {})
            .after("jornal", "replicate");
    assertThatThrownBy(ring::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stage: jornal (expected: one of journal, replicate, match)");
  }

  @Test
  void cycleIsShown() {
    StageBuilder ring =
        Disruptor.singleProducer(4)
            .stage("a", (lo, hi) -> {})
            .after("c")
            .stage("b", (lo, hi) -> {})
            .after("a")
            .stage("c", (lo, hi) -> {})
            .after("b");
    assertThatThrownBy(ring::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("stages: (a -> b -> c -> a|b -> c -> a -> b|c -> a -> b -> c) .*")
        .hasMessageEndingWith("(expected: no cycle)");
  }

  @Test
  void whatLeadsToACycleIsNotShownAsPartOfIt() {
    StageBuilder ring =
        Disruptor.singleProducer(4)
            .stage("journal", (lo, hi) -> {})
            .stage("a", (lo, hi) -> {})
            .after("journal", "b")
            .stage("b", (lo, hi) -> {})
            .after("journal", "a");
    assertThatThrownBy(ring::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("stages: (a -> b -> a|b -> a -> b) \\(expected: no cycle\\)");
  }

  @Test
  void stageThatComesAfterItselfIsACycle() {
    StageBuilder ring = Disruptor.singleProducer(4).stage("a", (lo, hi) -> {}).after("a");
    assertThatThrownBy(ring::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stages: a -> a (expected: no cycle)");
  }

  @Test
  void twoStagesOfOneNameAreRefused() {
    DisruptorBuilder ring = Disruptor.singleProducer(4);
    ring.stage("a", (lo, hi) -> {});
    assertThatThrownBy(() -> ring.partialStage("a", (lo, hi) -> hi))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stage: a (expected: a name that no other stage has)");
  }

  @Test
  void blankNamesAreRefused() {
    DisruptorBuilder ring = Disruptor.singleProducer(4);
    assertThatThrownBy(() -> ring.stage(" ", (lo, hi) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stage: ' ' (expected: not blank)");
    assertThatThrownBy(() -> ring.name(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name: '' (expected: not blank)");
  }

  @Test
  void afterWithoutNamesIsRefused() {
    StageBuilder stage = Disruptor.singleProducer(4).stage("a", (lo, hi) -> {});
    assertThatThrownBy(stage::after)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("after: no stages (expected: at least one)");
  }

  @Test
  void builderIsForOneRing() {
    DisruptorBuilder ring = Disruptor.singleProducer(4).name("orders");
    StageBuilder stage = ring.stage("a", (lo, hi) -> {});
    stage.build().close();
    List<ThrowableAssert.ThrowingCallable> tooLate =
        List.of(
            stage::build,
            stage::polled,
            () -> stage.maxBatch(2),
            () -> stage.after("a"),
            () -> stage.threads(Thread::new),
            () -> stage.gather(2, Duration.ofSeconds(1)),
            () -> ring.stage("b", (lo, hi) -> {}),
            () -> ring.name("trades"),
            () -> ring.waitStrategy(WaitStrategy.yielding()),
            () -> ring.errorPolicy(ErrorPolicy.skip()),
            () -> ring.threads(Thread::new),
            () -> ring.claimGrace(Duration.ofSeconds(2)),
            () -> stage.partialStage("b", (lo, hi) -> hi));
    assertThat(tooLate)
        .allSatisfy(
            call ->
                assertThatThrownBy(call)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("builder: has built 'orders' (expected: one builder per ring)"));
  }
}
