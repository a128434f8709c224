package dev.penstock.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.Await;
import dev.penstock.Disruptor;
import dev.penstock.ErrorPolicy;
import dev.penstock.LeavesNoThread;
import dev.penstock.Producer;
import dev.penstock.Waits;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** References: what a queue would hold. */
@LeavesNoThread
class ReferenceRingTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final ReferenceRing<String> ring = ReferenceRing.withCapacity(8);
  private final List<String> seen = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(Waits.class)
  @Tag("race")
  void everyObjectArrivesInOrderThroughAllStages(Waits waits) {
    for (boolean multiProducer : new boolean[] {false, true}) {
      List<String> first = new ArrayList<>();
      List<String> second = new ArrayList<>();
      Disruptor disruptor =
          waits
              .ring(multiProducer, 8)
              .stage("first", ring.each((object, sequence, last) -> first.add(object)))
              .stage("second", ring.each((object, sequence, last) -> second.add(object)))
              .after("first")
              .stage("clear", ring.clearing())
              .afterAll()
              .start();
      List<String> sent = IntStream.range(0, 100).mapToObj(Integer::toString).toList();
      try (disruptor) {
        Producer producer = disruptor.producer();
        sent.forEach(object -> ring.publish(producer, object));
      }
      assertThat(first).isEqualTo(sent);
      assertThat(second).isEqualTo(sent);
      for (long sequence = 0; sequence < 8; sequence++) {
        assertThat(ring.get(sequence)).isNull();
      }
    }
  }

  @Test
  void everyFormOfPublishPublishes() throws InterruptedException {
    Disruptor disruptor =
        Disruptor.singleProducer(2)
            .stage("a", ring.each((object, sequence, last) -> seen.add(object)))
            .polled()
            .start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      ring.publish(producer, "a");
      assertThat(ring.tryPublish(producer, "b")).isTrue();
      assertThat(ring.tryPublish(producer, "full")).isFalse();
      disruptor.step();
      assertThat(ring.tryPublish(producer, LONG, "c")).isTrue();
    }
    assertThat(seen).containsExactly("a", "b", "c");
  }

  @Test
  void tryPublishIsFalseWhenTheRingIsFullAllTheTime() throws InterruptedException {
    Disruptor disruptor =
        Disruptor.singleProducer(2)
            .stage("a", ring.each((object, sequence, last) -> seen.add(object)))
            .polled()
            .start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      ring.publish(producer, "a");
      ring.publish(producer, "b");
      assertThat(ring.tryPublish(producer, Duration.ofMillis(1), "full")).isFalse();
    }
    assertThat(seen).containsExactly("a", "b");
  }

  @Test
  void nullIsRefusedBeforeAnythingIsClaimed() {
    Disruptor disruptor = Disruptor.multiProducer(8).stage("a", ring.clearing()).polled().start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      assertThatThrownBy(() -> ring.publish(producer, null)).hasMessage("object");
      assertThatThrownBy(() -> ring.tryPublish(producer, null)).hasMessage("object");
      assertThatThrownBy(() -> ring.tryPublish(producer, LONG, null)).hasMessage("object");
      assertThat(disruptor.snapshot().claimed()).isEqualTo(-1);
    }
  }

  @Test
  void clearingStageKeepsNoObjectAlive() {
    ReferenceRing<Object> objects = ReferenceRing.withCapacity(8);
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage("use", objects.each((object, sequence, last) -> seen.add("used")))
            .stage("clear", objects.clearing())
            .afterAll()
            .start();
    WeakReference<Object> sent;
    try (disruptor) {
      sent = publishOne(objects, disruptor.producer());
    }
    Await.until(
        () -> {
          System.gc();
          return sent.get() == null;
        },
        () -> "the object is still reachable");
    assertThat(seen).containsExactly("used");
  }

  private static WeakReference<Object> publishOne(
      ReferenceRing<Object> objects, Producer producer) {
    Object object = new Object();
    objects.publish(producer, object);
    return new WeakReference<>(object);
  }

  @Test
  void clearingClearsTheRangeAndNothingElse() throws Exception {
    Disruptor disruptor = Disruptor.singleProducer(8).stage("a", (lo, hi) -> {}).polled().start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      for (int i = 0; i < 8; i++) {
        ring.publish(producer, "s" + i);
      }
    }
    ring.clearing().onRange(2, 4);
    assertThat(IntStream.range(0, 8).mapToObj(ring::get))
        .containsExactly("s0", "s1", null, null, null, "s5", "s6", "s7");
    ring.clearing().onRange(15, 15);
    assertThat(ring.get(7)).isNull();
    assertThat(ring.clearing().capacity()).isEqualTo(8);
  }

  @Test
  void objectThatFailsIsSkippedAlone() {
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage(
                "parse",
                ring.each((object, sequence, last) -> seen.add("" + Integer.parseInt(object))))
            .errorPolicy(ErrorPolicy.skip())
            .maxBatch(8)
            .polled()
            .start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      ring.publish(producer, "1");
      ring.publish(producer, "two");
      ring.publish(producer, "3");
    }
    assertThat(seen).containsExactly("1", "3");
  }

  @Test
  void storageThatIsTooSmallIsRefused() {
    String message = "ring capacity: 8 (expected: at least 16)";
    assertThatThrownBy(() -> Disruptor.singleProducer(16).stage("clear", ring.clearing()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(
            () -> Disruptor.singleProducer(16).stage("a", ring.each((object, s, last) -> {})))
        .hasMessage(message);
    Disruptor disruptor = Disruptor.singleProducer(16).stage("a", (lo, hi) -> {}).polled().start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      assertThatThrownBy(() -> ring.publish(producer, "x")).hasMessage(message);
      assertThatThrownBy(() -> ring.tryPublish(producer, "x")).hasMessage(message);
      assertThatThrownBy(() -> ring.tryPublish(producer, LONG, "x")).hasMessage(message);
    }
  }

  @Test
  void whatIsSetIsInTheSlotOfItsSequence() {
    ReferenceRing<String> smallest = ReferenceRing.withCapacity(2);
    assertThat(smallest.capacity()).isEqualTo(2);
    smallest.set(4, "even");
    smallest.set(5, "odd");
    assertThat(smallest.get(4)).isEqualTo("even");
    assertThat(smallest.get(5)).isEqualTo("odd");
    assertThatThrownBy(() -> smallest.set(6, null)).hasMessage("object");
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, 0, 1, 12})
  void capacityThatIsNoPowerOfTwoIsRefused(int capacity) {
    assertThatThrownBy(() -> ReferenceRing.withCapacity(capacity))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ring capacity: " + capacity + " (expected: a power of two, 2..1073741824)");
  }
}
