package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.Await;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SequenceTest {
  @Test
  void holdsItsInitialValue() {
    assertThat(new Sequence(Sequence.NONE).getPlain()).isEqualTo(-1);
    assertThat(new Sequence(42)).hasToString("42");
  }

  @Test
  void everyModeReadsWhatEveryModeWrote() {
    Sequence sequence = new Sequence(0);
    sequence.setPlain(1);
    assertReads(sequence, 1);
    sequence.setOpaque(2);
    assertReads(sequence, 2);
    sequence.setRelease(3);
    assertReads(sequence, 3);
    sequence.setVolatile(4);
    assertReads(sequence, 4);
  }

  private static void assertReads(Sequence sequence, long value) {
    assertThat(sequence.getPlain()).isEqualTo(value);
    assertThat(sequence.getOpaque()).isEqualTo(value);
    assertThat(sequence.getAcquire()).isEqualTo(value);
    assertThat(sequence.getVolatile()).isEqualTo(value);
  }

  @Test
  void compareAndSetMovesOnlyFromTheExpectedValue() {
    Sequence sequence = new Sequence(5);
    assertThat(sequence.compareAndSet(4, 9)).isFalse();
    assertThat(sequence.getPlain()).isEqualTo(5);
    assertThat(sequence.compareAndSet(5, 9)).isTrue();
    assertThat(sequence.getPlain()).isEqualTo(9);
  }

  @Test
  void raiseToNeverLowers() {
    Sequence sequence = new Sequence(5);
    sequence.raiseTo(3);
    assertThat(sequence.getPlain()).isEqualTo(5);
    sequence.raiseTo(8);
    assertThat(sequence.getPlain()).isEqualTo(8);
  }

  @Test
  void raiseToKeepsTheHighestOfMany() throws Exception {
    Sequence sequence = new Sequence(Sequence.NONE);
    AtomicLong lowered = new AtomicLong();
    Runnable raise =
        () -> {
          for (long i = 0; i < 100_000; i++) {
            long candidate = i ^ Thread.currentThread().getId() % 2;
            sequence.raiseTo(candidate);
            if (sequence.getVolatile() < candidate) {
              lowered.incrementAndGet();
            }
          }
        };
    Thread one = new Thread(raise, "one");
    Thread two = new Thread(raise, "two");
    one.start();
    two.start();
    Await.ended(one, () -> sequence);
    Await.ended(two, () -> sequence);
    assertThat(lowered).hasValue(0);
    assertThat(sequence.getVolatile()).isEqualTo(99_999);
  }
}
