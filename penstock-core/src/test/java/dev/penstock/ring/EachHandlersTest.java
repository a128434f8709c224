package dev.penstock.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.Disruptor;
import dev.penstock.ErrorPolicy;
import dev.penstock.EventFailedException;
import dev.penstock.EventHandler;
import dev.penstock.Producer;
import dev.penstock.RangeHandler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each class of handlers has an adapter's class of its own, and all of them do the same. */
class EachHandlersTest {
  private final Slots<Object> slots = new Slots<>(8);

  @Test
  void handlersOfOneClassShareAnAdapterAndOthersDoNot() {
    List<EventHandler<Object>> same = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      same.add((event, sequence, last) -> {});
    }
    RangeHandler first = EachHandlers.make(slots, same.get(0));
    RangeHandler second = EachHandlers.make(slots, same.get(1));
    RangeHandler other = EachHandlers.make(slots, (event, sequence, last) -> {});
    assertThat(first.getClass()).isSameAs(second.getClass()).isNotSameAs(other.getClass());
    assertThat(first.getClass().isHidden()).isTrue();
  }

  @Test
  void adapterSaysWhichEventFailedAndHowLargeItsStorageIs() {
    RangeHandler adapter =
        EachHandlers.make(
            slots,
            (event, sequence, last) -> {
              if (sequence == 3) {
                throw new IllegalStateException("bad");
              }
            });
    assertThat(adapter.perEvent()).isTrue();
    assertThat(adapter.capacity()).isEqualTo(8);
    assertThatThrownBy(() -> adapter.onRange(1, 5))
        .isInstanceOfSatisfying(
            EventFailedException.class, failed -> assertThat(failed.sequence()).isEqualTo(3))
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  /** What stands in where hidden classes cannot be made. */
  @Test
  void adapterThatIsNotHiddenDoesTheSame() throws Exception {
    for (long s = 0; s < 8; s++) {
      slots.set(s, "e" + s);
    }
    List<String> seen = new ArrayList<>();
    RangeHandler adapter =
        new EachHandler<>(
            slots, (event, sequence, last) -> seen.add(event + "@" + sequence + last));
    adapter.onRange(10, 12);
    assertThat(seen).containsExactly("e2@10false", "e3@11false", "e4@12true");
    assertThat(adapter.perEvent()).isTrue();
    assertThat(adapter.capacity()).isEqualTo(8);
  }

  @Test
  void clearingStageFitsEveryPolicy() {
    ReferenceRing<Object> ring = ReferenceRing.withCapacity(8);
    try (Disruptor disruptor =
            Disruptor.singleProducer(8)
                .errorPolicy(ErrorPolicy.skip())
                .stage("work", ring.each((object, sequence, last) -> {}))
                .stage("forget", ring.clearing())
                .afterAll()
                .start();
        Producer producer = disruptor.producer()) {
      ring.publish(producer, "payload");
    }
    assertThat(ring.get(0)).isNull();
  }

  @Test
  void aClearThatFailsIsSuppressedUnderWhatTheWriterThrew() {
    ObjectRing<int[]> ring = ObjectRing.withCapacity(8, () -> new int[1]);
    RangeHandler clearing =
        ring.clearing(
            event -> {
              throw new IllegalStateException("clear");
            });
    Disruptor disruptor = Disruptor.singleProducer(8).stage("clear", clearing).build();
    Producer producer = disruptor.producer();
    EventWriter<int[], RuntimeException> writer =
        event -> {
          throw new IllegalArgumentException("write");
        };
    assertThatThrownBy(() -> ring.publish(producer, writer))
        .hasMessage("write")
        .satisfies(
            t ->
                assertThat(t.getSuppressed())
                    .singleElement()
                    .hasToString("java.lang.IllegalStateException: clear"));
    assertThat(producer.tryClaim(8)).isTrue();
    disruptor.close();
  }
}
