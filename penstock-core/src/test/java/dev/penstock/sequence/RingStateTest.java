package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RingStateTest {
  private final RingState state = new RingState();

  @Test
  void movesOnOnlyFromTheExpectedState() {
    assertThat(state.get()).isEqualTo(RingState.NEW);
    assertThat(state.advance(RingState.RUNNING, RingState.DRAINING)).isFalse();
    assertThat(state.advance(RingState.NEW, RingState.RUNNING)).isTrue();
    assertThat(state.advance(RingState.NEW, RingState.RUNNING)).isFalse();
    assertThat(state.getVolatile()).isEqualTo(RingState.RUNNING);
  }

  @Test
  void stopIsReachedFromEveryStateWithSomethingLeftToDo() {
    for (int from = RingState.NEW; from < RingState.TERMINATED; from++) {
      RingState there = new RingState();
      there.advance(RingState.NEW, from);
      assertThat(there.stop(RingState.HALTED)).isEqualTo(from);
      assertThat(there.get()).isEqualTo(RingState.HALTED);
    }
  }

  @Test
  void nothingLeavesAStateThatIsOver() {
    for (int from = RingState.TERMINATED; from <= RingState.HALTED; from++) {
      RingState there = new RingState();
      there.advance(RingState.NEW, from);
      assertThat(there.stop(RingState.FAILED)).isEqualTo(from);
      assertThat(there.get()).isEqualTo(from);
    }
  }

  @Test
  void claimsAreAcceptedUntilTheRingCloses() {
    assertThat(RingState.acceptsClaims(RingState.NEW)).isTrue();
    assertThat(RingState.acceptsClaims(RingState.RUNNING)).isTrue();
    for (int s = RingState.DRAINING; s <= RingState.HALTED; s++) {
      assertThat(RingState.acceptsClaims(s)).isFalse();
    }
  }

  @Test
  void onlyFailureAndHaltStopTheStages() {
    for (int s = RingState.NEW; s <= RingState.TERMINATED; s++) {
      assertThat(RingState.stopped(s)).isFalse();
    }
    assertThat(RingState.stopped(RingState.FAILED)).isTrue();
    assertThat(RingState.stopped(RingState.HALTED)).isTrue();
  }
}
