package dev.penstock.sequence;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A stage of a closing ring never hands over what lies beyond the end that somebody fixes. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "published in time: within the end")
@Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "fixed before the publish: too late")
@Outcome(expect = Expect.FORBIDDEN, desc = "the stage stops short of the end, or passes it")
@State
public class EndWord {
  private final RingState state = new RingState();
  private final MultiSequencer sequencer = new MultiSequencer(2);
  private final End end = new End(state, sequencer, 0, new Progress());

  /** Claims 0; the ring drains, its only first stage has acknowledged that, the grace is over. */
  public EndWord() {
    sequencer.claim(-1, 0);
    state.advance(RingState.NEW, RingState.RUNNING);
    end.openGrace();
    state.advance(RingState.RUNNING, RingState.DRAINING);
    end.acknowledge();
  }

  /** Publishes late, and asks how far a stage may go. */
  @Actor
  public void stage(II_Result r) {
    sequencer.publish(0, 0);
    r.r1 = (int) end.agree(sequencer.available(0, 0));
  }

  /** Fixes the end. */
  @Actor
  public void closer() {
    end.tryFix();
  }

  /** Looks at the end. */
  @Arbiter
  public void after(II_Result r) {
    r.r2 = (int) end.get();
  }
}
