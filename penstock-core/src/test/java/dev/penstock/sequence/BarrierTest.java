package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BarrierTest {
  private final MultiSequencer sequencer = new MultiSequencer(8);
  private final Progress left = new Progress();
  private final Progress right = new Progress();

  @Test
  void aFirstStageFollowsTheSequencer() {
    Barrier barrier = new Barrier(sequencer);
    assertThat(barrier.first()).isTrue();
    assertThat(barrier.sources()).isOne();
    assertThat(barrier.laggard()).isZero();
    assertThat(barrier.source(0)).isSameAs(sequencer);
    assertThat(barrier.available(0, 7)).isEqualTo(-1);
    sequencer.claim(-1, 2);
    sequencer.publish(0, 2);
    assertThat(barrier.available(0, 7)).isEqualTo(2);
    assertThat(barrier.available(0, 1)).isEqualTo(1);
  }

  @Test
  void aJoinFollowsTheSlowestOfItsUpstreams() {
    Barrier barrier = new Barrier(sequencer, left, right);
    assertThat(barrier.first()).isFalse();
    assertThat(barrier.sources()).isEqualTo(2);
    left.complete(5);
    assertThat(barrier.available(0, 7)).isEqualTo(-1);
    assertThat(barrier.laggard()).isOne();
    assertThat(barrier.source(barrier.laggard())).isSameAs(right);
    right.complete(3);
    assertThat(barrier.available(0, 7)).isEqualTo(3);
    right.complete(6);
    assertThat(barrier.available(0, 7)).isEqualTo(5);
    assertThat(barrier.laggard()).isZero();
  }

  @Test
  void whatIsPublishedIsNotAvailableBelowAnUpstreamThatHasNotCompletedIt() {
    Barrier barrier = new Barrier(sequencer, left);
    sequencer.claim(-1, 2);
    sequencer.publish(0, 2);
    assertThat(barrier.available(0, 7)).isEqualTo(-1);
  }
}
