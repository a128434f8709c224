package dev.penstock.sequence;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Whoever has acquired a discarded sequence sees that it was: a first stage, and one below it. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "both looked before the discard")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "discarded between the two looks")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "discarded, not yet completed above")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "both looked after the discard")
@Outcome(expect = Expect.FORBIDDEN, desc = "a discarded sequence would be handed over")
@State
public class LastDiscarded {
  private final MultiSequencer sequencer = new MultiSequencer(2);
  private final Progress above = new Progress();

  /** Claims 0. */
  public LastDiscarded() {
    sequencer.claim(-1, 0);
  }

  private int seen() {
    return sequencer.mayHoldDiscarded(0) && sequencer.discarded(0) ? 1 : 2;
  }

  /** Discards it; then a stage above completes it. */
  @Actor
  public void producer() {
    sequencer.discard(0, 0);
    above.complete(0);
  }

  /** Looks as a first stage, then as one below. */
  @Actor
  public void stages(II_Result r) {
    if (sequencer.available(0, 0) == 0) {
      r.r1 = seen();
    }
    if (above.get() == 0) {
      r.r2 = seen();
    }
  }
}
