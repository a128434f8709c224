package dev.penstock.sequence;

import static dev.penstock.lincheck.Interleavings.check;
import static dev.penstock.lincheck.Interleavings.hold;
import static dev.penstock.lincheck.Interleavings.refute;
import static dev.penstock.lincheck.Interleavings.together;

import org.junit.jupiter.api.Test;

/** Claims, stamps, discards and the seal of the shared sequencer, without handles. */
class MultiSequencerTest {
  private static final String HANDED_OVER = "a discarded sequence was handed over";
  private static final String MISCOUNTED = "the seal miscounts";

  private static boolean claims(MultiSequencer sequencer, long limit) {
    for (int i = 0; i < 3; i++) {
      long seen = sequencer.claimCounter();
      if (seen + 1 > limit) {
        return false;
      }
      if (sequencer.claim(seen, seen + 1)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void theSealGivesTheNumberOfClaimsThatSucceeded() {
    hold(
        80,
        () -> {
          MultiSequencer sequencer = new MultiSequencer(4);
          boolean[] claimed = new boolean[2];
          long[] sealed = new long[2];
          together(
              () -> claimed[0] = claims(sequencer, 3),
              () -> {
                sequencer.seal();
                sealed[0] = sequencer.sealed();
                claimed[1] = claims(sequencer, 3); // too late
              },
              () -> {
                sequencer.seal();
                sealed[1] = sequencer.sealed();
              });
          check(!claimed[1], "claimed of a sealed counter");
          check(sealed[0] == sealed[1] && sealed[0] == sequencer.claimed(), MISCOUNTED);
          check(sealed[0] == (claimed[0] ? 0 : -1), MISCOUNTED);
        });
  }

  @Test
  void canarySealThatOnlyReads() {
    refute(
        2000,
        MISCOUNTED,
        () -> {
          MultiSequencer sequencer = new MultiSequencer(4);
          boolean[] claimed = new boolean[1];
          long[] sealed = new long[1];
          together(() -> claimed[0] = claims(sequencer, 3), () -> sealed[0] = sequencer.claimed());
          check(sealed[0] == (claimed[0] ? 0 : -1), MISCOUNTED);
        });
  }

  @Test
  void noSequenceIsClaimedTwiceNorBeyondTheLimit() {
    hold(
        80,
        () -> {
          MultiSequencer sequencer = new MultiSequencer(2);
          int[] claims = new int[3];
          Runnable[] parts = new Runnable[3];
          for (int i = 0; i < 3; i++) {
            int me = i;
            parts[i] = () -> claims[me] = claims(sequencer, 1) ? 1 : 0;
          }
          together(parts);
          check(claims[0] + claims[1] + claims[2] == 2, "claims of two slots");
          check(sequencer.claimed() == 1, "claimed: " + sequencer.claimed());
        });
  }

  @Test
  void aDiscardedSequenceIsNeverHandedOver() {
    hold(
        120,
        () -> {
          MultiSequencer sequencer = new MultiSequencer(4);
          sequencer.claim(-1, 2);
          together(
              () -> sequencer.discard(0, 1),
              () -> sequencer.publish(2, 2),
              () -> {
                long hi = sequencer.available(0, 2);
                if (hi >= 0) {
                  check(hi >= 1 || sequencer.mayHoldDiscarded(0), HANDED_OVER);
                  check(sequencer.mayHoldDiscarded(0), HANDED_OVER);
                  for (long s = 0; s <= hi; s++) {
                    check(sequencer.discarded(s) == s < 2, HANDED_OVER + ": " + s);
                  }
                }
              });
          check(sequencer.available(0, 3) == 2, "available: " + sequencer.available(0, 3));
          check(!sequencer.mayHoldDiscarded(2), "2 is thought discarded");
        });
  }

  @Test
  void canaryLastDiscardedRaisedAfterTheStamps() {
    refute(
        2000,
        HANDED_OVER,
        () -> {
          Stamps stamps = new Stamps(4);
          Sequence lastDiscarded = new Sequence(Sequence.NONE);
          together(
              () -> {
                stamps.discard(0, 0);
                lastDiscarded.raiseTo(0);
              },
              () -> {
                if (stamps.available(0, 0) == 0) {
                  check(lastDiscarded.getAcquire() >= 0, HANDED_OVER);
                }
              });
        });
  }

  @Test
  void canaryLastDiscardedReadBeforeTheStamps() {
    refute(
        2000,
        HANDED_OVER,
        () -> {
          MultiSequencer sequencer = new MultiSequencer(4);
          sequencer.claim(-1, 0);
          together(
              () -> sequencer.discard(0, 0),
              () -> {
                boolean looks = sequencer.mayHoldDiscarded(0);
                if (sequencer.available(0, 0) == 0) {
                  check(looks && sequencer.discarded(0), HANDED_OVER);
                }
              });
        });
  }

  @Test
  void lastDiscardedIsTheHighestOfTwoAtOnce() {
    hold(
        60,
        () -> {
          MultiSequencer sequencer = new MultiSequencer(4);
          sequencer.claim(-1, 1);
          together(() -> sequencer.discard(0, 0), () -> sequencer.discard(1, 1));
          check(sequencer.mayHoldDiscarded(1), HANDED_OVER);
        });
  }
}
