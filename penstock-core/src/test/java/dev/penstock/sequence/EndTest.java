package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.penstock.Await;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EndTest {
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  private final RingState state = new RingState();
  private final MultiSequencer sequencer = new MultiSequencer(8);
  private final Progress left = new Progress();
  private final Progress right = new Progress();

  private End draining(long graceNanos) {
    return draining(sequencer, graceNanos);
  }

  private End draining(Sequencer sequencer, long graceNanos) {
    End end = new End(state, sequencer, graceNanos, left, right);
    end.openGrace();
    state.advance(RingState.NEW, RingState.DRAINING);
    return end;
  }

  private void publish(long lo, long hi) {
    assertThat(sequencer.claim(lo - 1, hi)).isTrue();
    sequencer.publish(lo, hi);
  }

  @Test
  void isNotFixedAtFirst() {
    End end = draining(0);
    assertThat(end.fixed()).isFalse();
    assertThat(end.get()).isEqualTo(-1);
  }

  @Test
  void stagesAgreeOnTheHighestThatAnyHasSeen() {
    End end = draining(HOUR);
    assertThat(end.agree(3)).isEqualTo(3);
    assertThat(end.agree(1)).as("below what another has seen").isEqualTo(1);
    assertThat(end.agree(5)).isEqualTo(5);
    assertThat(end.get()).isEqualTo(5);
    assertThat(end.fixed()).isFalse();
  }

  @Test
  void isNotFixedBeforeEveryFirstStageHasAcknowledged() {
    publish(0, 3);
    End end = draining(0);
    assertThat(end.tryFix()).isFalse();
    end.acknowledge();
    assertThat(end.tryFix()).isFalse();
    assertThat(end.fixed()).isFalse();
    end.acknowledge();
    assertThat(end.tryFix()).isTrue();
    assertThat(end.get()).isEqualTo(3);
  }

  @Test
  void isFixedInADrainingRingOnly() {
    End end = new End(state, sequencer, 0, left);
    end.openGrace();
    end.acknowledge();
    assertThat(end.tryFix()).isFalse();
    state.advance(RingState.NEW, RingState.RUNNING);
    assertThat(end.tryFix()).isFalse();
    assertThat(end.fixed()).isFalse();
    assertThat(sequencer.claim(-1, 0)).as("nor is anything sealed").isTrue();
    state.stop(RingState.HALTED);
    assertThat(end.tryFix()).isFalse();
  }

  @Test
  void isFixedOnceAndMovesTheStateOn() {
    publish(0, 2);
    End end = acknowledged(draining(HOUR));
    assertThat(end.tryFix()).isTrue();
    assertThat(state.get()).isEqualTo(RingState.ENDING);
    assertThat(end.fixed()).isTrue();
    assertThat(end.tryFix()).as("somebody else has moved it").isFalse();
    assertThat(end.get()).isEqualTo(2);
  }

  @Test
  void aClaimThatIsUnpublishedHasTheGrace() {
    publish(0, 2);
    assertThat(sequencer.claim(2, 4)).isTrue();
    End end = acknowledged(draining(HOUR));
    assertThat(end.tryFix()).isFalse();
    sequencer.publish(3, 4);
    assertThat(end.tryFix()).isTrue();
    assertThat(end.get()).isEqualTo(4);
  }

  @Test
  void aClaimThatIsDiscardedHoldsNobodyUp() {
    assertThat(sequencer.claim(-1, 4)).isTrue();
    End end = acknowledged(draining(HOUR));
    sequencer.discard(0, 4);
    assertThat(end.tryFix()).isTrue();
    assertThat(end.get()).isEqualTo(4);
  }

  @Test
  void whenTheGraceIsOverTheEndIsTheFirstHole() {
    publish(0, 2);
    assertThat(sequencer.claim(2, 6)).isTrue();
    sequencer.publish(5, 6);
    End end = acknowledged(draining(0));
    assertThat(end.tryFix()).isTrue();
    assertThat(end.get()).isEqualTo(2);
  }

  @Test
  void noClaimSucceedsBehindTheEnd() {
    publish(0, 2);
    End end = acknowledged(draining(0));
    long seen = sequencer.claimCounter();
    assertThat(end.tryFix()).isTrue();
    assertThat(sequencer.claim(seen, seen + 1)).isFalse();
  }

  @Test
  void noClaimOfASingleProducerPassesItsLimitOnceItsThreadIsLookedAt() {
    SingleSequencer single = new SingleSequencer(8);
    Claims handle = new Claims(Sequence.NONE, 8);
    AtomicInteger looks = new AtomicInteger();
    single.handOver(
        handle,
        () -> {
          assertThat(handle.limitOpaque()).isEqualTo(Limit.REVOKED);
          looks.incrementAndGet();
          return false;
        });
    handle.setLimitRelease(8);
    assertThat(acknowledged(draining(single, HOUR)).tryFix()).isTrue();
    assertThat(looks).hasValue(2);
  }

  @Test
  void aSingleProducersThreadIsNotLookedAtWhenTheGraceIsOver() {
    SingleSequencer single = new SingleSequencer(8);
    Claims handle = new Claims(Sequence.NONE, 8);
    single.handOver(handle, () -> fail("stopped"));
    handle.setLimitRelease(8);
    assertThat(acknowledged(draining(single, 0)).tryFix()).isTrue();
    assertThat(handle.limitOpaque()).isEqualTo(Limit.REVOKED);
  }

  @Test
  void isNeverBelowWhatAStageHasAgreedTo() {
    publish(0, 6);
    End end = draining(0);
    assertThat(end.agree(6)).isEqualTo(6);
    acknowledged(end);
    assertThat(end.tryFix()).isTrue();
    assertThat(end.get()).isEqualTo(6);
  }

  @Test
  void isNeverBelowWhatAStageHasCompletedBeforeItAcknowledged() {
    publish(0, 6);
    left.complete(6); // in a batch that began before the ring was draining
    End end = acknowledged(draining(0));
    assertThat(end.tryFix()).isTrue();
    assertThat(end.get()).isEqualTo(6);
  }

  @Test
  void nothingIsHandedOverBeyondAFixedEnd() {
    publish(0, 2);
    assertThat(sequencer.claim(2, 4)).isTrue();
    End end = acknowledged(draining(0));
    assertThat(end.tryFix()).isTrue();
    sequencer.publish(3, 4); // too late
    assertThat(end.agree(4)).isEqualTo(2);
    assertThat(end.agree(1)).isEqualTo(1);
  }

  @Test
  void theScanGoesOnWhereSlotsWrap() {
    publish(0, 5);
    left.complete(5);
    publish(6, 12); // slots 6, 7, 0 .. 4
    End end = acknowledged(draining(0));
    assertThat(end.published()).isEqualTo(12);
    assertThat(end.tryFix()).isTrue();
    assertThat(end.get()).isEqualTo(12);
  }

  @Test
  void anEmptyRingEndsWithNothing() {
    End end = acknowledged(draining(HOUR));
    assertThat(end.tryFix()).isTrue();
    assertThat(end.get()).isEqualTo(-1);
    assertThat(end.agree(3)).isEqualTo(-1);
  }

  @Test
  void aSingleProducersEndWaitsForItsClaim() {
    SingleSequencer single = new SingleSequencer(8);
    End end = new End(state, single, HOUR, left);
    end.openGrace();
    state.advance(RingState.NEW, RingState.DRAINING);
    end.acknowledge();
    Claims claims = new Claims(Sequence.NONE, 8);
    single.handOver(claims, () -> false);
    claims.setOpenPlain(claims.idle() + ~3);
    claims.setPublishedRelease(1);
    assertThat(end.tryFix()).isFalse();
    claims.setOpenRelease(claims.idle()); // discards the rest
    assertThat(end.tryFix()).isTrue();
    assertThat(end.get()).isEqualTo(1);
  }

  /**
   * Two first stages that race each other and the one that fixes the end stop at the same place.
   */
  @Test
  @Tag("race")
  void everyFirstStageStopsAtTheSameEnd() throws Exception {
    for (int round = 0; round < 600; round++) {
      RingState ring = new RingState();
      MultiSequencer source = new MultiSequencer(64);
      Progress[] first = {new Progress(), new Progress()};
      End end = new End(ring, source, 0, first);
      end.openGrace();
      ring.advance(RingState.NEW, RingState.DRAINING);
      source.claim(-1, 40);
      CyclicBarrier together = new CyclicBarrier(2);
      Thread other = new Thread(() -> drain(together, ring, source, end, first[1]), "other");
      other.start();
      for (long s = 0; s < 20; s++) {
        source.publish(s, s);
      }
      drain(together, ring, source, end, first[0]);
      Await.ended(other, end::get);
      assertThat(first[0].get()).isEqualTo(end.get()).isEqualTo(first[1].get());
    }
  }

  private static void drain(
      CyclicBarrier together, RingState state, Sequencer source, End end, Progress mine) {
    try {
      together.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    end.acknowledge();
    long since = System.nanoTime();
    while (state.get() == RingState.DRAINING || mine.own() < end.get()) {
      if (System.nanoTime() - since > Await.DEADLINE.toNanos()) {
        throw new AssertionError("completed " + mine.own() + ", end: " + end.get());
      }
      long next = mine.own() + 1;
      long hi = end.agree(source.available(next, next));
      if (hi >= next) {
        mine.complete(hi);
      } else {
        end.tryFix();
      }
    }
  }

  private static End acknowledged(End end) {
    end.acknowledge();
    end.acknowledge();
    return end;
  }
}
