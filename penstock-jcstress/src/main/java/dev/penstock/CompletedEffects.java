package dev.penstock;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Whoever reads that a sequence is completed sees what the handler did for it. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "read before the handler ran")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the handler ran between the two reads")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "completed, and its effects seen")
@Outcome(expect = Expect.FORBIDDEN, desc = "completed before its effects")
@State
public class CompletedEffects {
  private int effect;
  private final Disruptor ring =
      Disruptor.singleProducer(2).stage("s", this::handle).polled().start();
  private final Stage stage = ring.stage("s");

  /** Publishes one event. */
  public CompletedEffects() {
    Producer producer = ring.producer();
    producer.publish(producer.claim());
  }

  private void handle(long lo, long hi) {
    effect = 1;
  }

  /** Handles it. */
  @Actor
  public void stage() {
    stage.step();
  }

  /** Looks from outside. */
  @Actor
  public void observer(II_Result r) {
    r.r1 = (int) stage.completed() + 1;
    r.r2 = effect;
  }
}
