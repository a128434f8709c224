package dev.penstock.canary;

import dev.penstock.sequence.Sequence;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The last discarded sequence is raised behind the stamp, not before it. */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "a discarded sequence is handed over")
@Outcome(expect = Expect.ACCEPTABLE, desc = "not seen yet, or seen as discarded")
@State
public class LastDiscardedTooLate {
  private final Sequence stamp = new Sequence(Sequence.NONE);
  private final Sequence lastDiscarded = new Sequence(Sequence.NONE);

  /** Discards. */
  @Actor
  public void producer() {
    stamp.setRelease(0);
    lastDiscarded.raiseTo(0);
  }

  /** Looks at the stamp, then whether it may be one of a discarded sequence. */
  @Actor
  public void stage(II_Result r) {
    r.r1 = (int) stamp.getAcquire() + 1;
    r.r2 = (int) lastDiscarded.getAcquire() + 1;
  }
}
