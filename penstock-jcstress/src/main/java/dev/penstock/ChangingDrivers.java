package dev.penstock;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads step one stage: each event is handled once, and handlers see each other's writes. */
@JCStressTest
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "one step after the other, or one refused")
@Outcome(expect = Expect.FORBIDDEN, desc = "two steps at a time, or the second saw old values")
@State
public class ChangingDrivers {
  private int handled; // plain: only the busy flag orders one driver's steps before the next one's
  private final Disruptor ring =
      Disruptor.singleProducer(2).stage("s", this::handle).maxBatch(1).polled().start();
  private final Stage stage = ring.stage("s");

  /** Publishes two events, to be handed over one by one. */
  public ChangingDrivers() {
    Producer producer = ring.producer();
    producer.publish(producer.claim(2));
  }

  private void handle(long lo, long hi) {
    handled++;
  }

  private boolean stepped() {
    try {
      return stage.step() == StepResult.HANDLED;
    } catch (IllegalStateException e) {
      return false; // the other is at it
    }
  }

  /** Steps. */
  @Actor
  public void one() {
    stepped();
  }

  /** Steps. */
  @Actor
  public void other() {
    stepped();
  }

  /** Steps until nothing is left. */
  @Arbiter
  public void rest(II_Result r) {
    while (stepped()) {
      // on to the next event
    }
    r.r1 = handled;
    r.r2 = (int) stage.completed() + 1;
  }
}
