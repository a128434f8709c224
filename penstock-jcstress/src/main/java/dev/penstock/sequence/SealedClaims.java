package dev.penstock.sequence;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The seal counts exactly the claims that succeed. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "claimed, then sealed")
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "sealed, and the claim lost or beyond")
@Outcome(expect = Expect.FORBIDDEN, desc = "a claim that the seal has not counted")
@State
public class SealedClaims {
  private final MultiSequencer sequencer = new MultiSequencer(2);

  /** Claims within its limit. */
  @Actor
  public void producer(II_Result r) {
    long seen = sequencer.claimCounter();
    r.r1 = seen + 1 <= 1 && sequencer.claim(seen, seen + 1) ? 1 : 0;
  }

  /** Seals. */
  @Actor
  public void closer(II_Result r) {
    sequencer.seal();
    r.r2 = (int) sequencer.sealed() + 1;
  }
}
