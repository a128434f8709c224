package dev.penstock.sequence;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Either the waiter sees the stamp behind its fence, or the producer sees the waiter behind its.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "signalled before armed: does not park")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "armed before published: is woken")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "both: woken, and does not park")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "parks, and nobody wakes it")
@State
public class ParkAgainstPublish {
  private final MultiSequencer sequencer = new MultiSequencer(2);
  private final WakeUp record;

  /** One record at the sequencer. */
  public ParkAgainstPublish() {
    sequencer.signals().enable();
    record = sequencer.signals().add();
  }

  /** Arms, and looks again. */
  @Actor
  public void waiter(II_Result r) {
    record.arm(Targets.SLEEPER, 0);
    r.r1 = sequencer.reached(0) ? 1 : 0;
  }

  /** Publishes, and signals. */
  @Actor
  public void producer() {
    sequencer.publish(0, 0);
  }

  /** Looks whether the signal was given. */
  @Arbiter
  public void signalled(II_Result r) {
    r.r2 = Targets.taken(record) ? 1 : 0;
  }
}
