package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a wait learns about yielding. */
class PatienceTest {
  private static final long SLICE_NANOS = 1_000_000;

  private final Patience patience = new Patience();
  private final Progress source = new Progress();

  private void waste() {
    assertThat(patience.wasted(SLICE_NANOS, source, 0)).isTrue();
  }

  private int waitsWithoutYields() {
    int waits = 0;
    while (patience.yields() == 0) {
      waits++;
    }
    return waits;
  }

  @Test
  void yieldsAreHalvedByEachWaitThatSlept() {
    for (int yields : new int[] {16, 8, 4, 2, 2}) {
      assertThat(patience.yields()).isEqualTo(yields);
      patience.yielded(false);
    }
  }

  @Test
  void yieldsAreDoubledByEachWaitThatTheyEnded() {
    for (int i = 0; i < 3; i++) {
      patience.yielded(false);
    }
    for (int yields : new int[] {2, 4, 8, 16, 16}) {
      assertThat(patience.yields()).isEqualTo(yields);
      patience.yielded(true);
    }
  }

  @Test
  void aYieldShorterThanASliceIsNoWaste() {
    assertThat(patience.wasted(SLICE_NANOS - 1, source, 0)).isFalse();
    assertThat(waitsWithoutYields()).isZero();
  }

  @Test
  void aYieldThatFindsAStreamIsNoWaste() {
    source.complete(249);
    assertThat(patience.wasted(SLICE_NANOS, source, 0)).isTrue();
    source.complete(250); // one in four microseconds
    assertThat(patience.wasted(SLICE_NANOS, source, 0)).isFalse();
    assertThat(patience.wasted(SLICE_NANOS, source, 1)).isTrue();
  }

  @Test
  void afterEachWasteTwiceAsManyWaitsDoNotYield() {
    for (int waits = 1; waits <= 1024; waits *= 2) {
      waste();
      assertThat(waitsWithoutYields()).isEqualTo(waits);
    }
    waste();
    assertThat(waitsWithoutYields()).isEqualTo(1024);
  }

  @Test
  void afterEachWaitThatYieldingEndedHalfAsMany() {
    waste();
    waste();
    waste();
    assertThat(waitsWithoutYields()).isEqualTo(4);
    patience.yielded(false); // says nothing about who else has work
    patience.yielded(true);
    waste();
    assertThat(waitsWithoutYields()).isEqualTo(4);
    for (int i = 0; i < 9; i++) {
      patience.yielded(true);
    }
    waste();
    assertThat(waitsWithoutYields()).isEqualTo(1);
  }
}
