package dev.penstock.sequence;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A limit that close, halt or failure has revoked stays so, whatever a refresh was just doing. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "refreshed before the stop, then revoked")
@Outcome(id = "6, 0", expect = Expect.ACCEPTABLE, desc = "refreshed after: revoked by itself too")
@Outcome(expect = Expect.FORBIDDEN, desc = "the refresh has overwritten the revocation")
@State
public class LimitRevocation {
  private final RingState state = new RingState();
  private final Claims claims = new Claims(-1, 8);
  private final Limit limit = new Limit(new Gate(2, new Progress()), state, claims);

  /** Refreshes, and tells the state it saw. */
  @Actor
  public void producer(II_Result r) {
    r.r1 = limit.refresh();
  }

  /** Halts. */
  @Actor
  public void stopper() {
    state.stop(RingState.HALTED);
    limit.revoke();
  }

  /** Looks at what is left. */
  @Arbiter
  public void after(II_Result r) {
    r.r2 = claims.limitOpaque() == Long.MIN_VALUE ? 0 : 1;
  }
}
