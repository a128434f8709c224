package dev.penstock.benchmarks.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/**
 * Measures the throughput of a {@link Flow}: rounds that grow until they last long enough to warm
 * up, then timed ones of equal size.
 *
 * <p>A round begins when all producers are ready and ends when the last consumer has taken the last
 * message. The calling thread is the first producer. Between two rounds it measures how far the
 * last consumer is from it.
 */
public final class FlowRun {
  private static final long FIRST_ROUND = 4096;
  private static final int CHUNK = 4096;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final double NANOS_PER_MICRO = 1e3;

  private final Flow flow;
  private final int producers;
  private final long limitNanos;
  private final CyclicBarrier ready;
  private final List<ExecutorService> others = new ArrayList<>();
  private long done;
  private long startNanos;
  private double apart = RoundTrip.UNKNOWN;

  /**
   * A round.
   *
   * @param figure millions of messages per second
   * @param apartBefore nanoseconds of a round trip between the first producer and the last consumer
   *     before the round; negative where it is not known
   * @param apartAfter the same after it
   */
  public record Round(double figure, double apartBefore, double apartAfter) {}

  /** Makes the threads of all producers but the first. */
  public FlowRun(Flow flow, int producers, long limitNanos, ThreadFactory threads) {
    this.flow = flow;
    this.producers = producers;
    this.limitNanos = limitNanos;
    ready = new CyclicBarrier(producers, () -> startNanos = System.nanoTime());
    for (int p = 1; p < producers; p++) {
      others.add(Executors.newSingleThreadExecutor(threads)); // one each: a producer has one thread
    }
  }

  /** Warms up for {@code warmUpMillis}, then measures rounds of about {@code millis}. */
  public List<Round> measure(int rounds, long warmUpMillis, long millis) throws Exception {
    try {
      long size = warmUp(warmUpMillis * NANOS_PER_MILLI, millis * NANOS_PER_MILLI);
      List<Round> measured = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        double before = apart;
        double figure = size * producers * NANOS_PER_MICRO / round(size);
        measured.add(new Round(figure, before, apart));
      }
      return measured;
    } finally {
      others.forEach(ExecutorService::shutdownNow);
    }
  }

  /** How many messages each producer has to publish for a round of {@code nanos}. */
  private long warmUp(long warmUpNanos, long nanos) throws Exception {
    long warm = 0; // of rounds alone, whatever is measured between them
    long size = FIRST_ROUND;
    do {
      long took = Math.max(1, round(size));
      warm += took;
      double fitting = (double) size * nanos / took;
      size = Math.max(FIRST_ROUND, Math.min(2 * size, (long) fitting / CHUNK * CHUNK));
    } while (warm < warmUpNanos);
    return size;
  }

  private long round(long size) throws Exception {
    long from = done;
    long to = from + size;
    RoundTrip trip = new RoundTrip();
    flow.checks().forEach(check -> check.expect(from, to));
    flow.checks().get(flow.checks().size() - 1).answer(trip); // no other stage waits for this one
    List<Future<?>> running = new ArrayList<>();
    for (int p = 1; p < producers; p++) {
      running.add(others.get(p - 1).submit(publishing(p, from, to)));
    }
    publishing(0, from, to).call();
    for (Future<?> other : running) {
      await(other);
    }
    long endNanos = startNanos;
    for (Check check : flow.checks()) {
      if (!check.awaitEnd(limitNanos)) {
        throw new VerificationException("a consumer has not seen the last message");
      }
      check.verify();
      endNanos = Math.max(endNanos, check.endNanos());
    }
    done = to;
    apart = trip.ask();
    return endNanos - startNanos;
  }

  private Callable<Void> publishing(int producer, long from, long to) {
    return () -> {
      awaitOthers();
      // In chunks, so that the method which publishes is called often and compiled as a whole.
      for (long n = from; n < to; n += CHUNK) {
        flow.publish(producer, n, (int) Math.min(to - n, CHUNK));
      }
      return null;
    };
  }

  private void awaitOthers() throws InterruptedException, BrokenBarrierException {
    ready.await();
  }

  private static void await(Future<?> other) throws Exception {
    try {
      other.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
