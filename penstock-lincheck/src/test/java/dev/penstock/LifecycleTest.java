package dev.penstock;

import static dev.penstock.lincheck.Interleavings.HUNG;
import static dev.penstock.lincheck.Interleavings.alone;
import static dev.penstock.lincheck.Interleavings.check;
import static dev.penstock.lincheck.Interleavings.hold;
import static dev.penstock.lincheck.Interleavings.join;
import static dev.penstock.lincheck.Interleavings.realParks;
import static dev.penstock.lincheck.Interleavings.refute;
import static dev.penstock.lincheck.Interleavings.shortenSpins;
import static dev.penstock.lincheck.Interleavings.together;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Calls that end a ring, against each other and against producers and stages. */
class LifecycleTest {
  private static final String APART = "stages ended apart";
  private static final String INSIDE = "inside the stage";
  private static final String SLIPPED = "a claim slipped past the end";

  private static StageBuilder ring(boolean several, RangeHandler left, RangeHandler right) {
    DisruptorBuilder builder = several ? Disruptor.multiProducer(2) : Disruptor.singleProducer(2);
    return builder
        .claimGrace(Duration.ZERO)
        .stage("left", left)
        .polled()
        .stage("right", right)
        .polled();
  }

  /** Claims and publishes one; the sequence, or -1 when the claim was refused. */
  private static long publishOne(Producer producer) {
    long sequence;
    try {
      sequence = producer.claim();
    } catch (ClaimRefusedException | DisruptorFailedException e) {
      return -1;
    }
    producer.publish(sequence);
    return sequence;
  }

  private static void checkRefused(Producer producer) {
    try {
      producer.tryClaim(1);
    } catch (ClaimRefusedException | DisruptorFailedException e) {
      return;
    }
    check(false, SLIPPED);
  }

  /** When all is over: a new handle gets nothing. */
  private static void checkRefusesAll(Disruptor ring) {
    alone(
        () -> {
          checkRefused(ring.producer());
          return ring;
        });
  }

  /** Fills the ring with a handle that is then closed: a handle belongs to one thread. */
  private static void publishAndClose(Disruptor ring, int events) {
    alone(
        () -> {
          try (Producer producer = ring.producer()) {
            producer.publish(producer.claim(events));
            return ring;
          }
        });
  }

  private static void closeRacesPublish(boolean several) {
    int[] handled = new int[2];
    Disruptor ring =
        alone(() -> ring(several, (lo, hi) -> handled[0]++, (lo, hi) -> handled[1]++).start());
    Producer producer = ring.producer();
    together(() -> publishOne(producer), ring::close);
    check(handled[0] == handled[1], APART);
    check(ring.stage("left").completed() == ring.stage("right").completed(), APART);
    check(ring.state() == DisruptorState.TERMINATED, "state: " + ring.state());
    producer.close();
    checkRefusesAll(ring);
  }

  @Test
  void aPublishThatRacesCloseIsHandledByAllOrNone() {
    hold(30, () -> closeRacesPublish(false));
  }

  @Test
  void aPublishOfSeveralProducersThatRacesCloseIsHandledByAllOrNone() {
    hold(30, () -> closeRacesPublish(true));
  }

  @Test
  void closeAndHaltRaceAndBothReturn() {
    hold(
        30,
        () -> {
          int[] handled = new int[2];
          Disruptor ring =
              alone(() -> ring(true, (lo, hi) -> handled[0]++, (lo, hi) -> handled[1]++).start());
          publishAndClose(ring, 1);
          together(ring::close, ring::halt);
          DisruptorState last = ring.state();
          check(
              last == DisruptorState.HALTED || last == DisruptorState.TERMINATED, "state: " + last);
          check(last != DisruptorState.TERMINATED || (handled[0] == 1 && handled[1] == 1), APART);
          checkRefusesAll(ring);
        });
  }

  @Test
  void twoClosesBothWaitForTheEnd() {
    hold(
        30,
        () -> {
          Disruptor ring = alone(() -> ring(false, (lo, hi) -> {}, (lo, hi) -> {}).start());
          publishOne(ring.producer());
          Runnable closing =
              () -> {
                ring.close();
                check(ring.state() == DisruptorState.TERMINATED, "close returned early");
              };
          together(closing, closing);
        });
  }

