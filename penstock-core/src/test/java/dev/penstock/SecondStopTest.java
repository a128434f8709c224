package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sequence.End;
import dev.penstock.sequence.Gate;
import dev.penstock.sequence.MultiSequencer;
import dev.penstock.sequence.Progress;
import dev.penstock.sequence.RingState;
import dev.penstock.sequence.Sequencer;
import dev.penstock.sequence.SingleSequencer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What a close does that finds the ring stopped already, by a thread that has changed the state and
 * got no further: the model Lifecycle.tla shows the interleaving.
 */
class SecondStopTest {
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final RingState state = new RingState();
  private final Progress leaf = new Progress();
  private final Gate gate = new Gate(8, leaf);

  @Test
  void closeRevokesLimitsThatAnotherCloseHasNotRevokedYet() {
    SingleSequencer sequencer = new SingleSequencer(8);
    Lifecycle lifecycle = lifecycle(new End(state, sequencer, GRACE_NANOS, leaf), sequencer);
    Producer producer =
        new SingleProducer("p", lifecycle, gate, WaitStrategy.yielding().spec(), sequencer);
    claimAndPublish(lifecycle, producer);

    state.advance(RingState.RUNNING, RingState.DRAINING); // the other close, so far
    lifecycle.drain("close() called by main");

    assertThatThrownBy(producer::claim).isInstanceOf(ClaimRefusedException.class);
  }

  @Test
  void closeRevokesLimitsThatAHaltHasNotRevokedYet() {
    MultiSequencer sequencer = new MultiSequencer(8);
    Lifecycle lifecycle = lifecycle(new End(state, sequencer, GRACE_NANOS, leaf), sequencer);
    Producer producer =
        new MultiProducer("p", lifecycle, gate, WaitStrategy.yielding().spec(), sequencer);
    claimAndPublish(lifecycle, producer);

    state.stop(RingState.HALTED); // the halt, so far
    lifecycle.drain("close() called by main");

    assertThatThrownBy(producer::claim).isInstanceOf(ClaimRefusedException.class);
  }

  @Test
  void secondCloseDiscardsTheClaimOfItsOwnThread() {
    MultiSequencer sequencer = new MultiSequencer(8);
    Lifecycle lifecycle = lifecycle(new End(state, sequencer, GRACE_NANOS, leaf), sequencer);
    Producer producer =
        new MultiProducer("p", lifecycle, gate, WaitStrategy.yielding().spec(), sequencer);
    claimAndPublish(lifecycle, producer);
    producer.claim();

    state.advance(RingState.RUNNING, RingState.DRAINING);
    lifecycle.drain("close() called by main");

    assertThat(producer.pending()).as("the claim that nobody else could publish").isNull();
  }

  private Lifecycle lifecycle(End end, Sequencer sequencer) {
    return new Lifecycle("orders", state, end, sequencer, 1);
  }

  private void claimAndPublish(Lifecycle lifecycle, Producer producer) {
    lifecycle.register(producer);
    state.advance(RingState.NEW, RingState.RUNNING);
    producer.publish(producer.claim());
  }
}
