package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MultiSequencerTest {
  private static final int CAPACITY = 8;

  private final MultiSequencer sequencer = new MultiSequencer(CAPACITY);

  @Test
  void beginsWithNothingClaimedAndNothingPublished() {
    assertThat(sequencer.claimed()).isEqualTo(-1);
    assertThat(sequencer.claimCounter()).isEqualTo(-1);
    assertThat(sequencer.lastPublished()).isEqualTo(-1);
    assertThat(sequencer.reached(0)).isFalse();
    assertThat(sequencer.available(0, 7)).isEqualTo(-1);
    assertThat(sequencer.mayHoldDiscarded(0)).isFalse();
  }

  @Test
  void claimMovesTheCounterFromWhatWasSeen() {
    assertThat(sequencer.claim(-1, 2)).isTrue();
    assertThat(sequencer.claim(-1, 0)).as("another was first").isFalse();
    assertThat(sequencer.claimed()).isEqualTo(2);
  }

  @Test
  void producersPublishInAnyOrder() {
    assertThat(sequencer.claim(-1, 3)).isTrue();
    sequencer.publish(2, 3);
    assertThat(sequencer.available(0, 7)).isEqualTo(-1);
    assertThat(sequencer.reached(2)).isTrue();
    assertThat(sequencer.lastPublished()).as("above the hole").isEqualTo(3);
    sequencer.publish(0, 1);
    assertThat(sequencer.available(0, 7)).isEqualTo(3);
  }

  @Test
  void lastPublishedPassesOverWhatIsClaimedAndUnpublished() {
    assertThat(sequencer.claim(-1, 5)).isTrue();
    sequencer.publish(0, 2);
    assertThat(sequencer.lastPublished()).isEqualTo(2);
  }

  @Test
  void lastPublishedOfAWholeLapOfHolesIsTheLapBefore() {
    assertThat(sequencer.claim(-1, 7)).isTrue();
    sequencer.publish(0, 7);
    assertThat(sequencer.claim(7, 15)).isTrue();
    assertThat(sequencer.lastPublished()).isEqualTo(7);
  }

  @Test
  void discardedSequencesAreAvailableAndMarked() {
    assertThat(sequencer.claim(-1, 3)).isTrue();
    sequencer.discard(1, 2);
    sequencer.publish(0, 0);
    sequencer.publish(3, 3);
    assertThat(sequencer.available(0, 7)).isEqualTo(3);
    assertThat(sequencer.mayHoldDiscarded(0)).isTrue();
    assertThat(sequencer.mayHoldDiscarded(2)).isTrue();
    assertThat(sequencer.mayHoldDiscarded(3)).as("all discards lie below").isFalse();
    assertThat(sequencer.discarded(0)).isFalse();
    assertThat(sequencer.discarded(1)).isTrue();
    assertThat(sequencer.discarded(2)).isTrue();
    assertThat(sequencer.discarded(3)).isFalse();
  }

  @Test
  void anOlderDiscardDoesNotHideANewerOne() {
    assertThat(sequencer.claim(-1, 5)).isTrue();
    sequencer.discard(5, 5);
    sequencer.discard(1, 1);
    assertThat(sequencer.mayHoldDiscarded(5)).isTrue();
  }

  @Test
  void sealTellsWhatWasClaimedAndLetsNoClaimPass() {
    assertThat(sequencer.claim(-1, 4)).isTrue();
    long seen = sequencer.claimCounter();
    sequencer.seal();
    assertThat(sequencer.sealed()).isEqualTo(4);
    assertThat(sequencer.claim(seen, seen + 1)).as("seen before the seal").isFalse();
    assertThat(sequencer.claimCounter()).as("beyond any limit").isGreaterThan(1L << 61);
    assertThat(sequencer.claimed()).isEqualTo(4);
    assertThat(sequencer.lastPublished()).isEqualTo(-1);
  }

  @Test
  void sealOfAnUntouchedRingIsNothing() {
    sequencer.seal();
    assertThat(sequencer.sealed()).isEqualTo(-1);
    assertThat(sequencer.claimed()).isEqualTo(-1);
    assertThat(sequencer.claimCounter()).isGreaterThan(1L << 61);
  }

  @Test
  void sealingAgainTellsTheSame() {
    assertThat(sequencer.claim(-1, 4)).isTrue();
    sequencer.seal();
    sequencer.seal();
    assertThat(sequencer.sealed()).isEqualTo(4);
    assertThat(sequencer.claimed()).isEqualTo(4);
  }

  @Test
  void whatWasClaimedBeforeTheSealMayStillBePublished() {
    assertThat(sequencer.claim(-1, 1)).isTrue();
    sequencer.seal();
    sequencer.publish(0, 1);
    assertThat(sequencer.available(0, 7)).isEqualTo(1);
    assertThat(sequencer.lastPublished()).isEqualTo(1);
  }

  @Test
  @Tag("race")
  void everyClaimBeforeTheSealIsCountedAndNoneBehindIt() throws Exception {
    for (int round = 0; round < 150; round++) {
      MultiSequencer ring = new MultiSequencer(CAPACITY);
      AtomicLong claims = new AtomicLong();
      ConcurrentLinkedQueue<Long> claimed = new ConcurrentLinkedQueue<>();
      CyclicBarrier together = new CyclicBarrier(3);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        threads.add(
            new Thread(
                () -> {
                  meet(together);
                  long seen = ring.claimCounter();
                  while (seen < 1L << 61) {
                    if (ring.claim(seen, seen + 1)) {
                      claims.incrementAndGet();
                      claimed.add(seen + 1);
                    }
                    seen = ring.claimCounter();
                  }
                },
                "claimer-" + i));
      }
      threads.forEach(Thread::start);
      meet(together);
      ring.seal();
      long end = ring.sealed();
      threads.forEach(thread -> Await.ended(thread, ring::claimed));
      assertThat(claims.get()).isEqualTo(end + 1);
      assertThat(claimed.stream().distinct().count()).isEqualTo(end + 1);
      assertThat(claimed).allMatch(sequence -> sequence <= end);
      assertThat(ring.claimed()).isEqualTo(end);
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
