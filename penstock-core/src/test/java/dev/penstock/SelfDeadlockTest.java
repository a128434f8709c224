package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A claim that only the claiming thread itself could make room for throws, and names the stage. */
class SelfDeadlockTest {
  private static final String MESSAGE =
      "stage 'match' would wait for itself: claim on its own full ring 'orders' (expected:"
          + " tryClaim)";

  private static DisruptorBuilder ring(boolean multi) {
    return (multi ? Disruptor.multiProducer(4) : Disruptor.singleProducer(4)).name("orders");
  }

  /** A handler that claims once. */
  @FunctionalInterface
  private interface Claiming {
    void claim(Producer producer) throws Exception;
  }

  /** Hands one event to a handler that claims on the full ring, and gives the failure's cause. */
  private static Throwable claimInHandler(boolean multi, Claiming claiming) {
    AtomicReference<Producer> feed = new AtomicReference<>();
    Disruptor disruptor =
        ring(multi).stage("match", (lo, hi) -> claiming.claim(feed.get())).polled().start();
    feed.set(disruptor.producer("feed"));
    SteppedRing.fill(feed.get());
    try {
      disruptor.step();
      return null;
    } catch (DisruptorFailedException e) {
      return e.getCause();
    } finally {
      disruptor.halt();
      disruptor.shutdown(Await.DEADLINE);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aHandlerThatClaimsOnItsOwnFullRingIsToldSo(boolean multi) {
    assertThat(claimInHandler(multi, Producer::claim))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(MESSAGE);
    assertThat(claimInHandler(multi, producer -> producer.claim(3))).hasMessage(MESSAGE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTimedClaimIsToldSoInsteadOfWaitingInVain(boolean multi) {
    assertThat(claimInHandler(multi, producer -> producer.tryClaim(1, Duration.ofHours(1))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(MESSAGE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tryClaimInAHandlerSaysFull(boolean multi) {
    assertThat(claimInHandler(multi, producer -> assertThat(producer.tryClaim(1)).isFalse()))
        .isNull();
  }

  @Test
  void aHandlerOnAThreadOfItsOwnIsToldSoToo() throws Exception {
    AtomicReference<Producer> own = new AtomicReference<>();
    CountDownLatch full = new CountDownLatch(1);
    Disruptor disruptor =
        ring(true)
            .stage(
                "match",
                (lo, hi) -> {
                  full.await();
                  own.get().claim();
                })
            .start();
    own.set(disruptor.producer("own"));
    SteppedRing.fill(disruptor.producer("feed"));
    full.countDown();
    Await.until(() -> disruptor.state() == DisruptorState.FAILED, disruptor::snapshot);
    assertThatThrownBy(disruptor::close)
        .isInstanceOf(DisruptorFailedException.class)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(MESSAGE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aHandlerMayClaimOnItsOwnRingWhileThereIsRoom(boolean multi) {
    AtomicReference<Producer> feed = new AtomicReference<>();
    try (Disruptor disruptor =
        ring(multi)
            .stage(
                "match",
                (lo, hi) -> {
                  if (hi < 10) {
                    feed.get().publish(feed.get().claim());
                  }
                })
            .maxBatch(1)
            .polled()
            .start()) {
      feed.set(disruptor.producer("feed"));
      feed.get().publish(feed.get().claim());
      while (disruptor.step()) {}
      assertThat(disruptor.stage("match").completed()).isEqualTo(10);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aThreadThatStepsAStageMayNotWaitForIt(boolean multi) {
    try (SteppedRing stepped = new SteppedRing(ring(multi))) {
      Producer feed = stepped.producer("feed");
      stepped.stage.step();
      SteppedRing.fill(feed);
      assertThatThrownBy(feed::claim).isInstanceOf(IllegalStateException.class).hasMessage(MESSAGE);
      stepped.drain();
      assertThat(feed.claim()).isEqualTo(4);
    }
  }

  @Test
  void anUpstreamStageOfTheClaimingThreadIsNamed() {
    Disruptor disruptor =
        ring(true)
            .stage("match", (lo, hi) -> {})
            .polled()
            .stage("report", (lo, hi) -> {})
            .after("match")
            .start();
    Producer feed = disruptor.producer("feed");
    disruptor.step();
    SteppedRing.fill(feed);
    assertThatThrownBy(feed::claim).hasMessage(MESSAGE);
    disruptor.close();
  }

  @Test
  void aClaimThatWaitsForSomebodyElsesStageWaits() throws Exception {
    try (SteppedRing other = new SteppedRing(ring(true))) {
      Producer feed = other.producer("feed");
      SteppedRing.fill(feed);
      Throwable stepped = ProducerContract.elsewhere("stepper", () -> other.stage.step());
      assertThat(stepped).isNull();
      SteppedRing.fill(feed);
      assertThat(feed.tryClaim(1, Duration.ofMillis(1))).as("waits, and says full").isFalse();
    }
  }

  @Test
  void aStageOfTheClaimingThreadThatHasDoneItsShareIsNotToBlame() throws Exception {
    Disruptor disruptor =
        ring(true)
            .stage("match", (lo, hi) -> {})
            .polled()
            .stage("slow", (lo, hi) -> {})
            .polled()
            .start();
    Producer feed = disruptor.producer("feed");
    SteppedRing.fill(feed);
    while (disruptor.stage("match").step() == StepResult.HANDLED) {}
    assertThat(feed.tryClaim(1, Duration.ofMillis(1))).isFalse();
    disruptor.close();
  }
}
