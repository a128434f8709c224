package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sequence.Sequence;
import dev.penstock.sequence.Signals;
import dev.penstock.sequence.Source;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A blocking stage in a stream, which needs no signal, and behind it, when it needs one again. */
@LeavesNoThread
class StreamingStageTest {
  private static final int CAPACITY = 1 << 14;
  private static final int RUN = 1 << 18;
  private static final int BATCH = 64;

  private final AtomicReference<Thread> stage = new AtomicReference<>();

  private Disruptor ring(boolean multi, WaitStrategy strategy) {
    return (multi ? Disruptor.multiProducer(CAPACITY) : Disruptor.singleProducer(CAPACITY))
        .waitStrategy(strategy)
        .stage("match", (lo, hi) -> {})
        .onStart(() -> stage.set(Thread.currentThread()))
        .start();
  }

  /** How many stages listen for a signal. */
  private static Sequence listening(Disruptor disruptor) {
    try {
      Field lifecycle = Disruptor.class.getDeclaredField("lifecycle");
      Field listening = Signals.class.getDeclaredField("listening");
      lifecycle.setAccessible(true);
      listening.setAccessible(true);
      Source source = ((Lifecycle) lifecycle.get(disruptor)).sequencer;
      return (Sequence) listening.get(source.signals());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** Publishes without a break until the stage has muted its record. */
  private static void streamUntilMuted(Disruptor disruptor, Producer producer) {
    Sequence listening = listening(disruptor);
    Await.until(
        () -> {
          for (int i = 0; i < RUN && listening.getVolatile() != 0; i++) {
            producer.publish(producer.claim(BATCH)); // more than enough for a pause, on any machine
          }
          return listening.getVolatile() == 0;
        },
        disruptor::snapshot);
  }

  private void publishOneAndAwait(Disruptor disruptor, Producer producer) {
    long sequence = producer.claim();
    producer.publish(sequence);
    Await.until(() -> disruptor.stage("match").completed() >= sequence, disruptor::snapshot);
    Await.parked(stage.get(), disruptor::snapshot);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itMutesItsRecordAndListensAgainWhenItSleeps(boolean multi) {
    try (Disruptor disruptor = ring(multi, WaitStrategy.blocking().coalescing());
        Producer producer = disruptor.producer()) {
      assertThat(listening(disruptor).getVolatile()).isEqualTo(1);
      streamUntilMuted(disruptor, producer);
      Await.until(() -> listening(disruptor).getVolatile() == 1, disruptor::snapshot);
      publishOneAndAwait(disruptor, producer);
    }
  }

  /** Without it the stage listens until it has found a stream again. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoWakesItInAStreamMutesItsRecord(boolean multi) {
    try (Disruptor disruptor = ring(multi, WaitStrategy.blocking().coalescing());
        Producer producer = disruptor.producer()) {
      Sequence listening = listening(disruptor);
      Await.until( // as it may sleep again before this thread has looked
          () -> {
            streamUntilMuted(disruptor, producer);
            Await.until(() -> listening.getVolatile() == 1, disruptor::snapshot);
            producer.publish(producer.claim());
            return listening.getVolatile() == 0;
          },
          disruptor::snapshot);
    }
  }

  @Test
  void itSleepsForGoodAgainWhenTheOneProducerHasWokenIt() {
    try (Disruptor disruptor = ring(false, WaitStrategy.blocking().coalescing());
        Producer producer = disruptor.producer()) {
      streamUntilMuted(disruptor, producer);
      Await.until(
          () -> {
            publishOneAndAwait(disruptor, producer);
            return stage.get().getState() == Thread.State.WAITING;
          },
          () -> stage.get().getState() + ", " + disruptor.snapshot());
    }
  }

  @Test
  void itLooksUpForGoodWhereThereAreSeveralProducers() {
    try (Disruptor disruptor = ring(true, WaitStrategy.blocking().coalescing());
        Producer producer = disruptor.producer()) {
      streamUntilMuted(disruptor, producer);
      for (int i = 0; i < 100; i++) {
        publishOneAndAwait(disruptor, producer);
        assertThat(stage.get().getState()).isNotEqualTo(Thread.State.WAITING);
      }
    }
  }

  /**
   * The stage publishes for itself: late, when all its looks have found nothing, or soon, while it
   * handles what came before.
   */
  @ParameterizedTest
  @CsvSource({"100, 0, false", "10, 90, true"})
  void batchesThatComeSoonBehindEachOtherAreAStream(int late, int soon, boolean stream) {
    int batch = 8; // all the looks are many more than a stream may have between two of them
    AtomicInteger batches = new AtomicInteger();
    AtomicInteger muted = new AtomicInteger();
    AtomicReference<Disruptor> ring = new AtomicReference<>();
    AtomicReference<Producer> own = new AtomicReference<>();
    Runnable publish =
        () -> {
          batches.incrementAndGet();
          muted.addAndGet(listening(ring.get()).getVolatile() == 0 ? 1 : 0);
          own.get().publish(own.get().claim(batch));
        };
    RangeHandler handler =
        (lo, hi) -> {
          if (batches.get() >= late && batches.get() < late + soon) {
            publish.run();
          }
        };
    StageCallback idle =
        () -> {
          if (batches.get() < late) {
            assertThat(ring.get().stage("match").waiter.idlePolls()).as("no wait yet").isZero();
            publish.run();
          }
        };
    Disruptor disruptor =
        Disruptor.singleProducer(CAPACITY)
            .waitStrategy(WaitStrategy.blocking().coalescing())
            .stage("match", handler)
            .onIdle(Duration.ofNanos(1), idle)
            .build();
    ring.set(disruptor);
    own.set(disruptor.producer());
    try (disruptor) {
      disruptor.start();
      long last = (long) (late + soon) * batch - 1;
      Await.until(() -> disruptor.stage("match").completed() == last, disruptor::snapshot);
      assertThat(muted.get() > 0).as("muted before %s batches", muted).isEqualTo(stream);
    }
  }

  @Test
  void aStageThatDoesNotCoalesceListensAlways() {
    try (Disruptor disruptor = ring(false, WaitStrategy.blocking());
        Producer producer = disruptor.producer()) {
      for (int i = 0; i < RUN; i++) {
        producer.publish(producer.claim());
        assertThat(listening(disruptor).getVolatile()).isEqualTo(1);
      }
    }
  }
}
