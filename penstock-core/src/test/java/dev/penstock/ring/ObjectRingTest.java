package dev.penstock.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.Await;
import dev.penstock.ClaimRefusedException;
import dev.penstock.Disruptor;
import dev.penstock.DisruptorFailedException;
import dev.penstock.EventFailedException;
import dev.penstock.LeavesNoThread;
import dev.penstock.Producer;
import dev.penstock.RangeHandler;
import dev.penstock.Recorder;
import dev.penstock.Waits;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Preallocated events: publishing, handling, clearing. */
@LeavesNoThread
class ObjectRingTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final ObjectRing<Order> ring = ObjectRing.withCapacity(8, Order::new);
  private final List<Long> seen = new ArrayList<>();

  private RangeHandler recording() {
    return ring.each((order, sequence, last) -> seen.add(order.id));
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void everyEventArrivesAsItWasWritten(Waits waits) {
    for (boolean multiProducer : new boolean[] {false, true}) {
      List<Long> ids = new ArrayList<>();
      Disruptor disruptor =
          waits
              .ring(multiProducer, 8)
              .stage("book", ring.each((order, sequence, last) -> ids.add(order.id)))
              .start();
      try (disruptor) {
        Producer producer = disruptor.producer();
        for (long i = 0; i < 200; i++) {
          ring.publish(producer, Order::id, i + 7);
        }
      }
      assertThat(ids).isEqualTo(Recorder.from(7, 206));
    }
  }

  @Test
  void everyFormOfPublishWritesAndPublishes() throws InterruptedException {
    List<Object> payloads = new ArrayList<>();
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage(
                "book",
                ring.each(
                    (order, sequence, last) -> {
                      seen.add(order.id);
                      payloads.add(String.valueOf(order.payload));
                    }))
            .polled()
            .start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      ring.publish(producer, order -> order.id = 1);
      ring.publish(producer, Order::id, 2L);
      ring.publish(producer, Order::both, 3L, "three");
      assertThat(ring.tryPublish(producer, order -> order.id = 4)).isTrue();
      assertThat(ring.tryPublish(producer, Order::id, 5L)).isTrue();
      assertThat(ring.tryPublish(producer, Order::both, 6L, "six")).isTrue();
      assertThat(ring.tryPublish(producer, LONG, order -> order.id = 7)).isTrue();
      assertThat(ring.tryPublish(producer, LONG, Order::id, 8L)).isTrue();
      while (disruptor.step()) {
        // make room
      }
      assertThat(ring.tryPublish(producer, LONG, Order::both, 9L, "nine")).isTrue();
    }
    assertThat(seen).isEqualTo(Recorder.from(1, 9));
    assertThat(payloads).contains("three", "six", "nine");
  }

  @Test
  void tryPublishSaysFullAndCallsNoWriter() throws InterruptedException {
    Disruptor disruptor = Disruptor.singleProducer(8).stage("book", recording()).polled().start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      for (long i = 0; i < 8; i++) {
        ring.publish(producer, Order::id, i);
      }
      Duration soon = Duration.ofMillis(1);
      assertThat(ring.tryPublish(producer, order -> order.id = 9)).isFalse();
      assertThat(ring.tryPublish(producer, Order::id, 9L)).isFalse();
      assertThat(ring.tryPublish(producer, Order::both, 9L, "x")).isFalse();
      assertThat(ring.tryPublish(producer, soon, order -> order.id = 9)).isFalse();
      assertThat(ring.tryPublish(producer, soon, Order::id, 9L)).isFalse();
      assertThat(ring.tryPublish(producer, soon, Order::both, 9L, "x")).isFalse();
    }
    assertThat(seen).isEqualTo(Recorder.from(0, 7));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void writerThatThrowsPublishesNothing(boolean multiProducer) {
    Disruptor disruptor = Waits.BLOCKING.ring(multiProducer, 8).stage("book", recording()).start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      ring.publish(producer, Order::id, 1L);
      assertThatThrownBy(() -> ring.publish(producer, ObjectRingTest::half))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> ring.publish(producer, ObjectRingTest::half1, 2L))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> ring.publish(producer, ObjectRingTest::half2, 2L, "x"))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> ring.tryPublish(producer, ObjectRingTest::half))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> ring.tryPublish(producer, LONG, ObjectRingTest::half1, 2L))
          .isInstanceOf(IOException.class);
      ring.publish(producer, Order::id, 3L);
      assertThat(disruptor.snapshot().claims()).isEmpty();
    }
    assertThat(seen).containsExactly(1L, 3L);
  }

  private static void half(Order order) throws IOException {
    order.id = 666;
    throw new IOException("half written");
  }

  private static void half1(Order order, Long id) throws IOException {
    order.id = id;
    throw new IOException("half written");
  }

  private static void half2(Order order, Long id, Object payload) throws IOException {
    Order.both(order, id, payload);
    throw new IOException("half written");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ringThatClearsSlotsClearsBeforeItDiscards(boolean multiProducer) {
    Disruptor disruptor =
        Waits.BLOCKING
            .ring(multiProducer, 8)
            .stage("book", recording())
            .polled()
            .stage("clear", ring.clearing(Order::reset))
            .afterAll()
            .polled()
            .start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      assertThatThrownBy(() -> ring.publish(producer, ObjectRingTest::half2, 2L, "payload"))
          .isInstanceOf(IOException.class);
      assertThat(ring.get(0).payload).isNull();
      assertThat(ring.get(0).id).isEqualTo(-1);
    }
    assertThat(seen).isEmpty();
  }

  @Test
  void claimIsGivenUpEvenWhenClearingFails() {
    ring.clearing(
        order -> {
          throw new IllegalStateException("cannot clear");
        });
    Disruptor disruptor = Disruptor.multiProducer(8).stage("book", recording()).polled().start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      assertThatThrownBy(() -> ring.publish(producer, ObjectRingTest::half))
          .isInstanceOf(IOException.class)
          .hasSuppressedException(new IllegalStateException("cannot clear"));
      assertThat(disruptor.snapshot().claims()).isEmpty();
    }
    assertThat(seen).isEmpty();
  }

  @Test
  void clearingStageKeepsNoPayloadAlive() {
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage("book", recording())
            .stage("clear", ring.clearing(Order::reset))
            .afterAll()
            .start();
    WeakReference<Object> payload;
    try (disruptor) {
      payload = publishPayload(disruptor.producer());
    }
    for (long sequence = 0; sequence < 8; sequence++) {
      assertThat(ring.get(sequence).payload).isNull();
    }
    Await.until(
        () -> {
          System.gc();
          return payload.get() == null;
        },
        () -> "the payload is still reachable");
    assertThat(seen).containsExactly(1L);
  }

  private WeakReference<Object> publishPayload(Producer producer) {
    Object payload = new Object();
    ring.publish(producer, Order::both, 1L, payload);
    return new WeakReference<>(payload);
  }

  @Test
  void endOfBatchIsTrueOnTheLastEventOfARange() {
    List<String> calls = new ArrayList<>();
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage("book", ring.each((order, sequence, last) -> calls.add(sequence + " " + last)))
            .maxBatch(3)
            .polled()
            .start();
    try (disruptor) {
      Recorder.publish(disruptor.producer(), 5);
    }
    assertThat(calls).containsExactly("0 false", "1 false", "2 true", "3 false", "4 true");
  }

  @Test
  void endOfBatchIsTrueOnTheLastEventBeforeAHole() {
    List<String> calls = new ArrayList<>();
    Disruptor disruptor =
        Disruptor.multiProducer(8)
            .stage("book", ring.each((order, sequence, last) -> calls.add(sequence + " " + last)))
            .maxBatch(8)
            .polled()
            .start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      Recorder.publish(producer, 2);
      producer.claim(2);
      producer.discard();
      Recorder.publish(producer, 1);
      producer.claim();
      producer.discard();
    }
    assertThat(calls).containsExactly("0 false", "1 true", "4 true");
  }

  @ParameterizedTest
  @ValueSource(longs = {8, 9, 11})
  void failureOfAHandlerSaysAtWhichEvent(long failing) {
    IllegalStateException broken = new IllegalStateException("broken");
    RangeHandler handler =
        ring.each(
            (order, sequence, last) -> {
              if (sequence == failing) {
                throw broken;
              }
            });
    assertThat(handler.perEvent()).isTrue();
    assertThat(handler.capacity()).isEqualTo(8);
    assertThatThrownBy(() -> handler.onRange(8, 11))
        .isInstanceOf(EventFailedException.class)
        .hasMessage("event failed at sequence: " + failing)
        .hasCause(broken)
        .satisfies(t -> assertThat(((EventFailedException) t).sequence()).isEqualTo(failing));
  }

  @Test
  void eventsBeforeTheOneThatFailedAreCompleted() {
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage(
                "book",
                ring.each(
                    (order, sequence, last) -> {
                      if (sequence == 2) {
                        throw new IllegalStateException("broken");
                      }
                    }))
            .maxBatch(8)
            .polled()
            .start();
    Recorder.publish(disruptor.producer(), 4);
    assertThatThrownBy(disruptor::close)
        .isInstanceOf(DisruptorFailedException.class)
        .hasMessage("stage 'book' failed at sequence: 2 (range: 0..3)");
    assertThat(disruptor.stage("book").completed()).isEqualTo(1);
  }

  @Test
  void everySlotHasAnObjectOfItsOwnThatItKeeps() {
    AtomicInteger made = new AtomicInteger();
    ObjectRing<Integer> numbers = ObjectRing.withCapacity(4, made::incrementAndGet);
    IdentityHashMap<Object, Object> distinct = new IdentityHashMap<>();
    for (long sequence = 0; sequence < 8; sequence++) {
      distinct.put(numbers.get(sequence), sequence);
      assertThat(numbers.get(sequence)).isSameAs(numbers.get(sequence + 4));
    }
    assertThat(distinct).hasSize(4);
    assertThat(made).hasValue(4);
    assertThat(numbers.capacity()).isEqualTo(4);
  }

  @Test
  void ringMayBeLargerThanTheDisruptor() {
    Set<Object> slots = new HashSet<>();
    ObjectRing<Object> large = ObjectRing.withCapacity(32, Object::new);
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage("book", large.each((object, sequence, last) -> slots.add(object)))
            .start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      for (int i = 0; i < 40; i++) {
        large.publish(producer, object -> {});
      }
    }
    assertThat(slots).hasSize(32);
  }

  @Test
  void producerOfALargerDisruptorIsRefused() {
    Disruptor disruptor = Disruptor.singleProducer(16).stage("a", (lo, hi) -> {}).polled().start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      String message = "ring capacity: 8 (expected: at least 16)";
      assertThatThrownBy(() -> ring.publish(producer, Order::reset)).hasMessage(message);
      assertThatThrownBy(() -> ring.publish(producer, Order::id, 1L)).hasMessage(message);
      assertThatThrownBy(() -> ring.publish(producer, Order::both, 1L, "")).hasMessage(message);
      assertThatThrownBy(() -> ring.tryPublish(producer, Order::reset)).hasMessage(message);
      assertThatThrownBy(() -> ring.tryPublish(producer, Order::id, 1L)).hasMessage(message);
      assertThatThrownBy(() -> ring.tryPublish(producer, Order::both, 1L, "")).hasMessage(message);
      assertThatThrownBy(() -> ring.tryPublish(producer, LONG, Order::reset)).hasMessage(message);
      assertThatThrownBy(() -> ring.tryPublish(producer, LONG, Order::id, 1L)).hasMessage(message);
      assertThatThrownBy(() -> ring.tryPublish(producer, LONG, Order::both, 1L, ""))
          .hasMessage(message);
      assertThat(disruptor.snapshot().claimed()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, 0, 1, 12})
  void capacityThatIsNoPowerOfTwoIsRefused(int capacity) {
    assertThatThrownBy(() -> ObjectRing.withCapacity(capacity, Order::new))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ring capacity: " + capacity + " (expected: a power of two, 2..1073741824)");
  }

  @Test
  void factoryThatReturnsNullIsRefused() {
    assertThatThrownBy(() -> ObjectRing.withCapacity(4, () -> null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("factory returned null");
  }

  @Test
  void publishOnAClosedRingIsRefusedAndCallsNoWriter() {
    Disruptor disruptor = Disruptor.singleProducer(8).stage("book", recording()).start();
    Producer producer = disruptor.producer();
    disruptor.close();
    assertThatThrownBy(() -> ring.publish(producer, ObjectRingTest::half))
        .isInstanceOf(ClaimRefusedException.class);
    assertThat(ring.get(0).id).isZero();
  }

  @Test
  void oneHandlerServesStagesOfTwoDisruptors() {
    RangeHandler handler = recording();
    for (int i = 0; i < 2; i++) {
      Disruptor disruptor = Disruptor.singleProducer(8).stage("book", handler).polled().start();
      try (disruptor) {
        ring.publish(disruptor.producer(), Order::id, (long) i);
      }
    }
    assertThat(seen).containsExactly(0L, 1L);
  }

  @Test
  void aRingOverAnArrayHasItsObjects() {
    Order[] orders = new Order[8];
    Arrays.setAll(orders, i -> new Order());
    ObjectRing<Order> over = ObjectRing.over(orders);
    assertThat(over.capacity()).isEqualTo(8);
    assertThat(over.get(13)).isSameAs(orders[5]);
    List<Long> ids = new ArrayList<>();
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage("book", over.each((order, sequence, last) -> ids.add(order.id)))
            .start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      for (long i = 0; i < 20; i++) {
        long sequence = producer.claim(orders);
        orders[producer.slot(sequence)].id = i;
        producer.publish(sequence);
      }
    }
    assertThat(ids).isEqualTo(Recorder.from(0, 19));
  }

  @Test
  void anArrayWithAnEmptySlotOrOfAnotherLengthIsRefused() {
    Order[] orders = new Order[4];
    Arrays.setAll(orders, i -> i == 2 ? null : new Order());
    assertThatThrownBy(() -> ObjectRing.over(orders))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("events[2]: null (expected: an object)");
    assertThatThrownBy(() -> ObjectRing.over(new Order[6]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ring capacity: 6 (expected: a power of two, 2..1073741824)");
  }
}
