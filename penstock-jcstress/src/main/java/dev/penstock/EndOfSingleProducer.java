package dev.penstock;

import dev.penstock.sequence.End;
import dev.penstock.sequence.Gate;
import dev.penstock.sequence.Progress;
import dev.penstock.sequence.RingState;
import dev.penstock.sequence.SingleSequencer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The end of a closing ring, while claims have their grace, is behind all that its one producer has
 * published, wherever the producer is when somebody fixes it.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "closed before the first claim")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "closed between two claims")
@Outcome(id = "0, 2", expect = Expect.ACCEPTABLE, desc = "closed after the last claim")
@Outcome(id = "-1, .*", expect = Expect.FORBIDDEN, desc = "the end is not fixed")
@Outcome(expect = Expect.FORBIDDEN, desc = "published in time and handed to no stage")
@State
public class EndOfSingleProducer {
  private static final int CAPACITY = 1_024;
  private static final int CLAIMS = 1_000;
  private static final int LOOKS = 1_000;

  private final RingState state = new RingState();
  private final SingleSequencer sequencer = new SingleSequencer(CAPACITY);
  private final Progress stage = new Progress();
  private final End end = new End(state, sequencer, TimeUnit.HOURS.toNanos(1), stage);
  private final Lifecycle lifecycle = new Lifecycle("ring", state, end, sequencer, 1);
  private final SingleProducer producer =
      new SingleProducer(
          "p", lifecycle, new Gate(CAPACITY, stage), WaitStrategy.yielding().spec(), sequencer);

  /** A ring that runs. */
  public EndOfSingleProducer() {
    lifecycle.register(producer);
    state.advance(RingState.NEW, RingState.RUNNING);
  }

  /** Claims and publishes until it is refused. */
  @Actor
  public void producer() {
    try {
      for (int i = 0; i < CLAIMS; i++) {
        producer.publish(producer.claim());
      }
    } catch (ClaimRefusedException e) {
      // the ring is closed
    }
  }

  /** Closes the ring, whose only first stage acknowledges that, and tries to fix the end. */
  @Actor
  public void closer() {
    lifecycle.drain("closer");
    end.acknowledge();
    fixEnd();
  }

  /** Counts what was published beyond the end. */
  @Arbiter
  public void after(II_Result r) {
    fixEnd();
    long last = sequencer.lastPublished();
    r.r1 = end.fixed() ? (int) (last - end.get()) : -1;
    r.r2 = last < 0 ? 0 : last < CLAIMS - 1 ? 1 : 2;
  }

  /** The producer's thread may be inside a claim, of another of these rings for all one knows. */
  private void fixEnd() {
    for (int look = 0; look < LOOKS && !end.fixed(); look++) {
      lifecycle.tryFixEnd();
    }
  }
}
