package dev.penstock.sequence;

import static dev.penstock.lincheck.Interleavings.check;
import static dev.penstock.lincheck.Interleavings.hold;
import static dev.penstock.lincheck.Interleavings.refute;
import static dev.penstock.lincheck.Interleavings.together;

import org.junit.jupiter.api.Test;

/** A revoked limit stays revoked, whatever a refresh was just doing. */
class LimitTest {
  private static final String GIVEN_BACK = "the limit was given back";

  private static final class Handle {
    final RingState state = new RingState();
    final Progress leaf = new Progress();
    final Gate gate = new Gate(4, leaf);
    final Claims claims = new Claims(-1, 8);
    final Limit limit = new Limit(gate, state, claims);

    Handle() {
      state.advance(RingState.NEW, RingState.RUNNING);
    }

    /** As the lifecycle does it. */
    void stop(int to) {
      state.stop(to);
      limit.revoke();
    }

    void checkRevoked() {
      check(claims.limitOpaque() == Long.MIN_VALUE, GIVEN_BACK);
    }
  }

  @Test
  void aRefreshNeverOverwritesARevocation() {
    hold(
        150,
        () -> {
          Handle handle = new Handle();
          together(
              () -> {
                int seen = handle.limit.refresh();
                check(seen == RingState.RUNNING || seen == RingState.FAILED, "state: " + seen);
              },
              () -> handle.stop(RingState.FAILED));
          handle.checkRevoked();
        });
  }

  @Test
  void twoStoppersAndProgressMayMeetARefresh() {
    hold(
        80,
        () -> {
          Handle handle = new Handle();
          together(
              () -> {
                handle.limit.refresh();
                handle.limit.refresh();
              },
              () -> {
                handle.leaf.complete(0);
                handle.stop(RingState.FAILED);
              },
              () -> handle.stop(RingState.HALTED));
          handle.checkRevoked();
        });
  }

  @Test
  void canaryRefreshThatDoesNotLookAtTheStateAgain() {
    refute(
        2000,
        GIVEN_BACK,
        () -> {
          Handle handle = new Handle();
          together(
              () -> {
                if (RingState.acceptsClaims(handle.state.getVolatile())) {
                  handle.claims.setLimitRelease(handle.gate.limit());
                }
              },
              () -> handle.stop(RingState.FAILED));
          handle.checkRevoked();
        });
  }

  @Test
  void canaryRevocationBeforeTheStateIsChanged() {
    refute(
        2000,
        GIVEN_BACK,
        () -> {
          Handle handle = new Handle();
          together(
              handle.limit::refresh,
              () -> {
                handle.limit.revoke();
                handle.state.stop(RingState.FAILED);
              });
          handle.checkRevoked();
        });
  }
}
