package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SingleSequencerTest {
  private final SingleSequencer sequencer = new SingleSequencer(8);

  @Test
  void beginsWithNothingClaimedAndNothingPublished() {
    assertThat(sequencer.capacity()).isEqualTo(8);
    assertThat(sequencer.claimed()).isEqualTo(-1);
    assertThat(sequencer.lastPublished()).isEqualTo(-1);
    assertThat(sequencer.reached(0)).isFalse();
    assertThat(sequencer.available(0, 7)).isEqualTo(-1);
  }

  @Test
  void whatIsClaimedIsNotYetPublished() {
    sequencer.handOver().setClaimedOpaque(4);
    assertThat(sequencer.claimed()).isEqualTo(4);
    assertThat(sequencer.lastPublished()).isEqualTo(-1);
    assertThat(sequencer.available(0, 7)).isEqualTo(-1);
  }

  @Test
  void everythingUpToThePublishedSequenceIsReached() {
    sequencer.handOver().setClaimedOpaque(4);
    sequencer.publishedSequence().setRelease(3);
    assertThat(sequencer.reached(0)).isTrue();
    assertThat(sequencer.reached(3)).isTrue();
    assertThat(sequencer.reached(4)).isFalse();
    assertThat(sequencer.available(0, 7)).isEqualTo(3);
    assertThat(sequencer.lastPublished()).isEqualTo(3);
  }

  @Test
  void sealTellsWhatIsClaimed() {
    sequencer.handOver().setClaimedOpaque(6);
    assertThat(sequencer.seal()).isEqualTo(6);
    assertThat(sequencer.claimed()).isEqualTo(6);
  }

  @Test
  void thereAreNeverHoles() {
    sequencer.handOver().setClaimedOpaque(6);
    sequencer.publishedSequence().setRelease(6);
    assertThat(sequencer.mayHoldDiscarded(0)).isFalse();
    assertThat(sequencer.discarded(3)).isFalse();
  }

  @Test
  void theNextHandleGoesOnWhereTheLastOneHasStopped() {
    sequencer.handOver().setClaimedOpaque(6);
    sequencer.publishedSequence().setRelease(6);
    Claims next = sequencer.handOver();
    assertThat(next.claimedPlain()).isEqualTo(6);
    assertThat(next.limitOpaque()).isEqualTo(Limit.REVOKED);
    next.setClaimedOpaque(7);
    assertThat(sequencer.claimed()).isEqualTo(7);
  }
}
