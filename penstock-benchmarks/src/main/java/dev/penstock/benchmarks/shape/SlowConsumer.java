package dev.penstock.benchmarks.shape;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/**
 * A consumer that works a microsecond on every message, and a producer that never has to think: the
 * ring is full all the time. How much of the consumer's time is lost between messages, and how much
 * processor the waiting producer uses. What each side writes is on lines of its own.
 *
 * <p>A message takes the consumer a microsecond and what its last look at the clock is late, which
 * depends on how the compiler has made that loop. So the consumer adds up what it has worked, and
 * the throughput is that of messages of exactly a microsecond: 1 would be nothing lost.
 */
public final class SlowConsumer implements Receiver, AutoCloseable {
  private static final long WORK_NANOS = 1_000;

  private final Channel channel;
  private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
  private final List<Double> throughput = new ArrayList<>();
  private final List<Double> processor = new ArrayList<>();
  private final long spare;
  private final PaddedLong sent = new PaddedLong();
  private final PaddedLong taken = new PaddedLong();
  private final AtomicLong workedNanos = new AtomicLong();
  private long last;
  private boolean wrong;
  private CountDownLatch end = new CountDownLatch(0);

  /** Makes and starts the channel. */
  public SlowConsumer(BiFunction<ChannelSpec, Receiver, Channel> channels, ChannelSpec spec) {
    spare = spec.capacity();
    channel = channels.apply(spec, this);
    channel.start();
  }

  /**
   * Fills the ring, and measures the producer while it stays full, after some time of that. Sends
   * from this thread.
   */
  public void measure(int rounds, long warmUpMillis, long millis, long limitMillis)
      throws InterruptedException {
    long first = spare + messages(warmUpMillis);
    long size = Math.max(1, messages(millis));
    last = first + rounds * size - 1;
    end = new CountDownLatch(1);
    send(first);
    for (int i = 0; i < rounds; i++) {
      long cpu = clock.getCurrentThreadCpuTime();
      long worked = workedNanos.getOpaque();
      long since = System.nanoTime();
      send(size);
      double nanos = System.nanoTime() - since;
      throughput.add((workedNanos.getOpaque() - worked) / nanos);
      processor.add((clock.getCurrentThreadCpuTime() - cpu) / nanos);
    }
    if (!end.await(limitMillis, TimeUnit.MILLISECONDS) || wrong) {
      throw new VerificationException(
          "slow consumer: taken %d (expected: %d), wrong: %b"
              .formatted(taken.value, last + 1, wrong));
    }
  }

  private static long messages(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis) / WORK_NANOS;
  }

  private void send(long count) throws InterruptedException {
    for (long i = 0; i < count; i++) {
      channel.send(sent.value++);
    }
  }

  @Override
  public void take(long value) {
    if (value != taken.value++) {
      wrong = true;
    }
    long since = System.nanoTime();
    long took;
    do {
      Thread.onSpinWait();
      took = System.nanoTime() - since;
    } while (took < WORK_NANOS);
    workedNanos.setOpaque(workedNanos.getPlain() + took);
    if (value == last) {
      end.countDown();
    }
  }

  /** Millions of messages per second, round by round. */
  public List<Double> throughput() {
    return throughput;
  }

  /** Processor seconds of the producer per second, round by round. */
  public List<Double> processor() {
    return processor;
  }

  @Override
  public void close() {
    channel.close();
  }
}
