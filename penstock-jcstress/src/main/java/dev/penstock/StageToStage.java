package dev.penstock;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** What an upstream handler wrote is seen by the handlers below it. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the lower stage looked too early")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "the upper stage had completed it")
@Outcome(expect = Expect.FORBIDDEN, desc = "handed on before the upper handler's writes")
@State
public class StageToStage {
  private int written1;
  private int written2;
  private int read1;
  private int read2;
  private final Disruptor ring =
      Disruptor.singleProducer(2)
          .stage("upper", this::write)
          .polled()
          .stage("lower", this::read)
          .after("upper")
          .polled()
          .start();
  private final Stage upper = ring.stage("upper");
  private final Stage lower = ring.stage("lower");

  /** Publishes one event. */
  public StageToStage() {
    Producer producer = ring.producer();
    producer.publish(producer.claim());
  }

  private void write(long lo, long hi) {
    written1 = 1;
    written2 = 2;
  }

  private void read(long lo, long hi) {
    read1 = written1;
    read2 = written2;
  }

  /** Handles it above. */
  @Actor
  public void upper() {
    upper.step();
  }

  /** Handles it below, if it may. */
  @Actor
  public void lower(II_Result r) {
    lower.step();
    r.r1 = read1;
    r.r2 = read2;
  }
}
