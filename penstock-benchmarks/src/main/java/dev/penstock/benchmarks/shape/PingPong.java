package dev.penstock.benchmarks.shape;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * A number goes from one thread to another through one channel, and comes back, one more, through a
 * second: the time of the round trip, with one reading of the clock in it. Both sides read the
 * eight bytes, and verify them. What a side writes is on lines of its own.
 */
public final class PingPong {
  private static final int BEFORE_FIRST = -1;

  private final Latencies latencies;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Channel ping;
  private final Channel pong;
  private final long warmUpNanos;
  private final long roundNanos;
  private final PaddedLong asked = new PaddedLong();
  private final PaddedLong sentNanos = new PaddedLong();
  private final PaddedLong roundEndNanos = new PaddedLong();
  private volatile long wrong = BEFORE_FIRST;

  /**
   * Makes both channels.
   *
   * @param channels makes one from the adapter's description and a receiver
   */
  public PingPong(
      BiFunction<ChannelSpec, Receiver, Channel> channels,
      ChannelSpec spec,
      int rounds,
      long warmUpMillis,
      long millis) {
    latencies = new Latencies(rounds);
    asked.value = BEFORE_FIRST;
    warmUpNanos = TimeUnit.MILLISECONDS.toNanos(warmUpMillis);
    roundNanos = TimeUnit.MILLISECONDS.toNanos(millis);
    ping = channels.apply(spec, new Ponger());
    pong = channels.apply(spec, new Pinger());
  }

  /** Runs all rounds. */
  public Latencies measure(long limitMillis) throws InterruptedException {
    ping.start();
    pong.start();
    boolean ended = end.await(limitMillis, TimeUnit.MILLISECONDS);
    if (wrong != BEFORE_FIRST || !ended) {
      throw new VerificationException("ping-pong: a wrong number after " + asked.value);
    }
    ping.close();
    pong.close();
    return latencies;
  }

  private void wrong(long at) {
    wrong = at;
    end.countDown();
  }

  /** Answers. */
  private final class Ponger implements Receiver {
    private final PaddedLong expected = new PaddedLong();

    @Override
    public void take(long got) throws InterruptedException {
      if (got != expected.value) {
        wrong(got);
        return;
      }
      expected.value += 2;
      pong.send(got + 1);
    }
  }

  /** Asks, and measures. */
  private final class Pinger implements Receiver {
    @Override
    public void begin() throws InterruptedException {
      long now = System.nanoTime();
      roundEndNanos.value = now + warmUpNanos;
      asked.value = 0;
      send(now);
    }

    @Override
    public void take(long got) throws InterruptedException {
      long now = System.nanoTime();
      if (got != asked.value + 1) {
        wrong(got);
        return;
      }
      latencies.record(now - sentNanos.value);
      if (now - roundEndNanos.value >= 0) {
        if (!latencies.nextRound()) {
          end.countDown();
          return;
        }
        roundEndNanos.value = now + roundNanos;
      }
      asked.value += 2;
      send(System.nanoTime());
    }

    private void send(long now) throws InterruptedException {
      sentNanos.value = now;
      ping.send(asked.value);
    }
  }
}
