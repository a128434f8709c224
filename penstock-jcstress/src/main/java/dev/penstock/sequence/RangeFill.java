package dev.penstock.sequence;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The last stamp of a range that wraps is a release store behind the fill of all the others. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "both looks before the fill")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the fill began between the two looks")
@Outcome(id = "0, 2", expect = Expect.ACCEPTABLE, desc = "the fill's first run lies between them")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "both looks after the last stamp")
@Outcome(expect = Expect.FORBIDDEN, desc = "the last stamp was seen before the fill")
@State
public class RangeFill {
  private final Stamps stamps = new Stamps(4);

  /** Stamps 2 and 3, and 4 behind the wrap. */
  @Actor
  public void producer() {
    stamps.publish(2, 4);
  }

  /** Looks at the last, then at the others. */
  @Actor
  public void reader(II_Result r) {
    r.r1 = stamps.available(4) ? 1 : 0;
    r.r2 = (int) stamps.available(2, 3) - 1;
  }
}