  @Test
  void startRacesClose() {
    hold(
        30,
        () -> {
          int[] callbacks = new int[2];
          Disruptor ring =
              alone(
                  () ->
                      Disruptor.singleProducer(2)
                          .stage("s", (lo, hi) -> {})
                          .onStart(() -> callbacks[0]++)
                          .onStop(() -> callbacks[1]++)
                          .polled()
                          .build());
          publishOne(ring.producer());
          together(
              () -> {
                try {
                  ring.start();
                } catch (IllegalStateException e) {
                  check(e.getMessage().contains("expected: NEW"), e.getMessage());
                }
              },
              ring::close);
          check(ring.stage("s").completed() == 0, "published before close, not handled");
          check(callbacks[0] == 1 && callbacks[1] == 1, "callbacks");
        });
  }

  @Test
  void closeWaitsForAStageThatItsCallerHasSteppedAndAnotherThreadIsAt() {
    hold(
        40,
        () -> {
          Disruptor ring =
              alone(() -> Disruptor.singleProducer(2).stage("s", (lo, hi) -> {}).polled().start());
          together(
              () -> {
                stepUnlessBusy(ring);
                ring.close();
                check(ring.state() == DisruptorState.TERMINATED, "close returned early");
              },
              () -> stepUnlessBusy(ring));
        });
  }

  /** What the close above asks before it waits. */
  @Test
  void aThreadThatHasLeftAStageIsNotTakenToBeInsideIt() {
    hold(
        100,
        () -> {
          Stage stage =
              alone(
                  () ->
                      Disruptor.singleProducer(2)
                          .stage("s", (lo, hi) -> {})
                          .polled()
                          .start()
                          .stage("s"));
          Runnable visit =
              () -> {
                if (stage.enter()) {
                  check(stage.holdsCurrentThread(), INSIDE);
                  stage.leave();
                }
                check(!stage.holdsCurrentThread(), INSIDE);
              };
          together(visit, visit);
        });
  }

  @Test
  void canaryBusyFlagAndDriverInTwoSteps() {
    refute(
        2000,
        INSIDE,
        () -> {
          AtomicBoolean busy = new AtomicBoolean();
          AtomicReference<Thread> driver = new AtomicReference<>();
          Runnable visit =
              () -> {
                Thread me = Thread.currentThread();
                if (busy.compareAndSet(false, true)) {
                  driver.set(me);
                  busy.set(false);
                }
                check(!(driver.get() == me && busy.get()), INSIDE);
              };
          together(visit, visit);
        });
  }

  private static void stepUnlessBusy(Disruptor ring) {
    try {
      ring.step();
    } catch (IllegalStateException e) {
      check(e.getMessage().contains("one step at a time"), e.getMessage());
    }
  }

  @Test
  void canaryEveryPublishIsThoughtHandled() {
    refute(
        1000,
        "not handled",
        () -> {
          int[] handled = new int[2];
          Disruptor ring =
              alone(() -> ring(true, (lo, hi) -> handled[0]++, (lo, hi) -> handled[1]++).start());
          Producer producer = ring.producer();
          long[] published = new long[1];
          together(() -> published[0] = publishOne(producer), ring::close);
          check(handled[0] == handled[1], APART);
          check(handled[0] == published[0] + 1, "not handled");
        });
  }

  @Test
  void aClaimThatComesAfterHaltIsRefused() {
    hold(
        40,
        () -> {
          Disruptor ring = alone(() -> ring(true, (lo, hi) -> {}, (lo, hi) -> {}).start());
          Producer producer = ring.producer();
          Producer other = ring.producer();
          publishAndClose(ring, 1);
          AtomicBoolean halted = new AtomicBoolean();
          together(
              () -> {
                boolean late = halted.get();
                check(publishOne(producer) < 0 || !late, SLIPPED);
              },
              () -> {
                ring.halt();
                halted.set(true);
                checkRefused(other);
              });
          checkRefusesAll(ring);
        });
  }

  @Test
  void canaryClaimThoughtRefusedWhileHaltIsUnderWay() {
    refute(
        1000,
        SLIPPED,
        () -> {
          Disruptor ring = alone(() -> ring(true, (lo, hi) -> {}, (lo, hi) -> {}).start());
          publishAndClose(ring, 1);
          Producer producer = ring.producer();
          AtomicBoolean halting = new AtomicBoolean();
          together(
              () -> {
                boolean late = halting.get();
                check(publishOne(producer) < 0 || !late, SLIPPED);
              },
              () -> {
                halting.set(true);
                ring.halt();
              });
        });
  }

