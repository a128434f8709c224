package dev.penstock.sequence;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A range of three whose slots wrap (2, 3, then 0 of the next lap) is published by one fence and a
 * fill in two runs; a stage may find any part of it and sees the payload of that part.
 */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "looked before the first stamp")
@Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "between the first and second stamp")
@Outcome(id = "2, 2, 0", expect = Expect.ACCEPTABLE, desc = "before the stamp behind the wrap")
@Outcome(id = "2, 2, 1", expect = Expect.ACCEPTABLE, desc = "after the last stamp")
@Outcome(expect = Expect.FORBIDDEN, desc = "found a stamp and not the payload it covers")
@State
public class BatchPublication {
  private final int[] slots = new int[4];
  private final MultiSequencer sequencer = new MultiSequencer(4);

  /** Publishes 0 and 1, and claims 2, 3 and 4. */
  public BatchPublication() {
    sequencer.claim(-1, 1);
    sequencer.publish(0, 1);
    sequencer.claim(1, 4);
  }

  /** Writes and publishes the range. */
  @Actor
  public void producer() {
    slots[2] = 1;
    slots[3] = 1;
    slots[0] = 1;
    sequencer.publish(2, 4);
  }

  /**
   * Looks from its next sequence on, as a stage does: how many are there, how many have payload.
   */
  @Actor
  public void stage(III_Result r) {
    long hi = sequencer.available(2, 4);
    r.r1 = (int) (hi - 1);
    for (long s = 2; s <= hi; s++) {
      r.r2 += slots[(int) s & 3];
    }
    if (hi == 3 && sequencer.available(4, 4) == 4) {
      r.r3 = slots[0] == 1 ? 1 : 2;
    }
  }
}
