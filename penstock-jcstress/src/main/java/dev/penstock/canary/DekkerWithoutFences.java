package dev.penstock.canary;

import dev.penstock.sequence.Sequence;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The hand-shake of a park, without its two fences: both may read before they have written. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "parks, and nobody wakes it")
@Outcome(expect = Expect.ACCEPTABLE, desc = "one of the two has seen the other")
@State
public class DekkerWithoutFences {
  private final Sequence target = new Sequence(Sequence.NONE);
  private final Sequence completed = new Sequence(Sequence.NONE);

  /** Arms, and looks again. */
  @Actor
  public void waiter(II_Result r) {
    target.setRelease(0);
    r.r1 = completed.getAcquire() == 0 ? 1 : 0;
  }

  /** Completes, and looks for somebody to wake. */
  @Actor
  public void stage(II_Result r) {
    completed.setRelease(0);
    r.r2 = target.getOpaque() == 0 ? 1 : 0;
  }
}
