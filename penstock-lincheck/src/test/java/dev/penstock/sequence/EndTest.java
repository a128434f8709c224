package dev.penstock.sequence;

import static dev.penstock.lincheck.Interleavings.check;
import static dev.penstock.lincheck.Interleavings.hold;
import static dev.penstock.lincheck.Interleavings.refute;
import static dev.penstock.lincheck.Interleavings.together;

import org.junit.jupiter.api.Test;

/** All first stages of a closing ring stop at the same sequence. */
class EndTest {
  private static final String APART = "stages ended apart";

  /** Two first stages as a step drives them, one batch of one sequence at a time. */
  private static class Ring {
    final RingState state = new RingState();
    final MultiSequencer sequencer = new MultiSequencer(4);
    final Progress left = new Progress();
    final Progress right = new Progress();
    final End end;

    Ring(boolean waitsForAcknowledgements) {
      end =
          waitsForAcknowledgements
              ? new End(state, sequencer, 0, left, right)
              : new End(state, sequencer, 0);
      state.advance(RingState.NEW, RingState.RUNNING);
    }

    void close() {
      end.openGrace();
      state.advance(RingState.RUNNING, RingState.DRAINING);
      sequencer.seal();
      end.tryFix();
    }

    /** Claims one sequence, unless the counter is sealed, and publishes it. */
    void produce() {
      long seen = sequencer.claimCounter();
      if (seen < 4 && sequencer.claim(seen, seen + 1)) {
        sequencer.publish(seen + 1, seen + 1);
      }
    }

    long agreed(long hi) {
      return end.agree(hi);
    }

    void drive(Progress stage) {
      boolean acknowledged = false;
      while (true) {
        int seen = state.get();
        if (seen != RingState.RUNNING && !acknowledged) {
          acknowledged = true;
          end.acknowledge();
        }
        if (seen == RingState.ENDING && stage.own() >= end.get()) {
          return;
        }
        long next = stage.own() + 1;
        long hi = sequencer.available(next, next);
        if (seen != RingState.RUNNING) {
          hi = agreed(hi);
        }
        if (hi >= next) {
          stage.complete(hi);
        } else if (seen == RingState.DRAINING) {
          end.tryFix();
        }
      }
    }

    /** Drives for a few looks, as a stage does that is then held up. */
    void drive(Progress stage, int looks) {
      for (int i = 0; i < looks; i++) {
        int seen = state.get();
        long next = stage.own() + 1;
        long hi = sequencer.available(next, next);
        if (seen != RingState.RUNNING) {
          return;
        }
        if (hi >= next) {
          stage.complete(hi);
        }
      }
    }

    void checkTogether() {
      check(
          left.own() == right.own() && left.own() == end.get(),
          APART + ": " + left.own() + ", " + right.own() + ", the end: " + end.get());
    }
  }

  @Test
  void stagesEndTogetherWhileAPublishAndACloseRace() {
    hold(
        60,
        () -> {
          Ring ring = new Ring(true);
          together(
              () -> ring.drive(ring.left),
              () -> ring.drive(ring.right),
              ring::produce,
              ring::close);
          ring.checkTogether();
        });
  }

  @Test
  void aStageAgreesBeforeItGoesOn() {
    hold(100, () -> drainingStage(new Ring(true)));
  }

  @Test
  void canaryStageThatGoesOnWithoutAgreeing() {
    refute(2000, APART, () -> drainingStage(new Careless()));
  }

  /** The end is fixed beside a stage that drains and a publish that comes late. */
  private static void drainingStage(Ring ring) {
    ring.sequencer.claim(-1, 0);
    ring.end.acknowledge(); // for the stage on the right, which stands still
    together(() -> ring.drive(ring.left), ring::close, () -> ring.sequencer.publish(0, 0));
    check(ring.left.own() == ring.end.get(), APART + ": " + ring.left.own());
  }

  /** Stages that hand over what they see published, wherever the end is. */
  private static final class Careless extends Ring {
    Careless() {
      super(true);
    }

    @Override
    long agreed(long hi) {
      return hi;
    }
  }

  @Test
  void theEndIsFixedOnceHoweverManyTry() {
    hold(
        80,
        () -> {
          Ring ring = new Ring(true);
          ring.produce();
          ring.end.openGrace();
          ring.state.advance(RingState.RUNNING, RingState.DRAINING);
          ring.end.acknowledge();
          int[] moved = new int[3];
          together(
              () -> {
                ring.end.acknowledge();
                moved[0] = ring.end.tryFix() ? 1 : 0;
              },
              () -> moved[1] = ring.end.tryFix() ? 1 : 0,
              () -> {
                long hi = ring.agreed(0);
                check(hi == 0, "agreed: " + hi);
                moved[2] = ring.end.tryFix() ? 1 : 0;
              });
          int all = moved[0] + moved[1] + moved[2];
          check(all == 1, "moved on: " + all + " times");
          check(ring.end.fixed() && ring.end.get() == 0, "end: " + ring.end.get());
        });
  }

  @Test
  void acknowledgementsKeepTheEndBehindNobody() {
    hold(150, () -> lateStage(true));
  }

  @Test
  void canaryEndFixedWithoutAcknowledgements() {
    refute(2000, APART, () -> lateStage(false));
  }

  /** A stage that has seen the ring run looks, while its end is fixed before a late publish. */
  private static void lateStage(boolean waitsForAcknowledgements) {
    Ring ring = new Ring(waitsForAcknowledgements);
    ring.sequencer.claim(-1, 0);
    together(
        () -> {
          ring.drive(ring.left, 1);
          if (waitsForAcknowledgements) {
            ring.end.acknowledge();
            ring.end.acknowledge();
          }
        },
        ring::close,
        () -> ring.sequencer.publish(0, 0));
    ring.end.tryFix();
    check(ring.end.fixed(), "the end is open");
    check(ring.left.own() <= ring.end.get(), APART + ": " + ring.left.own());
  }

  @Test
  void canaryEndReadByEachStageForItself() {
    refute(
        4000,
        APART,
        () -> {
          Ring ring = new Ring(true);
          long[] stopped = new long[2];
          together(
              () -> {
                ring.state.advance(RingState.RUNNING, RingState.DRAINING);
                stopped[0] = ring.sequencer.available(0, 0);
              },
              () -> {
                ring.state.advance(RingState.RUNNING, RingState.DRAINING);
                stopped[1] = ring.sequencer.available(0, 0);
              },
              ring::produce);
          check(stopped[0] == stopped[1], APART);
        });
  }
}
