package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A claim and its publish in a loop that was compiled as a whole. The compiler drops the note of
 * such a claim where nothing can happen between the two, see {@link SingleProducer}, and makes it
 * where something may, such as the way out of compiled code into a call that was never made before.
 * Nobody must notice.
 */
@Tag("race")
class CompiledClaimTest {
  private static final int CAPACITY = 1024;
  private static final int ROUNDS = 4000; // of half a lap: both compilers have been there by then
  private static final int AT = 100;

  /** Publishes {@code count} messages, with nothing between claim and publish: no notes. */
  private static void pump(Producer producer, long[] slots, int count) {
    int mask = slots.length - 1;
    for (int i = 0; i < count; i++) {
      long sequence = producer.claim();
      slots[(int) sequence & mask] = sequence;
      producer.publish(sequence);
    }
  }

  /** The same, but calls {@code between} within claim {@code at}: it may, so there are notes. */
  private static void pump(Producer producer, long[] slots, int count, int at, Runnable between) {
    int mask = slots.length - 1;
    for (int i = 0; i < count; i++) {
      long sequence = producer.claim();
      slots[(int) sequence & mask] = sequence;
      if (i == at) {
        between.run();
      }
      producer.publish(sequence);
    }
  }

  /** The same two loops with claims of several, of which each is one. */
  private static void pumpSeveral(Producer producer, long[] slots, int count) {
    int mask = slots.length - 1;
    for (int i = 0; i < count; i++) {
      long sequence = producer.claim(1);
      slots[(int) sequence & mask] = sequence;
      producer.publish(sequence);
    }
  }

  private static void pumpSeveral(
      Producer producer, long[] slots, int count, int at, Runnable between) {
    int mask = slots.length - 1;
    for (int i = 0; i < count; i++) {
      long sequence = producer.claim(1);
      slots[(int) sequence & mask] = sequence;
      if (i == at) {
        between.run();
      }
      producer.publish(sequence);
    }
  }

  /** Publishes {@code count} objects. */
  private static void pump(Producer producer, AtomicLong[] boxes, int count) {
    for (int i = 0; i < count; i++) {
      long sequence = producer.claim(boxes);
      boxes[producer.slot(sequence)].setPlain(sequence);
      producer.publish(sequence);
    }
  }

  private static void pump(
      Producer producer, AtomicLong[] boxes, int count, int at, Runnable between) {
    for (int i = 0; i < count; i++) {
      long sequence = producer.claim(boxes);
      boxes[producer.slot(sequence)].setPlain(sequence);
      if (i == at) {
        between.run();
      }
      producer.publish(sequence);
    }
  }

  private enum Way {
    ARRAY,
    ARRAY_COALESCING,
    SEVERAL,
    SEVERAL_COALESCING,
    OBJECTS,
    OBJECTS_COALESCING
  }

  private static final class Warm implements AutoCloseable {
    final SteppedRing ring;
    final Producer producer;
    final boolean objects;
    final boolean several;
    final long[] slots = new long[CAPACITY];
    final AtomicLong[] boxes = new AtomicLong[CAPACITY];

    Warm(Way way) {
      WaitStrategy spin = WaitStrategy.busySpin();
      objects = way.name().startsWith("OBJECTS");
      several = way.name().startsWith("SEVERAL");
      ring =
          new SteppedRing(
              Disruptor.singleProducer(CAPACITY)
                  .waitStrategy(way.name().endsWith("COALESCING") ? spin.coalescing() : spin));
      Arrays.setAll(boxes, AtomicLong::new);
      producer = ring.producer("feed");
      for (int i = 0; i < ROUNDS; i++) {
        pump(); // each loop as often as the other
        pump(-1, () -> {});
        checkHandled((long) (i + 1) * CAPACITY);
      }
    }

    void pump() {
      if (objects) {
        CompiledClaimTest.pump(producer, boxes, CAPACITY / 2);
      } else if (several) {
        pumpSeveral(producer, slots, CAPACITY / 2);
      } else {
        CompiledClaimTest.pump(producer, slots, CAPACITY / 2);
      }
    }

    void pump(int at, Runnable between) {
      if (objects) {
        CompiledClaimTest.pump(producer, boxes, CAPACITY / 2, at, between);
      } else if (several) {
        pumpSeveral(producer, slots, CAPACITY / 2, at, between);
      } else {
        CompiledClaimTest.pump(producer, slots, CAPACITY / 2, at, between);
      }
    }

    void claim() {
      if (objects) {
        producer.claim(boxes);
      } else if (several) {
        producer.claim(1);
      } else {
        producer.claim();
      }
    }

    void checkHandled(long count) {
      ring.drain();
      int last = ring.handled.size() - 1;
      assertThat(ring.handled.get(last)).isEqualTo(count - 1);
      ring.handled.clear();
      ring.ranges.clear();
    }

    long next() {
      return (long) ROUNDS * CAPACITY;
    }

