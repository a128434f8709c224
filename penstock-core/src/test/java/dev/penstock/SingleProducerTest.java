package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.penstock.sequence.End;
import dev.penstock.sequence.Progress;
import dev.penstock.sequence.RingState;
import dev.penstock.sequence.SingleSequencer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The contract with one producer, and what holds for one only. */
class SingleProducerTest extends ProducerContract {
  private static final int HANDLES = 200_000;

  @Override
  DisruptorBuilder ring(int capacity) {
    return Disruptor.singleProducer(capacity);
  }

  @Test
  void aSecondHandleIsRefusedUntilTheFirstIsClosed() {
    publish(3);
    assertThatThrownBy(() -> ring.producer("feed-2"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("producers: 2 (expected: 1, built with singleProducer)");
    producer.claim(2);
    producer.close();
    try (Producer next = ring.producer("feed-2")) {
      assertThat(next.claim()).isEqualTo(3);
      next.publish(3);
    }
    ring.drain();
    assertThat(ring.handled).containsExactly(upTo(3));
  }

  @Test
  void aWrongRequestForAHandleNeverStandsInTheWayOfARightOne() {
    RingState state = new RingState();
    SingleSequencer sequencer = new SingleSequencer(CAPACITY);
    Lifecycle lifecycle =
        new Lifecycle("orders", state, new End(state, sequencer, 0, new Progress()), sequencer, 1);
    AtomicBoolean over = new AtomicBoolean();
    Thread wrong =
        Recorder.background(
            "wrong",
            () -> {
              while (!over.get()) {
                assertThatThrownBy(() -> lifecycle.reserveHandle(0))
                    .isInstanceOf(IllegalStateException.class);
              }
            });
    try {
      for (int i = 1; i <= HANDLES; i++) { // there is room for exactly one more
        assertThat(lifecycle.reserveHandle(i)).isEqualTo(i);
      }
    } finally {
      over.set(true);
      Await.ended(wrong, ring.disruptor::snapshot);
    }
  }

  @Test
  void productionMayBeHandedOnToAnotherThread() {
    publish(3);
    producer.close();
    assertThat(
            elsewhere(
                "next",
                () -> {
                  try (Producer next = ring.producer("feed-2")) {
                    next.publish(next.claim());
                  }
                }))
        .isNull();
    ring.drain();
    assertThat(ring.handled).containsExactly(upTo(3));
  }

  @Test
  void aClosedHandleHasNothingOutstandingWhenTheNextHasGoneOn() {
    publish(3);
    producer.close();
    try (Producer next = ring.producer("feed-2")) {
      next.publish(next.claim(2));
      assertThat(elsewhere("other", producer::discard)).isNull();
      assertThatThrownBy(() -> producer.publish(4))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("publish: 4 (expected: a claim first)");
      assertThat(ring.disruptor.snapshot().claims()).isEmpty();
      assertThat(next.claim()).isEqualTo(5);
    }
  }

  @Test
  void discardTakesTheRestOfTheNewestClaimBackSoThereAreNoHoles() {
    producer.claim(5);
    producer.publish(1);
    producer.discard();
    assertThat(producer.claim()).isEqualTo(2);
  }

  @Test
  void claimsOfOneAndOfManyTakeTurns() {
    String open = "claim: 4 is unpublished (expected: publish or discard before the next claim)";
    producer.publish(producer.claim());
    assertThat(producer.claim(3)).isEqualTo(3);
    producer.publish(1);
    assertThat(ring.disruptor.snapshot().claims())
        .extracting(PendingClaim::lo, PendingClaim::hi)
        .containsExactly(tuple(2L, 3L));
    assertThatThrownBy(producer::claim).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> producer.publish(1)).isInstanceOf(IllegalArgumentException.class);
    producer.publish(3);
    assertThat(producer.claim()).isEqualTo(4);
    assertThat(producer.claimed()).isEqualTo(4);
    assertThatThrownBy(() -> producer.claim(2)).hasMessage(open);
    assertThatThrownBy(() -> producer.tryClaim(2)).hasMessage(open);
    for (long wrong : new long[] {3, 5}) {
      assertThatThrownBy(() -> producer.publish(wrong))
          .hasMessage("publish: " + wrong + " (expected: 4..4, what is claimed)");
    }
    producer.discard();
    assertThat(producer.claimed()).isEqualTo(3);
    assertThat(producer.claim(2)).isEqualTo(5);
    producer.discard();
    assertThat(producer.claim()).isEqualTo(4);
    assertThat(ring.disruptor.snapshot().claimed()).isEqualTo(4);
    producer.publish(4);
    ring.drain();
    assertThat(ring.handled).containsExactly(upTo(4));
  }
}
