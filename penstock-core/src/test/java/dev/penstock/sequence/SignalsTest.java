package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalsTest {
  private final Signals signals = new Signals();

  @Test
  void nobodyIsAddedToASourceThatIsNeverFenced() {
    assertThat(signals.enabled()).isFalse();
    assertThatThrownBy(signals::add)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("signals: disabled (expected: enabled when built)");
  }

  @Test
  void signallingNobodyIsHarmless() {
    signals.enable();
    assertThat(signals.enabled()).isTrue();
    signals.signal(0, 7);
  }

  @Test
  void everyRecordWhoseTargetIsCoveredIsSignalledAndNoOther() {
    signals.enable();
    WakeUp covered = signals.add();
    WakeUp beyond = signals.add();
    Thread me = Thread.currentThread();
    covered.arm(me, 5);
    beyond.arm(me, 9);
    takePermit();

    signals.signal(3, 4);
    assertThat(permitThere()).as("below both").isFalse();
    signals.signal(5, 8);
    assertThat(permitThere()).as("covers the first").isTrue();
    signals.signal(5, 8);
    assertThat(permitThere()).as("its target was taken").isFalse();
    signals.signal(9, 9);
    assertThat(permitThere()).as("covers the second").isTrue();
  }

  @Test
  void aRecordThatIsDisarmedOrRemovedIsNotSignalled() {
    signals.enable();
    WakeUp disarmed = signals.add();
    WakeUp removed = signals.add();
    disarmed.arm(Thread.currentThread(), 5);
    disarmed.disarm();
    removed.arm(Thread.currentThread(), 5);
    signals.remove(removed);
    takePermit();
    signals.signal(0, 10);
    assertThat(permitThere()).isFalse();
  }

  @Test
  void nobodyIsSignalledWhileAllAreMuted() {
    signals.enable();
    WakeUp one = signals.add();
    WakeUp other = signals.add();
    Thread me = Thread.currentThread();
    one.arm(me, 5);
    other.arm(me, 6);
    takePermit();

    one.mute();
    one.mute();
    signals.signalListeners(5, 5);
    assertThat(permitThere()).as("the other one listens").isTrue();
    other.mute();
    signals.signalListeners(6, 6);
    assertThat(permitThere()).as("nobody listens").isFalse();
    one.arm(me, 7);
    signals.signalListeners(6, 6);
    assertThat(permitThere()).as("one listens again").isTrue();
    signals.signalListeners(7, 7);
    assertThat(permitThere()).isTrue();
  }

  @Test
  void aRecordThatIsRemovedNoLongerListens() {
    signals.enable();
    WakeUp removed = signals.add();
    WakeUp muted = signals.add();
    muted.arm(Thread.currentThread(), 5);
    muted.mute();
    signals.remove(removed);
    takePermit();
    signals.signalListeners(5, 5);
    assertThat(permitThere()).isFalse();
  }

  @Test
  void whoTakesTheTargetOfAStreamMutesTheRecordAsWell() {
    signals.enable();
    WakeUp record = signals.add();
    Thread me = Thread.currentThread();
    record.mute();
    for (long t = 5; t < 7; t++) { // two turns of one sleep
      record.arm(me, t);
      assertThat(somebodyListens(signals)).as("it waits").isTrue();
      signals.signalListeners(t, t);
      assertThat(permitThere()).isTrue();
      assertThat(somebodyListens(signals)).as("it is taken").isFalse();
      record.parked();
    }
    record.disarm();
    assertThat(somebodyListens(signals)).as("its wait is over").isFalse();

    record.arm(me, 7);
    signals.signalListeners(7, 7);
    assertThat(permitThere()).isTrue();
    assertThat(somebodyListens(signals)).as("no stream since the last wait").isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoSleptInAStreamIsAwakeInItWithoutASignalToo(boolean parks) {
    signals.enable();
    WakeUp record = signals.add();
    for (int i = 0; i < 2; i++) {
      record.mute();
      record.arm(Thread.currentThread(), 5);
      if (parks) {
        record.parked();
      }
      assertThat(somebodyListens(signals)).as("within the wait").isTrue();
      record.disarm();
      assertThat(somebodyListens(signals)).as("behind it").isFalse();
    }
  }

  /** Whether a signal is sent at all: it then takes the target of a record that is muted. */
  static boolean somebodyListens(Signals signals) {
    WakeUp probe = signals.add();
    probe.arm(Thread.currentThread(), Long.MAX_VALUE >> 2);
    probe.mute();
    takePermit();
    signals.signalListeners(Long.MAX_VALUE >> 2, Long.MAX_VALUE >> 2);
    return permitThere();
  }

  @Test
  void aSignalMayBeMissedUntilTheOneSignallerHasTakenTheTarget() {
    signals.enable();
    WakeUp record = signals.add();
    assertThat(record.mayMiss()).as("never muted").isFalse();
    record.mute();
    assertThat(mayMissAfter(record, 5, 5)).as("in a stream").isTrue();
    assertThat(mayMissAfter(record, 5, 6)).as("another one's target").isTrue();
    assertThat(mayMissAfter(record, 5, 5)).isFalse();
    record.mute();
    assertThat(record.mayMiss()).as("muted anew").isTrue();
  }

  @Test
  void aSignalMayBeMissedForGoodWhereThereAreSeveralSignallers() {
    signals.enable();
    signals.signalledBySeveral();
    WakeUp record = signals.add();
    record.mute();
    for (int i = 0; i < 3; i++) {
      assertThat(mayMissAfter(record, 5, 5)).isTrue();
    }
  }

  private boolean mayMissAfter(WakeUp record, long target, long signalled) {
    record.arm(Thread.currentThread(), target);
    signals.signalListeners(signalled, signalled);
    record.parked();
    record.disarm();
    return record.mayMiss();
  }

  @Test
  void aRecordIsArmedAnewForALaterTarget() {
    signals.enable();
    WakeUp record = signals.add();
    record.arm(Thread.currentThread(), 5);
    record.arm(Thread.currentThread(), 6);
    takePermit();
    signals.signal(5, 5);
    assertThat(permitThere()).as("no longer its target").isFalse();
    signals.signal(6, 6);
    assertThat(permitThere()).isTrue();
  }

  static void takePermit() {
    LockSupport.parkNanos(1);
  }

  /**
   * A park with a permit returns at once; without one it passes its time, short of spurious ends.
   */
  static boolean permitThere() {
    long nanos = 200_000_000; // longer than a busy machine keeps a thread from its processor
    long since = System.nanoTime();
    LockSupport.parkNanos(nanos);
    return System.nanoTime() - since < nanos;
  }
}