    @Override
    public void close() {
      ring.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whoIsCalledWhileItIsOutstandingSeesIt(Way way) {
    try (Warm warm = new Warm(way)) {
      List<PendingClaim> seen = new ArrayList<>();
      warm.pump(AT, () -> seen.addAll(warm.ring.disruptor.snapshot().claims()));
      long claimed = warm.next() + AT;
      assertThat(seen).hasSize(1);
      assertThat(seen.get(0).lo()).isEqualTo(claimed);
      assertThat(seen.get(0).hi()).isEqualTo(claimed);
      assertThat(warm.ring.disruptor.snapshot().claims()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aSecondClaimThrows(Way way) {
    try (Warm warm = new Warm(way)) {
      long claimed = warm.next() + AT;
      assertThatThrownBy(() -> warm.pump(AT, warm::claim))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "claim: "
                  + claimed
                  + " is unpublished (expected: publish or discard before the next claim)");
      assertThat(warm.producer.claimed()).isEqualTo(claimed);
      warm.producer.publish(claimed);
      warm.checkHandled(claimed + 1);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"OBJECTS", "OBJECTS_COALESCING"})
  void anEmptySlotIsNotClaimed(Way way) {
    try (Warm warm = new Warm(way)) {
      int slot = warm.producer.slot(warm.next() + AT);
      AtomicLong removed = warm.boxes[slot];
      warm.boxes[slot] = null;
      assertThatThrownBy(warm::pump)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("slots[" + slot + "]: null (expected: an object)");
      assertThat(warm.ring.disruptor.snapshot().claims()).isEmpty();
      warm.checkHandled(warm.next() + AT);
      warm.boxes[slot] = removed;
      assertThat(warm.producer.claim(warm.boxes)).isEqualTo(warm.next() + AT);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aForgottenClaimIsOutstanding(Way way) {
    try (Warm warm = new Warm(way)) {
      IllegalStateException left = new IllegalStateException("left");
      long claimed = warm.next() + AT;
      assertThatThrownBy(
              () ->
                  warm.pump(
                      AT,
                      () -> {
                        throw left;
                      }))
          .isSameAs(left);
      assertThatThrownBy(warm::pump)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("claim: " + claimed + " is unpublished");
      warm.producer.discard();
      assertThat(warm.producer.claim()).isEqualTo(claimed);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aSecondPublishThrows(Way way) {
    try (Warm warm = new Warm(way)) {
      long claimed = warm.next() + AT;
      assertThatThrownBy(() -> warm.pump(AT, () -> warm.producer.publish(claimed)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("publish: " + claimed + " (expected: a claim first)");
      warm.checkHandled(claimed + 1);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void noNumberIsTakenForAClaimThatThereIsNot(Way way) {
    try (Warm warm = new Warm(way)) {
      for (long wrong :
          new long[] {-1, 0, warm.next() - 1, warm.next(), Long.MIN_VALUE, Long.MAX_VALUE}) {
        assertThatThrownBy(() -> warm.producer.publish(wrong))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("publish: " + wrong + " (expected: a claim first)");
      }
      warm.pump();
      warm.checkHandled(warm.next() + CAPACITY / 2);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whatFollowsALoopWithoutNotesIsAsItWas(Way way) {
    try (Warm warm = new Warm(way)) {
      warm.pump();
      long last = warm.next() + CAPACITY / 2 - 1;
      assertThat(warm.producer.claimed()).isEqualTo(last);
      assertThatThrownBy(() -> warm.producer.publish(last))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(warm.producer.claim()).isEqualTo(last + 1);
      assertThatThrownBy(warm::pump).hasMessageStartingWith("claim: " + (last + 1));
      warm.producer.publish(last + 1);
      warm.checkHandled(last + 2);
    }
  }

  /** A stream without notes, and another thread that looks: at most one claim, of one. */
  @ParameterizedTest
  @EnumSource(Way.class)
  void whoLooksAtAStreamWithoutNotesSeesNothingThatIsNot(Way way) {
    try (Warm warm = new Warm(way)) {
      AtomicBoolean over = new AtomicBoolean();
      AtomicReference<Snapshot> wrong = new AtomicReference<>();
      Thread looking =
          Recorder.background(
              "looking",
              () -> {
                while (!over.get()) {
                  Snapshot seen = warm.ring.disruptor.snapshot();
                  List<PendingClaim> claims = seen.claims();
                  boolean ofOne = claims.stream().allMatch(claim -> claim.lo() == claim.hi());
                  if (claims.size() > 1 || !ofOne || seen.claimed() < seen.published()) {
                    wrong.set(seen);
                  }
                }
              });
      try {
        for (int i = 1; i <= ROUNDS; i++) {
          warm.pump();
          warm.checkHandled(warm.next() + (long) i * CAPACITY / 2);
        }
      } finally {
        over.set(true);
        Await.ended(looking, warm.ring.disruptor::snapshot);
      }
      assertThat(wrong.get()).isNull();
    }
  }
}
