package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A claim of one and its publish in a loop that was compiled as a whole. The compiler drops the
 * note of such a claim where nothing can happen between the two, see {@link SingleProducer}, and
 * makes it where something may, such as the way out of compiled code into a call that was never
 * made before. Nobody must notice.
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

  private static final class Warm implements AutoCloseable {
    final SteppedRing ring;
    final Producer producer;
    final long[] slots = new long[CAPACITY];

    Warm(boolean coalescing) {
      WaitStrategy spin = WaitStrategy.busySpin();
      ring =
          new SteppedRing(
              Disruptor.singleProducer(CAPACITY)
                  .waitStrategy(coalescing ? spin.coalescing() : spin));
      producer = ring.producer("feed");
      for (int i = 0; i < ROUNDS; i++) {
        pump(); // each loop as often as the other
        pump(-1, () -> {});
        checkHandled((long) (i + 1) * CAPACITY);
      }
    }

    void pump() {
      CompiledClaimTest.pump(producer, slots, CAPACITY / 2);
    }

    void pump(int at, Runnable between) {
      CompiledClaimTest.pump(producer, slots, CAPACITY / 2, at, between);
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
  @ValueSource(booleans = {true, false})
  void whoIsCalledWhileItIsOutstandingSeesIt(boolean coalescing) {
    try (Warm warm = new Warm(coalescing)) {
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
  @ValueSource(booleans = {true, false})
  void aSecondClaimThrows(boolean coalescing) {
    try (Warm warm = new Warm(coalescing)) {
      long claimed = warm.next() + AT;
      assertThatThrownBy(() -> warm.pump(AT, warm.producer::claim))
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
  @ValueSource(booleans = {true, false})
  void aForgottenClaimIsOutstanding(boolean coalescing) {
    try (Warm warm = new Warm(coalescing)) {
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
  @ValueSource(booleans = {true, false})
  void aSecondPublishThrows(boolean coalescing) {
    try (Warm warm = new Warm(coalescing)) {
      long claimed = warm.next() + AT;
      assertThatThrownBy(() -> warm.pump(AT, () -> warm.producer.publish(claimed)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("publish: " + claimed + " (expected: a claim first)");
      warm.checkHandled(claimed + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noNumberIsTakenForAClaimThatThereIsNot(boolean coalescing) {
    try (Warm warm = new Warm(coalescing)) {
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
  @ValueSource(booleans = {true, false})
  void whatFollowsALoopWithoutNotesIsAsItWas(boolean coalescing) {
    try (Warm warm = new Warm(coalescing)) {
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
  @ValueSource(booleans = {true, false})
  void whoLooksAtAStreamWithoutNotesSeesNothingThatIsNot(boolean coalescing) {
    try (Warm warm = new Warm(coalescing)) {
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
