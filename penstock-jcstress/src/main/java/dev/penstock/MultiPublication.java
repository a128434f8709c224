package dev.penstock;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The same as {@link SinglePublication} where claims are shared and slots are stamped. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the stage looked before the publish")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "the stage looked after the publish")
@Outcome(expect = Expect.FORBIDDEN, desc = "handed over before the payload was written")
@State
public class MultiPublication {
  private final int[] first = new int[2];
  private final int[] second = new int[2];
  private int read1;
  private int read2;
  private final Disruptor ring = Disruptor.multiProducer(2).stage("s", this::read).polled().start();
  private final Producer producer = ring.producer();
  private final Stage stage = ring.stage("s");

  private void read(long lo, long hi) {
    int slot = Disruptor.slot(lo, 2);
    read1 = first[slot];
    read2 = second[slot];
  }

  /** Claims, writes, publishes. */
  @Actor
  public void producer() {
    long sequence = producer.claim();
    int slot = producer.slot(sequence);
    first[slot] = 1;
    second[slot] = 2;
    producer.publish(sequence);
  }

  /** Looks once. */
  @Actor
  public void stage(II_Result r) {
    stage.step();
    r.r1 = read1;
    r.r2 = read2;
  }
}
