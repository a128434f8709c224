package dev.penstock.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.Disruptor;
import dev.penstock.ErrorPolicy;
import dev.penstock.EventFailedException;
import dev.penstock.EventHandler;
import dev.penstock.Producer;
import dev.penstock.RangeHandler;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Each class of handlers has an adapter's class of its own for each class of arrays, and all of
 * them do the same.
 */
class EachHandlersTest {
  private static final int SLOTS = 16;

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
  void arraysOfOneClassShareAnAdapterAndOthersDoNot() throws Exception {
    EventHandler<Object> handler = (event, sequence, last) -> {};
    Class<?> empty = EachHandlers.make(slots, handler).getClass();
    Class<?> strings = EachHandlers.make(new Slots<>(8, () -> "e"), handler).getClass();
    Class<?> own = EachHandlers.make(new Slots<Object>(new String[8]), handler).getClass();
    Class<?> numbers = EachHandlers.make(new Slots<>(8, () -> 1), handler).getClass();
    assertThat(strings).isSameAs(own).isNotSameAs(empty).isNotSameAs(numbers);
    assertThat(numbers).isNotSameAs(empty);
    assertThat(arrayOf(strings)).isEqualTo(String[].class);
    assertThat(arrayOf(empty)).isEqualTo(Object[].class);
  }

  @Test
  void slotsAreOfTheFirstEventsClassIfAllOthersFit() {
    Iterator<Object> fit = List.<Object>of(new Base(), new Derived()).iterator();
    assertThat(new Slots<>(2, fit::next).array().getClass()).isEqualTo(Base[].class);
    List<Object> events = List.of(new Derived(), new Base(), "e", new Derived());
    Slots<Object> slots = new Slots<>(4, events.iterator()::next);
    assertThat(slots.array().getClass()).isEqualTo(Object[].class);
    for (int s = 0; s < 4; s++) {
      assertThat(slots.get(s)).isSameAs(events.get(s));
    }
  }

  @Test
  void everyEventIsHandedOverOnceInOrder() throws Exception {
    Object[] strings = IntStream.range(0, SLOTS).mapToObj(s -> "e" + s).toArray();
    handsOver(strings);
    handsOver(Arrays.copyOf(strings, SLOTS, String[].class));
    for (int odd = 0; odd < SLOTS; odd++) {
      Object[] mixed = strings.clone();
      mixed[odd] = 1.5;
      handsOver(mixed);
      mixed[odd] = null;
      handsOver(mixed);
      handsOver(Arrays.copyOf(mixed, SLOTS, String[].class));
    }
  }

  private static void handsOver(Object[] events) throws Exception {
    Slots<Object> padded = new Slots<>(SLOTS);
    for (int s = 0; s < SLOTS; s++) {
      padded.set(s, events[s]);
    }
    for (Slots<Object> each : List.of(padded, new Slots<>(events))) {
      for (int lo = 0; lo < SLOTS; lo++) {
        for (int hi = lo; hi < SLOTS; hi++) {
          List<String> seen = new ArrayList<>();
          List<String> expected = new ArrayList<>();
          EventHandler<Object> collects =
              (event, sequence, last) -> seen.add(event + "@" + sequence + last);
          for (int s = lo; s <= hi; s++) {
            expected.add(events[s] + "@" + (SLOTS + s) + (s == hi));
          }
          EachHandlers.make(each, collects).onRange(SLOTS + lo, SLOTS + hi);
          assertThat(seen).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void eventThatFailsIsNamedWhereverItStands() {
    Slots<Object> events = filled(s -> "e" + s);
    for (long bad = 0; bad < SLOTS; bad++) {
      long at = bad;
      List<Long> seen = new ArrayList<>();
      RangeHandler adapter =
          EachHandlers.make(
              events,
              (event, sequence, last) -> {
                seen.add(sequence);
                if (sequence == at) {
                  throw new IllegalStateException("bad");
                }
              });
      assertThatThrownBy(() -> adapter.onRange(0, SLOTS - 1))
          .isInstanceOfSatisfying(
              EventFailedException.class, failed -> assertThat(failed.sequence()).isEqualTo(at));
      assertThat(seen).hasSize((int) at + 1);
    }
  }

  @Test
  void handlerThatReplacesALaterObjectIsHandedTheNewOne() throws Exception {
    Slots<Object> events = filled(s -> "e" + s);
    List<Object> seen = new ArrayList<>();
    EventHandler<Object> replaces =
        (event, sequence, last) -> {
          seen.add(event);
          if (!last) {
            events.set(sequence + 1, "new" + (sequence + 1));
          }
        };
    EachHandlers.make(events, replaces).onRange(0, 4);
    assertThat(seen).containsExactly("e0", "new1", "new2", "new3", "new4");
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
    adapter.onRange(10, 15);
    assertThat(seen)
        .containsExactly(
            "e2@10false", "e3@11false", "e4@12false", "e5@13false", "e6@14false", "e7@15true");
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

  private static class Base {}

  private static final class Derived extends Base {}

  private static Object arrayOf(Class<?> adapter) throws ReflectiveOperationException {
    Field array = adapter.getDeclaredField("ARRAY");
    array.setAccessible(true);
    return array.get(null);
  }

  private static Slots<Object> filled(LongFunction<Object> events) {
    Slots<Object> filled = new Slots<>(SLOTS);
    for (int s = 0; s < SLOTS; s++) {
      filled.set(s, events.apply(s));
    }
    return filled;
  }
}
