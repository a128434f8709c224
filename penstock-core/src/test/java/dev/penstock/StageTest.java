package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.ring.ObjectRing;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stage is told, and what it refuses to be told. */
@LeavesNoThread
class StageTest {
  @ParameterizedTest
  @ValueSource(ints = {-8, 0, 1, 3, 1000})
  void capacityThatIsNoPowerOfTwoIsRefused(int capacity) {
    assertThatThrownBy(() -> Disruptor.singleProducer(capacity))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("capacity: " + capacity + " (expected: a power of two, 2..1073741824)");
    assertThatThrownBy(() -> Disruptor.multiProducer(capacity))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("capacity: " + capacity + " (expected: a power of two, 2..1073741824)");
  }

  @Test
  void theLargestAndTheSmallestCapacityAreTaken() {
    for (int capacity : new int[] {2, 1 << 30}) {
      assertThat(Disruptor.singleProducer(capacity).capacity).isEqualTo(capacity);
    }
  }

  @Test
  void unknownStageIsNamedBesideTheKnownOnes() {
    Disruptor disruptor =
        Disruptor.singleProducer(4)
            .stage("journal", (lo, hi) -> {})
            .stage("replicate", (lo, hi) -> {})
            .stage("match", (lo, hi) -> {})
            .build();
    assertThatThrownBy(() -> disruptor.stage("jornal"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stage: jornal (expected: one of journal, replicate, match)");
    assertThatThrownBy(() -> disruptor.snapshot().stage("jornal"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stage: jornal (expected: one of journal, replicate, match)");
    disruptor.close();
  }

  @Test
  void handlerOfARingThatIsTooSmallIsRefused() {
    ObjectRing<StringBuilder> ring = ObjectRing.withCapacity(1024, StringBuilder::new);
    DisruptorBuilder disruptor = Disruptor.singleProducer(65536);
    assertThatThrownBy(() -> disruptor.stage("book", ring.each((e, sequence, last) -> {})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ring capacity: 1024 (expected: at least 65536)");
  }

  @Test
  void batchIsAtMostAQuarterOfTheCapacityByDefault() {
    Recorder seen = new Recorder();
    Disruptor disruptor = Disruptor.singleProducer(16).stage("book", seen).polled().start();
    try (disruptor) {
      disruptor.producer().claim(16);
      disruptor.snapshot();
    }
    assertThat(seen.ranges()).isEmpty();

    Recorder quarters = new Recorder();
    Disruptor other = Disruptor.singleProducer(16).stage("book", quarters).polled().start();
    try (other) {
      Recorder.publish(other.producer(), 10);
    }
    assertThat(quarters.ranges()).containsExactly("0..3", "4..7", "8..9");
  }

  @Test
  void batchIsAtLeastOneInTheSmallestRing() {
    Recorder seen = new Recorder();
    Disruptor disruptor = Disruptor.singleProducer(2).stage("book", seen).polled().start();
    try (disruptor) {
      Recorder.publish(disruptor.producer(), 2);
    }
    assertThat(seen.ranges()).containsExactly("0..0", "1..1");
  }

  @Test
  void maxBatchLimitsWhatIsHandedOverAtOnce() {
    Recorder seen = new Recorder();
    Disruptor disruptor =
        Disruptor.singleProducer(16).stage("book", seen).maxBatch(3).polled().start();
    try (disruptor) {
      Recorder.publish(disruptor.producer(), 8);
    }
    assertThat(seen.ranges()).containsExactly("0..2", "3..5", "6..7");
  }

  @Test
  void maxBatchOfTheCapacityHandsOverAWholeLap() {
    Recorder seen = new Recorder();
    Disruptor disruptor =
        Disruptor.singleProducer(16).stage("book", seen).maxBatch(16).polled().start();
    try (disruptor) {
      Recorder.publish(disruptor.producer(), 16);
    }
    assertThat(seen.ranges()).containsExactly("0..15");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 17})
  void maxBatchOutsideTheCapacityIsRefused(int events) {
    StageBuilder stage = Disruptor.singleProducer(16).stage("book", (lo, hi) -> {});
    assertThatThrownBy(() -> stage.maxBatch(events))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxBatch: " + events + " (expected: 1..16)");
  }

  @Test
  void optionsOfTimeThatMakeNoSenseAreRefused() {
    DisruptorBuilder ring = Disruptor.singleProducer(16);
    assertThatThrownBy(() -> ring.claimGrace(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("grace: PT-1S (expected: not negative)");
    StageBuilder stage = ring.stage("book", (lo, hi) -> {});
    assertThatThrownBy(() -> stage.onIdle(Duration.ZERO, () -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("onIdle: PT0S (expected: positive)");
    assertThatThrownBy(() -> WaitStrategy.backoff(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cap: PT0S (expected: PT0.000001S..PT1S)");
    assertThatThrownBy(() -> WaitStrategy.backoff(Duration.ofSeconds(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cap: PT2S (expected: PT0.000001S..PT1S)");
    assertThat(WaitStrategy.backoff(Duration.ofNanos(1_000))).hasToString("backoff(PT0.000001S)");
    assertThat(WaitStrategy.backoff(Duration.ofSeconds(1))).hasToString("backoff(PT1S)");
  }

  @Test
  void completedIsMinusOneUntilSomethingIs() {
    Disruptor disruptor =
        Disruptor.singleProducer(4).stage("book", (lo, hi) -> {}).polled().start();
    try (disruptor) {
      Stage book = disruptor.stage("book");
      assertThat(book.name()).isEqualTo("book");
      assertThat(book.polled()).isTrue();
      assertThat(book.completed()).isEqualTo(-1);
      book.step();
      assertThat(book.completed()).isEqualTo(-1);
      Recorder.publish(disruptor.producer(), 1);
      book.step();
      assertThat(book.completed()).isZero();
    }
  }

  @Test
  void nothingIsHandedOverWhenNothingWasPublished() {
    Recorder seen = new Recorder();
    Disruptor.singleProducer(4).stage("book", seen).start().close();
    Disruptor.multiProducer(4).stage("book", seen).start().close();
    assertThat(seen.ranges()).as("-1 is no index").isEmpty();
  }

  @Test
  void valueThatARangeHandlerReturnsIsIgnored() {
    Disruptor disruptor =
        Disruptor.singleProducer(4)
            .stage("book", (lo, hi) -> Math.negateExact(hi))
            .polled()
            .start();
    try (disruptor) {
      Recorder.publish(disruptor.producer(), 1);
      assertThat(disruptor.stage("book").step()).isEqualTo(StepResult.HANDLED);
      assertThat(disruptor.stage("book").completed()).isZero();
    }
  }

  @Test
  void slotIsTheSequenceModuloTheCapacity() {
    assertThat(Disruptor.slot(0, 8)).isZero();
    assertThat(Disruptor.slot(7, 8)).isEqualTo(7);
    assertThat(Disruptor.slot(8, 8)).isZero();
    assertThat(Disruptor.slot((1L << 40) + 5, 8)).isEqualTo(5);
  }
}
