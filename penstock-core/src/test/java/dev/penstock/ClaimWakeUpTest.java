package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A claim that waits is woken by whatever makes it pointless, at once: under every wait strategy,
 * for both kinds of producer, timed or not, with the cause.
 *
 * <p>A waiting producer looks around every 100 ms anyway; so that this does not pass for a wake-up,
 * the best of some attempts has to be well below it, counted from a moment when the producer has
 * just gone to sleep.
 */
class ClaimWakeUpTest {
  private static final int CAPACITY = 4;
  private static final long AT_ONCE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int ATTEMPTS = 20;

  /** What makes the claim pointless. */
  enum Stop {
    FAILURE,
    CLOSE,
    HALT,
    SHUTDOWN
  }

  static Stream<Arguments> everyWay() {
    List<Arguments> all = new ArrayList<>();
    for (Waits waits : Waits.values()) {
      for (Stop stop : Stop.values()) {
        for (boolean multi : new boolean[] {false, true}) {
          all.add(Arguments.of(stop, waits.strategy(), multi, false));
          all.add(Arguments.of(stop, waits.strategy(), multi, true));
        }
      }
    }
    return all.stream();
  }

  /** Naps of up to a second, which nobody would end if the state did not. */
  static Stream<Arguments> everyStop() {
    return Stream.of(Stop.values())
        .map(stop -> Arguments.of(stop, WaitStrategy.backoff(Duration.ofSeconds(1)), true, false));
  }

  @ParameterizedTest(name = "{0} under {1}, several producers: {2}, timed: {3}")
  @MethodSource({"everyWay", "everyStop"})
  void aClaimThatWaitsIsWokenAtOnceAndToldWhy(
      Stop stop, WaitStrategy strategy, boolean multi, boolean timed) throws Exception {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < ATTEMPTS && best > AT_ONCE_NANOS; i++) {
      best = Math.min(best, new Attempt(stop, strategy, multi, timed).elapsedNanos());
    }
    assertThat(Duration.ofNanos(best)).isLessThanOrEqualTo(Duration.ofNanos(AT_ONCE_NANOS));
  }

  /** One ring whose handler holds the first event until it is let go, and one producer too many. */
  private static final class Attempt {
    final Exception original = new Exception("broken");
    final CountDownLatch go = new CountDownLatch(1);
    final AtomicReference<Throwable> refusal = new AtomicReference<>();
    final AtomicLong stoppedNanos = new AtomicLong();
    final AtomicLong wokenNanos = new AtomicLong();
    final CountDownLatch full = new CountDownLatch(1);
    final Stop stop;
    final boolean timed;
    final Disruptor disruptor;
    final Thread claimer;

    Attempt(Stop stop, WaitStrategy strategy, boolean multi, boolean timed) {
      this.stop = stop;
      this.timed = timed;
      DisruptorBuilder builder =
          multi ? Disruptor.multiProducer(CAPACITY) : Disruptor.singleProducer(CAPACITY);
      disruptor =
          builder.name("orders").waitStrategy(strategy).stage("match", this::handle).start();
      claimer = new Thread(this::claimOneTooMany, "claimer");
      claimer.start();
    }

    private void handle(long lo, long hi) throws Exception {
      go.await();
      if (stop == Stop.FAILURE) {
        stoppedNanos.set(System.nanoTime());
        throw original;
      }
    }

    private void claimOneTooMany() {
      Producer producer = disruptor.producer("feed");
      try {
        for (int i = 0; i < CAPACITY; i++) {
          producer.publish(producer.claim());
        }
        full.countDown();
        if (timed) {
          producer.tryClaim(1, Await.DEADLINE);
        } else {
          producer.claim();
        }
      } catch (Throwable t) {
        wokenNanos.set(System.nanoTime());
        refusal.set(t);
      }
    }

    long elapsedNanos() throws InterruptedException {
      assertThat(full.await(20, TimeUnit.SECONDS)).isTrue();
      if (!disruptorSpins()) {
        Await.parked(claimer, disruptor::snapshot);
      }
      Thread stopper = new Thread(this::stop, "stopper");
      stopper.start();
      Await.ended(claimer, disruptor::snapshot);
      go.countDown();
      Await.ended(stopper, disruptor::snapshot);
      Snapshot result = disruptor.shutdown(Await.DEADLINE);
      assertThat(result.stage("match").thread()).as("%s", result).isEmpty();
      assertTold();
      return wokenNanos.get() - stoppedNanos.get();
    }

    private boolean disruptorSpins() {
      String text = disruptor.describe();
      return text.contains("yielding") || text.contains("busySpin");
    }

    private void stop() {
      if (stop == Stop.FAILURE) {
        go.countDown();
        return;
      }
      stoppedNanos.set(System.nanoTime());
      switch (stop) {
        case CLOSE -> disruptor.close();
        case HALT -> disruptor.halt();
        default -> disruptor.shutdown(Await.DEADLINE);
      }
    }

    private void assertTold() {
      switch (stop) {
        case FAILURE ->
            assertThat(refusal.get())
                .isInstanceOf(DisruptorFailedException.class)
                .hasMessageStartingWith("stage 'match' failed at sequence: 0")
                .cause()
                .isSameAs(original);
        case CLOSE ->
            assertRefused("claim refused: 'orders' is DRAINING (close() called by stopper)");
        case HALT -> assertRefused("claim refused: 'orders' is HALTED (halt() called by stopper)");
        case SHUTDOWN ->
            assertRefused("claim refused: 'orders' is DRAINING (shutdown() called by stopper)");
      }
    }

    private void assertRefused(String message) {
      assertThat(refusal.get()).isInstanceOf(ClaimRefusedException.class).hasMessage(message);
    }
  }
}
