package dev.penstock;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A claim that is refused because a stage has failed names the stage, the event and the cause. */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the claim came before the failure")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "refused, with all there is to tell")
@Outcome(id = "1, 2", expect = Expect.FORBIDDEN, desc = "refused, and the failure is half told")
@Outcome(id = "1, 3", expect = Expect.FORBIDDEN, desc = "refused, and nobody knows of a failure")
@Outcome(expect = Expect.FORBIDDEN, desc = "the step that failed was not told")
@State
public class FailureCause {
  private final Disruptor ring =
      Disruptor.multiProducer(2).stage("s", FailureCause::fail).polled().start();
  private final Producer producer;
  private final Stage stage = ring.stage("s");

  /** Publishes one event. */
  public FailureCause() {
    Producer publishing = ring.producer();
    publishing.publish(publishing.claim());
    producer = ring.producer();
  }

  private static void fail(long lo, long hi) {
    throw new IllegalArgumentException("broken");
  }

  private static boolean told(DisruptorFailedException e) {
    return e.getCause() instanceof IllegalArgumentException
        && e.sequence() == 0
        && e.stage().equals("s");
  }

  /** Fails. */
  @Actor
  public void stage(II_Result r) {
    try {
      stage.step();
    } catch (DisruptorFailedException e) {
      r.r1 = told(e) ? 1 : 2;
    }
  }

  /** Claims, once. */
  @Actor
  public void producer(II_Result r) {
    try {
      producer.tryClaim(1);
    } catch (DisruptorFailedException e) {
      r.r2 = told(e) ? 1 : 2;
    } catch (ClaimRefusedException e) {
      r.r2 = 3;
    }
  }
}
