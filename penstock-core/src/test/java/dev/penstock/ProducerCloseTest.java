package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sequence.Signals;
import java.lang.reflect.Field;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may close a handle, and what that does to the claim of another thread. */
class ProducerCloseTest {
  private static Disruptor ring(boolean multi) {
    DisruptorBuilder builder = multi ? Disruptor.multiProducer(8) : Disruptor.singleProducer(8);
    return builder.stage("match", (lo, hi) -> {}).polled().start();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closeByAnotherThreadLeavesTheClaimOfALivingThreadAlone(boolean multi) throws Exception {
    try (Disruptor disruptor = ring(multi)) {
      Producer producer = disruptor.producer("feed");
      var claimed = new java.util.concurrent.CountDownLatch(1);
      var refused = new java.util.concurrent.CountDownLatch(1);
      Thread feed =
          new Thread(
              () -> {
                long sequence = producer.claim();
                claimed.countDown();
                Await.until(() -> refused.getCount() == 0, disruptor::snapshot);
                producer.publish(sequence);
              },
              "feeder");
      feed.start();
      claimed.await();
      assertThatThrownBy(producer::close)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("expected: feeder, one handle per thread");
      refused.countDown();
      Await.ended(feed, disruptor::snapshot);
      producer.close();
      assertThat(disruptor.stage("match").step()).isEqualTo(StepResult.HANDLED);
      assertThatThrownBy(producer::claim).hasMessage("producer 'feed': closed (expected: open)");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closeTakesBackWhatWakesTheHandle(boolean multi) throws Exception {
    try (Disruptor disruptor = ring(multi)) {
      int before = wakeUps(disruptor);
      Producer producer = disruptor.producer("feed");
      assertThat(wakeUps(disruptor)).isEqualTo(before + 1);
      producer.close();
      assertThat(wakeUps(disruptor)).as("else every handle ever made is kept").isEqualTo(before);
    }
  }

  private static int wakeUps(Disruptor disruptor) throws ReflectiveOperationException {
    Field records = Signals.class.getDeclaredField("records");
    records.setAccessible(true);
    return ((Object[]) records.get(disruptor.stage("match").progress.signals())).length;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closeDiscardsTheClaimOfAThreadThatHasEnded(boolean multi) {
    try (Disruptor disruptor = ring(multi)) {
      Producer producer = disruptor.producer("feed");
      Thread feed = new Thread(producer::claim);
      feed.start();
      Await.ended(feed, disruptor::snapshot);
      producer.close();
      try (Producer next = disruptor.producer("next")) {
        next.publish(next.claim());
        while (disruptor.stage("match").step() == StepResult.HANDLED) {}
        assertThat(disruptor.stage("match").completed()).isEqualTo(next.claimed());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoeverLooksForRoomAfterTheOwnersEndIsTheOwner(boolean multi) {
    try (Disruptor disruptor = ring(multi)) {
      Producer producer = disruptor.producer("feed");
      Thread feed = new Thread(() -> producer.publish(producer.claim(8)));
      feed.start();
      Await.ended(feed, disruptor::snapshot);
      disruptor.step();
      while (disruptor.step()) {}
      producer.claim();
      assertThat(disruptor.snapshot().claims())
          .extracting(PendingClaim::thread)
          .containsExactly(Thread.currentThread().getName());
      assertThat(disruptor.shutdown(Await.DEADLINE).claims())
          .as("the closing thread's claim is discarded")
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNullArgumentTakesNoHandleAway(boolean multi) {
    try (Disruptor disruptor = ring(multi)) {
      assertThatThrownBy(() -> disruptor.producer("feed", null))
          .isInstanceOf(NullPointerException.class);
      disruptor.producer("feed").close();
    }
  }
}
