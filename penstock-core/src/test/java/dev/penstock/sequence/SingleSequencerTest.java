package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SingleSequencerTest {
  private final SingleSequencer sequencer = new SingleSequencer(8);
  private final Claims handle = new Claims(Sequence.NONE, 8);

  private static void note(Claims handle, long hi) {
    handle.setOpenPlain(handle.idle() + ~hi);
  }

  @BeforeEach
  void handOver() {
    sequencer.handOver(handle, () -> false);
  }

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
    note(handle, 4);
    assertThat(sequencer.claimed()).isEqualTo(4);
    assertThat(sequencer.lastPublished()).isEqualTo(-1);
    assertThat(sequencer.available(0, 7)).isEqualTo(-1);
  }

  @Test
  void everythingUpToThePublishedSequenceIsReached() {
    note(handle, 4);
    handle.setPublishedRelease(3);
    assertThat(sequencer.reached(0)).isTrue();
    assertThat(sequencer.reached(3)).isTrue();
    assertThat(sequencer.reached(4)).isFalse();
    assertThat(sequencer.available(0, 7)).isEqualTo(3);
    assertThat(sequencer.lastPublished()).isEqualTo(3);
  }

  @Test
  void sealTakesTheLimitAway() {
    handle.setLimitRelease(8);
    sequencer.seal();
    assertThat(sequencer.sealed()).isEqualTo(-1);
    assertThat(handle.limitOpaque()).isEqualTo(Limit.REVOKED);
  }

  /** The looks at the thread, each of which sees it as one of {@code thread} says. */
  private AtomicInteger looks(BooleanSupplier... thread) {
    AtomicInteger looks = new AtomicInteger();
    sequencer.handOver(handle, () -> thread[looks.getAndIncrement()].getAsBoolean());
    return looks;
  }

  @Test
  void aThreadWhoseClaimIsSeenIsNotStopped() {
    AtomicInteger looks = looks();
    note(handle, 0);
    assertThat(sequencer.sealed()).isEqualTo(Sequencer.UNKNOWN);
    assertThat(looks).hasValue(0);
  }

  @Test
  void whatAThreadHasClaimedThatIsAtItIsNotKnown() {
    AtomicInteger looks = looks(() -> true);
    assertThat(sequencer.sealed()).isEqualTo(Sequencer.UNKNOWN);
    assertThat(looks).hasValue(1);
  }

  @Test
  void aClaimThatHadNoNoteAtTheFirstLookIsSeen() {
    AtomicInteger looks =
        looks(
            () -> {
              note(handle, 0); // past the limit before it was revoked
              return false;
            });
    assertThat(sequencer.sealed()).isEqualTo(Sequencer.UNKNOWN);
    assertThat(looks).hasValue(1);
  }

  @Test
  void aPublishThatHasTakenItsNoteBackIsSeen() {
    AtomicInteger looks = looks(() -> false, () -> true);
    assertThat(sequencer.sealed()).isEqualTo(Sequencer.UNKNOWN);
    assertThat(looks).hasValue(2);
  }

  @Test
  void nothingIsOutstandingWhereTheThreadWasSeenTwice() {
    AtomicInteger looks = looks(() -> false, () -> false);
    handle.setPublishedRelease(3);
    assertThat(sequencer.sealed()).isEqualTo(3);
    assertThat(looks).hasValue(2);
  }

  @Test
  void sealLooksAtNobody() {
    AtomicInteger looks = looks();
    sequencer.seal();
    assertThat(looks).hasValue(0);
  }

  @Test
  void whatIsPublishedWhileItLooksCounts() {
    looks(
        () -> false,
        () -> {
          handle.setPublishedRelease(0);
          return false;
        });
    assertThat(sequencer.sealed()).isZero();
  }

  @Test
  void thereAreNeverHoles() {
    note(handle, 6);
    handle.setPublishedRelease(6);
    assertThat(sequencer.mayHoldDiscarded(0)).isFalse();
    assertThat(sequencer.discarded(3)).isFalse();
  }

  @Test
  void whatIsPublishedWasClaimedWhateverTheNoteSays() {
    handle.setPublishedRelease(6);
    assertThat(sequencer.claimed()).as("nothing open").isEqualTo(6);
    note(handle, 4);
    assertThat(sequencer.claimed()).as("a note that is read late").isEqualTo(6);
    note(handle, 8);
    assertThat(sequencer.claimed()).as("a claim of two").isEqualTo(8);
    handle.setOpenPlain(handle.idle());
    assertThat(sequencer.claimed()).as("given up").isEqualTo(6);
  }

  @Test
  void aNoteIsReadWhereStagesAreSignalledToo() {
    Claims signalling = new Claims(Sequence.NONE, Long.MIN_VALUE + 8);
    sequencer.handOver(signalling, () -> false);
    assertThat(sequencer.claimed()).isEqualTo(-1);
    for (long hi : new long[] {0, 7, 8, Long.MAX_VALUE >> 1}) {
      note(signalling, hi);
      assertThat(sequencer.claimed()).isEqualTo(hi);
    }
  }

  @Test
  void theNextHandleGoesOnWhereTheLastOneHasStopped() {
    handle.setPublishedRelease(6);
    Claims next = new Claims(sequencer.lastPublished(), 8);
    sequencer.handOver(next, () -> false);
    assertThat(next.limitOpaque()).isEqualTo(Limit.REVOKED);
    assertThat(next.donePlain()).isEqualTo(6);
    assertThat(sequencer.claimed()).isEqualTo(6);
    note(next, 7);
    assertThat(sequencer.claimed()).isEqualTo(7);
    assertThat(sequencer.reached(7)).isFalse();
    next.setPublishedRelease(7);
    assertThat(sequencer.reached(7)).isTrue();
  }
}
