package dev.penstock.sequence;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a look at the producers costs: of a barrier, and of the stamps of several producers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class Looking {
  private static final int CAPACITY = 1024;

  /** How many messages are there to be found. */
  @Param({"0", "16", "1024"})
  public int published;

  private final Stamps stamps = new Stamps(CAPACITY);
  private Barrier single = new Barrier(new SingleSequencer(CAPACITY));
  private Barrier multi = new Barrier(new MultiSequencer(CAPACITY));

  /** Publishes. */
  @Setup
  public void publish() {
    SingleSequencer one = new SingleSequencer(CAPACITY);
    MultiSequencer several = new MultiSequencer(CAPACITY);
    if (published > 0) {
      one.handOver(new Claims(published - 1L, 8), () -> false);
      several.claim(several.claimCounter(), published - 1L);
      several.publish(0, published - 1L);
      stamps.publish(0, published - 1L);
    }
    single = new Barrier(one);
    multi = new Barrier(several);
  }

  /** A barrier behind one producer. */
  @Benchmark
  public long single() {
    return single.available(0, CAPACITY - 1L);
  }

  /** A barrier behind several producers. */
  @Benchmark
  public long multi() {
    return multi.available(0, CAPACITY - 1L);
  }

  /** The stamps alone. */
  @Benchmark
  public long stamps() {
    return stamps.available(0, CAPACITY - 1L);
  }
}
