package dev.penstock.jmh;

import dev.penstock.Disruptor;
import dev.penstock.DisruptorBuilder;
import dev.penstock.Producer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a message costs on one thread, without anybody to share a cache line with: a ring's worth of
 * messages is published, and one step hands it over.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class Claiming {
  private static final int CAPACITY = 1024;
  private static final int BATCH = 16;

  /** Which kind of producer. */
  @Param({"single", "multi"})
  public String producers = "single";

  private final long[] values = new long[CAPACITY];
  private Disruptor disruptor = ring(producers);
  private Producer producer = disruptor.producer();
  private long sum;

  /** Makes the ring of the parameter. */
  @Setup
  public void build() {
    disruptor.halt();
    disruptor = ring(producers);
    producer = disruptor.producer();
  }

  /** Stops it. */
  @TearDown
  public void stop() {
    disruptor.halt();
  }

  private Disruptor ring(String kind) {
    DisruptorBuilder builder =
        kind.equals("single")
            ? Disruptor.singleProducer(CAPACITY)
            : Disruptor.multiProducer(CAPACITY);
    return builder.stage("sum", this::add).maxBatch(CAPACITY).polled().start();
  }

  private void add(long lo, long hi) {
    long s = 0;
    for (int i = (int) lo & (CAPACITY - 1); i <= ((int) hi & (CAPACITY - 1)); i++) {
      s += values[i];
    }
    sum += s;
  }

  /** Claims, writes and publishes one message at a time. */
  @Benchmark
  @OperationsPerInvocation(CAPACITY)
  public long one() {
    for (int i = 0; i < CAPACITY; i++) {
      long sequence = producer.claim();
      values[(int) sequence & (CAPACITY - 1)] = i;
      producer.publish(sequence);
    }
    disruptor.step();
    return sum;
  }

  /** Claims one message at a time, and gives it up. */
  @Benchmark
  @OperationsPerInvocation(CAPACITY)
  public long claim() {
    for (int i = 0; i < CAPACITY; i++) {
      sum += producer.claim();
      producer.discard();
    }
    disruptor.step(); // several producers do not give a number out again
    return sum;
  }

  /** Publishes one message at a time, of a claim that is made once for all. */
  @Benchmark
  @OperationsPerInvocation(CAPACITY)
  public long publish() {
    long hi = producer.claim(CAPACITY);
    for (int i = 1; i <= CAPACITY; i++) {
      producer.publish(hi - CAPACITY + i);
    }
    disruptor.step();
    return sum;
  }

  /** In batches of 16. */
  @Benchmark
  @OperationsPerInvocation(CAPACITY)
  public long batches() {
    for (int n = 0; n < CAPACITY; n += BATCH) {
      long hi = producer.claim(BATCH);
      int slot = (int) (hi - BATCH + 1) & (CAPACITY - 1);
      for (int i = 0; i < BATCH; i++) {
        values[slot + i] = (long) n + i;
      }
      producer.publish(hi);
    }
    disruptor.step();
    return sum;
  }

  /** One message, and a step of the stage for it alone. */
  @Benchmark
  public long oneAndAStep() {
    long sequence = producer.claim();
    values[(int) sequence & (CAPACITY - 1)] = 1;
    producer.publish(sequence);
    disruptor.step();
    return sum;
  }

  /** A step that finds nothing. */
  @Benchmark
  public boolean emptyStep() {
    return disruptor.step();
  }
}
