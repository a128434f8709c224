package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers that say how far they came. */
@LeavesNoThread
class PartialHandlerTest {
  @Test
  void whatWasNotCompletedIsHandedAgainWithWhatHasCome() {
    List<String> calls = new ArrayList<>();
    Disruptor disruptor =
        Disruptor.singleProducer(16)
            .partialStage(
                "a",
                (lo, hi) -> {
                  calls.add(lo + ".." + hi);
                  return calls.size() == 1 ? lo : hi;
                })
            .polled()
            .start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      Recorder.publish(producer, 3);
      disruptor.step();
      Recorder.publish(producer, 1);
      disruptor.step();
    }
    assertThat(calls).containsExactly("0..2", "1..3");
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  @Tag("race")
  void everySequenceIsCompletedOnceHoweverItIsPortioned(Waits waits) {
    AtomicLong next = new AtomicLong();
    AtomicLong wrong = new AtomicLong();
    Recorder below = new Recorder();
    Disruptor disruptor =
        waits
            .ring(false, 16)
            .partialStage(
                "a",
                (lo, hi) -> {
                  if (lo != next.get()) {
                    wrong.incrementAndGet();
                  }
                  long done = Math.min(hi, lo + lo % 3);
                  next.set(done + 1);
                  return done;
                })
            .stage("below", below)
            .after("a")
            .start();
    try (disruptor) {
      Recorder.publish(disruptor.producer(), 400);
    }
    assertThat(wrong).hasValue(0);
    assertThat(below.sequences()).isEqualTo(Recorder.from(0, 399));
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void stalledHandlerIsAskedAgainWithoutAnyPublish(Waits waits) {
    AtomicLong calls = new AtomicLong();
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .partialStage("a", (lo, hi) -> calls.incrementAndGet() < 5 ? lo - 1 : hi)
            .start();
    Recorder.publish(disruptor.producer(), 1);
    Await.until(() -> disruptor.stage("a").completed() == 0, disruptor::snapshot);
    disruptor.close();
    assertThat(calls).hasValue(5);
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void wakeUpIsNeverLost(Waits waits) {
    AtomicLong allowed = new AtomicLong(-1);
    Disruptor disruptor =
        waits
            .ring(false, 64)
            .partialStage("a", (lo, hi) -> Math.max(lo - 1, Math.min(hi, allowed.get())))
            .start();
    Recorder.publish(disruptor.producer(), 40);
    for (long i = 0; i < 40; i++) {
      long upTo = i;
      allowed.set(upTo);
      disruptor.stage("a").wakeUp();
      Await.until(() -> disruptor.stage("a").completed() == upTo, disruptor::snapshot);
    }
    disruptor.close();
  }

  @Test
  void earlyReleaseFreesSlotsBeforeTheRestIsHandled() {
    Disruptor disruptor =
        Disruptor.singleProducer(4).partialStage("a", (lo, hi) -> lo).maxBatch(4).polled().start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      Recorder.publish(producer, 4);
      assertThat(producer.tryClaim(1)).isFalse();
      disruptor.step();
      assertThat(producer.tryClaim(1)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-3, 2, 100, Long.MAX_VALUE, Long.MIN_VALUE})
  void returnOutsideTheRangeIsAFailure(long returned) {
    Disruptor disruptor =
        Disruptor.singleProducer(8).partialStage("a", (lo, hi) -> returned).polled().start();
    Recorder.publish(disruptor.producer(), 2);
    assertThatThrownBy(disruptor::close)
        .isInstanceOf(DisruptorFailedException.class)
        .hasMessage("stage 'a' failed at sequence: 0 (range: 0..1)")
        .cause()
        .hasMessage("stage 'a' returned: " + returned + " (expected: -1..1)");
    assertThat(disruptor.stage("a").completed()).isEqualTo(-1);
  }

  @Test
  void returningNothingBehindHolesCompletesTheHoles() {
    long[] allowed = {-1};
    Disruptor disruptor =
        Disruptor.multiProducer(8)
            .partialStage("a", (lo, hi) -> Math.max(lo - 1, Math.min(hi, allowed[0])))
            .maxBatch(8)
            .polled()
            .start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      producer.claim(2);
      producer.discard();
      Recorder.publish(producer, 2);
      disruptor.step();
      assertThat(disruptor.stage("a").completed()).isLessThanOrEqualTo(1);
      assertThat(disruptor.stage("a").step()).isEqualTo(StepResult.STALLED);
      assertThat(disruptor.stage("a").completed()).isEqualTo(1);
      allowed[0] = 3;
    }
    assertThat(disruptor.stage("a").completed()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void stalledStageDoesNotDelayAHalt(Waits waits) {
    Disruptor disruptor = waits.ring(false, 8).partialStage("a", (lo, hi) -> lo - 1).start();
    Recorder.publish(disruptor.producer(), 1);
    Await.until(
        () -> disruptor.snapshot().stage("a").waiting() == StepResult.STALLED, disruptor::snapshot);
    disruptor.halt();
    disruptor.close();
    assertThat(disruptor.stage("a").completed()).isEqualTo(-1);
  }
}
