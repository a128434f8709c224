package dev.penstock.canary;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The published sequence is read plain, so the payload may be read before it. */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "published, and the payload not seen")
@Outcome(expect = Expect.ACCEPTABLE, desc = "not published yet, or with its payload")
@State
public class PublishedPlain {
  private int published;
  private int payload;

  /** Writes, publishes. */
  @Actor
  public void producer() {
    payload = 1;
    published = 1;
  }

  /** Looks. */
  @Actor
  public void stage(II_Result r) {
    r.r1 = published;
    r.r2 = payload;
  }
}