  @Test
  void ofTwoFailuresOneIsFirstAndTheOtherIsKept() {
    hold(
        30,
        () -> {
          Disruptor ring =
              ring(
                      false,
                      (lo, hi) -> {
                        throw new IllegalArgumentException("left");
                      },
                      (lo, hi) -> {
                        throw new IllegalArgumentException("right");
                      })
                  .start();
          publishOne(ring.producer());
          AtomicInteger thrown = new AtomicInteger();
          together(
              () -> stepFailing(ring, "left", thrown), () -> stepFailing(ring, "right", thrown));
          check(thrown.get() == 2, "told: " + thrown);
          try {
            ring.close();
            check(false, "closed without a word");
          } catch (DisruptorFailedException e) {
            String first = e.getCause().getMessage();
            check(first.equals("left") || first.equals("right"), "cause: " + first);
            for (Throwable later : e.getSuppressed()) {
              check(!first.equals(later.getMessage()), "suppressed: " + later);
            }
          }
        });
  }

  private static void stepFailing(Disruptor ring, String stage, AtomicInteger thrown) {
    try {
      ring.stage(stage).step();
    } catch (DisruptorFailedException e) {
      check(e.getCause() != null, "no cause");
      thrown.incrementAndGet();
    }
  }

  @Test
  void aStageThatFailsEndsAClaimThatWaits() {
    hold(
        30,
        () ->
            failureRacesClaim(
                (lo, hi) -> {
                  throw new IllegalArgumentException("broken");
                }));
  }

  @Test
  void canaryFailureThatNobodyIsTold() {
    refute(1000, HUNG, () -> failureRacesClaim((lo, hi) -> lo - 1));
  }

  /** The ring is full; one thread waits for room, and the stage that could make it fails. */
  private static void failureRacesClaim(PartialHandler handler) {
    realParks();
    Disruptor ring =
        alone(
            () ->
                Disruptor.singleProducer(2)
                    .waitStrategy(WaitStrategy.blocking())
                    .partialStage("s", handler)
                    .polled()
                    .start());
    publishAndClose(ring, 2);
    Producer producer = ring.producer();
    shortenSpins(producer);
    together(
        () -> {
          try {
            producer.claim();
            check(false, SLIPPED);
          } catch (DisruptorFailedException e) {
            check(e.getCause() instanceof IllegalArgumentException, "cause: " + e.getCause());
          }
        },
        () -> {
          try {
            ring.step();
          } catch (DisruptorFailedException e) {
            check(e.getCause() instanceof IllegalArgumentException, "cause: " + e.getCause());
          }
        });
  }

  @Test
  void aClaimOnAFullRingIsWokenByTheLastStage() {
    hold(30, () -> roomRacesClaim(2));
  }

  @Test
  void canaryLastStageThatDoesNotGoFarEnough() {
    refute(1000, HUNG, () -> roomRacesClaim(1));
  }

  private static void roomRacesClaim(int steps) {
    realParks();
    Disruptor ring =
        alone(
            () ->
                Disruptor.multiProducer(2)
                    .waitStrategy(WaitStrategy.blocking())
                    .stage("s", (lo, hi) -> {})
                    .maxBatch(1)
                    .polled()
                    .start());
    publishAndClose(ring, 2);
    Producer one = ring.producer();
    Producer other = ring.producer();
    shortenSpins(one);
    shortenSpins(other);
    together(
        () -> publishOne(one),
        () -> publishOne(other),
        () -> {
          for (int i = 0; i < steps; i++) {
            ring.step();
          }
        });
  }

  @Test
  void aStageThreadIsWokenByPublishAndEndedByHalt() {
    hold(20, () -> stageThread(true));
  }

  @Test
  void canaryStageThreadThatNobodyEnds() {
    refute(500, HUNG, () -> stageThread(false));
  }

  private static void stageThread(boolean halts) {
    realParks();
    Thread[] thread = new Thread[1];
    AtomicInteger handled = new AtomicInteger();
    Disruptor ring =
        alone(
            () ->
                Disruptor.singleProducer(2)
                    .waitStrategy(WaitStrategy.blocking())
                    .threads(runnable -> thread[0] = new Thread(runnable))
                    .stage("s", (lo, hi) -> handled.addAndGet((int) (hi - lo) + 1))
                    .build());
    shortenSpins(ring.stage("s").waiter);
    Producer producer = ring.producer();
    ring.start();
    producer.publish(producer.claim());
    while (handled.get() == 0) {
      Thread.onSpinWait();
    }
    if (halts) {
      ring.halt();
    }
    join(thread[0]);
    check(ring.stage("s").hasEnded(), "not ended");
  }
}
