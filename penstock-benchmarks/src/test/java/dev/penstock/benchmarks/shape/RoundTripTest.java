package dev.penstock.benchmarks.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RoundTripTest {
  private static final long LIMIT_SECONDS = 30;

  @Test
  void anotherThreadAnswersUntilItIsEnough() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      double nanos = RoundTrip.UNKNOWN;
      for (int i = 0; i < 100 && nanos < 0; i++) { // on a busy machine it may come too late
        RoundTrip trip = new RoundTrip();
        Future<?> answering = other.submit(trip::answer);
        nanos = trip.ask();
        answering.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      }
      assertThat(nanos).isPositive();
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void whoeverIsAskedByNobodyAnswersNobody() {
    long since = System.nanoTime();
    new RoundTrip().answer(); // this thread's own: it must not wait for itself
    assertThat(System.nanoTime() - since).isLessThan(RoundTrip.ANSWER_NANOS);
  }

  @Test
  void whoGetsNoAnswerGivesUp() {
    assertThat(new RoundTrip().ask()).isEqualTo(RoundTrip.UNKNOWN);
  }

  @Test
  void anInterruptIsKept() throws Exception {
    RoundTrip trip = new RoundTrip();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<Boolean> kept =
          other.submit(
              () -> {
                Thread.currentThread().interrupt();
                trip.answer();
                return Thread.currentThread().isInterrupted();
              });
      assertThat(kept.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      other.shutdownNow();
    }
  }
}
