package dev.penstock.sequence;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Either the waiter sees the progress behind its fence, or the stage sees the waiter behind its.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "signalled before armed: does not park")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "armed before completed: is woken")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "both: woken, and does not park")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "parks, and nobody wakes it")
@State
public class ParkAgainstProgress {
  private final Progress progress = new Progress();
  private final WakeUp record;

  /** One record at one stage. */
  public ParkAgainstProgress() {
    progress.signals().enable();
    record = progress.signals().add();
  }

  /** Arms, and looks again. */
  @Actor
  public void waiter(II_Result r) {
    record.arm(Targets.SLEEPER, 0);
    r.r1 = progress.reached(0) ? 1 : 0;
  }

  /** Completes, and signals. */
  @Actor
  public void stage() {
    progress.complete(0);
  }

  /** Looks whether the signal was given. */
  @Arbiter
  public void signalled(II_Result r) {
    r.r2 = Targets.taken(record) ? 1 : 0;
  }
}
