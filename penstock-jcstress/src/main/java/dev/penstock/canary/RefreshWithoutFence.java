package dev.penstock.canary;

import dev.penstock.sequence.Sequence;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A limit is refreshed without a fence before the state is read again. */
@JCStressTest
@Outcome(
    id = "0, 1",
    expect = Expect.FORBIDDEN,
    desc = "the refresh has overwritten the revocation")
@Outcome(expect = Expect.ACCEPTABLE, desc = "revoked")
@State
public class RefreshWithoutFence {
  private final Sequence limit = new Sequence(Long.MIN_VALUE);
  private final Sequence state = new Sequence(0);

  /** Refreshes, and tells the state it saw. */
  @Actor
  public void producer(II_Result r) {
    limit.setRelease(1);
    r.r1 = (int) state.getAcquire();
    if (r.r1 != 0) {
      limit.setRelease(Long.MIN_VALUE);
    }
  }

  /** Halts. */
  @Actor
  public void stopper() {
    state.compareAndSet(0, 6);
    limit.setVolatile(Long.MIN_VALUE);
  }

  /** Looks at what is left. */
  @Arbiter
  public void after(II_Result r) {
    r.r2 = limit.getPlain() == Long.MIN_VALUE ? 0 : 1;
  }
}
