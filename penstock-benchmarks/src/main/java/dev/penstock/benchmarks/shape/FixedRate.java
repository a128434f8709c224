package dev.penstock.benchmarks.shape;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * Messages sent by a time-table, whatever happened to those before. Each carries the time at which
 * it was due, and its latency counts from there: a stall is paid for by every message that it
 * delayed, so there is no coordinated omission. What the receiver writes is on lines of its own.
 */
public final class FixedRate implements Receiver, AutoCloseable {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final Channel channel;
  private final Latencies latencies;
  private final long intervalNanos;
  private final PaddedLong due = new PaddedLong();
  private final PaddedLong left = new PaddedLong();
  private boolean wrong;
  private CountDownLatch end = new CountDownLatch(0);

  /** Makes and starts the channel. */
  public FixedRate(
      BiFunction<ChannelSpec, Receiver, Channel> channels,
      ChannelSpec spec,
      long perSecond,
      int rounds) {
    latencies = new Latencies(rounds);
    intervalNanos = NANOS_PER_SECOND / perSecond;
    channel = channels.apply(spec, this);
    channel.start();
  }

  /** Sends from the calling thread. */
  public Latencies measure(long warmUpMillis, long millis, long limitMillis)
      throws InterruptedException {
    long since = System.nanoTime();
    while (System.nanoTime() - since < TimeUnit.MILLISECONDS.toNanos(warmUpMillis)) {
      round(Math.min(millis, warmUpMillis), limitMillis);
    }
    while (latencies.nextRound()) {
      round(millis, limitMillis);
    }
    return latencies;
  }

  private void round(long millis, long limitMillis) throws InterruptedException {
    long messages = Math.max(1, TimeUnit.MILLISECONDS.toNanos(millis) / intervalNanos);
    long first = System.nanoTime() + intervalNanos;
    due.value = first;
    left.value = messages;
    end = new CountDownLatch(1);
    send(first, messages);
    if (!end.await(limitMillis, TimeUnit.MILLISECONDS) || wrong) {
      throw new VerificationException(
          "fixed rate: %d messages missing, wrong: %b".formatted(left.value, wrong));
    }
  }

  private void send(long first, long messages) throws InterruptedException {
    long at = first;
    for (long i = 0; i < messages; i++) {
      while (System.nanoTime() - at < 0) {
        Thread.onSpinWait();
      }
      channel.send(at);
      at += intervalNanos;
    }
  }

  @Override
  public void take(long value) {
    latencies.record(System.nanoTime() - value);
    if (value != due.value) {
      wrong = true;
    }
    due.value += intervalNanos;
    if (--left.value == 0) {
      end.countDown();
    }
  }

  @Override
  public void close() {
    channel.close();
  }
}
