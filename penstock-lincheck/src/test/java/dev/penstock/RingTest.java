package dev.penstock;

import static dev.penstock.lincheck.Interleavings.alone;
import static dev.penstock.lincheck.Interleavings.check;
import static dev.penstock.lincheck.Interleavings.hold;
import static dev.penstock.lincheck.Interleavings.refute;
import static dev.penstock.lincheck.Interleavings.together;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Whole rings with polled stages: what is published is handed over once, in order, and whole. */
class RingTest {
  private static final int CAPACITY = 2;
  private static final String WRONG = "handed over";

  /** The application's own array, and what a stage has read from it. */
  private static final class Storage {
    final long[] slots;
    final long[] seen = new long[8];
    int count;

    Storage() {
      this(CAPACITY);
    }

    Storage(int capacity) {
      slots = new long[capacity];
    }

    void write(long sequence, long value) {
      slots[Disruptor.slot(sequence, slots.length)] = value;
    }

    void read(long lo, long hi) {
      for (long s = lo; s <= hi; s++) {
        seen[count++] = slots[Disruptor.slot(s, slots.length)];
      }
    }

    void checkSeen(long... expected) {
      long[] all = Arrays.copyOf(seen, count);
      check(Arrays.equals(all, expected), WRONG + ": " + Arrays.toString(all));
    }
  }

  /** A ring with one polled stage. */
  private static Disruptor reading(DisruptorBuilder builder, Storage storage) {
    return alone(() -> builder.stage("s", storage::read).polled().start());
  }

  private static boolean publish(Producer producer, Storage storage, long value) {
    if (!producer.tryClaim(1)) {
      return false;
    }
    storage.write(producer.claimed(), value);
    producer.publish(producer.claimed());
    return true;
  }

  private static void step(Disruptor ring, int times) {
    for (int i = 0; i < times; i++) {
      ring.step();
    }
  }

  @Test
  void oneProducerGoesRoundTheRing() {
    hold(
        40,
        () -> {
          Storage storage = new Storage();
          Disruptor ring = reading(Disruptor.singleProducer(CAPACITY), storage);
          Producer producer = ring.producer();
          int[] done = new int[1];
          together(
              () -> {
                for (int i = 1; i <= 4; i++) {
                  if (publish(producer, storage, done[0] + 1)) {
                    done[0]++;
                  }
                }
              },
              () -> step(ring, 3));
          step(ring, 4);
          storage.checkSeen(Arrays.copyOf(new long[] {1, 2, 3, 4}, done[0]));
        });
  }

  @Test
  void canarySlotWrittenBeforeItIsClaimed() {
    refute(
        2000,
        WRONG,
        () -> {
          Storage storage = new Storage();
          Disruptor ring = reading(Disruptor.singleProducer(CAPACITY), storage);
          Producer producer = ring.producer();
          int[] done = new int[1];
          together(
              () -> {
                for (int i = 1; i <= 4; i++) {
                  storage.write(done[0], done[0] + 1);
                  if (producer.tryClaim(1)) {
                    producer.publish(done[0]);
                    done[0]++;
                  }
                }
              },
              () -> step(ring, 3));
          step(ring, 4);
          storage.checkSeen(Arrays.copyOf(new long[] {1, 2, 3, 4}, done[0]));
        });
  }

  @Test
  void canarySlotWrittenAfterItIsPublished() {
    refute(
        2000,
        WRONG,
        () -> {
          Storage storage = new Storage();
          Disruptor ring = reading(Disruptor.multiProducer(CAPACITY), storage);
          Producer producer = ring.producer();
          together(
              () -> {
                producer.claim();
                producer.publish(0);
                storage.write(0, 1);
              },
              () -> step(ring, 2));
          step(ring, 2);
          storage.checkSeen(1);
        });
  }

  @Test
  void twoProducersShareTheRing() {
    hold(
        30,
        () -> {
          Storage storage = new Storage();
          Disruptor ring = reading(Disruptor.multiProducer(CAPACITY), storage);
          Producer one = ring.producer();
          Producer other = ring.producer();
          int[] done = new int[2];
          together(
              () -> {
                for (int i = 0; i < 2; i++) {
                  if (publish(one, storage, 10 + done[0] + 1)) {
                    done[0]++;
                  }
                }
              },
              () -> {
                if (other.tryClaim(2)) {
                  storage.write(other.claimed() - 1, 21);
                  storage.write(other.claimed(), 22);
                  other.publish(other.claimed());
                  done[1] = 2;
                }
              },
              () -> step(ring, 2));
          step(ring, 4);
          long last10 = 10;
          long last20 = 20;
          for (int i = 0; i < storage.count; i++) {
            long value = storage.seen[i];
            if (value == last10 + 1) {
              last10 = value;
            } else if (value == last20 + 1) {
              last20 = value;
            } else {
              check(false, WRONG + ": " + Arrays.toString(storage.seen));
            }
          }
          check(last10 == 10 + done[0] && last20 == 20 + done[1], WRONG + ": not all");
        });
  }

  /** The second claim expects the counter where the first has left it, and does not look. */
  @Test
  void aClaimThatGuessesTheCounterRacesAnother() {
    hold(
        30,
        () -> {
          Storage storage = new Storage(2 * CAPACITY);
          Disruptor ring = reading(Disruptor.multiProducer(2 * CAPACITY), storage);
          Producer one = ring.producer();
          Producer other = ring.producer();
          together(
              () -> {
                publish(one, storage, 1);
                long sequence = one.claim();
                storage.write(sequence, 2);
                one.publish(sequence);
              },
              () -> check(publish(other, storage, 3), "no room"),
              () -> step(ring, 1));
          step(ring, 3);
          Arrays.sort(storage.seen, 0, storage.count);
          storage.checkSeen(1, 2, 3);
        });
  }

  @Test
  void aDiscardRacesAPublishThroughTwoStages() {
    hold(
        30,
        () -> {
          Storage first = new Storage();
          Storage second = new Storage();
          Disruptor ring =
              alone(
                  () ->
                      Disruptor.multiProducer(CAPACITY)
                          .stage("first", first::read)
                          .polled()
                          .stage(
                              "second",
                              (lo, hi) -> System.arraycopy(first.seen, 0, second.seen, 0, 2))
                          .after("first")
                          .polled()
                          .start());
          Producer one = ring.producer();
          Producer other = ring.producer();
          together(
              () -> {
                one.claim();
                first.write(one.claimed(), -1);
                one.discard();
              },
              () -> {
                other.claim();
                first.write(other.claimed(), 1);
                other.publish(other.claimed());
              },
              () -> step(ring, 2));
          step(ring, 3);
          first.checkSeen(1);
          check(second.seen[0] == 1, WRONG + " to the second stage");
          check(ring.stage("second").completed() == 1, "not all completed");
        });
  }

  @Test
  void aJoinSeesWhatBothBranchesHaveDone() {
    hold(
        30,
        () -> {
          int[] marks = new int[2];
          int[] joined = new int[1];
          Disruptor ring =
              alone(
                  () ->
                      Disruptor.singleProducer(CAPACITY)
                          .stage("left", (lo, hi) -> marks[0]++)
                          .polled()
                          .stage("right", (lo, hi) -> marks[1]++)
                          .polled()
                          .stage(
                              "join",
                              (lo, hi) -> {
                                check(marks[0] == 1 && marks[1] == 1, WRONG + " too early");
                                joined[0]++;
                              })
                          .afterAll()
                          .polled()
                          .start());
          Producer producer = ring.producer();
          producer.publish(producer.claim());
          together(
              () -> ring.stage("left").step(),
              () -> ring.stage("right").step(),
              () -> ring.stage("join").step());
          ring.stage("join").step();
          check(joined[0] == 1, WRONG + " to the join: " + joined[0]);
        });
  }

  @Test
  void concurrentStepsHandOverOnce() {
    hold(
        30,
        () -> {
          Storage storage = new Storage();
          Disruptor ring = reading(Disruptor.singleProducer(CAPACITY), storage);
          Producer producer = ring.producer();
          storage.write(0, 1);
          storage.write(1, 2);
          producer.publish(producer.claim(2));
          Runnable stepping =
              () -> {
                try {
                  ring.step();
                } catch (IllegalStateException e) {
                  check(e.getMessage().contains("one step at a time"), e.getMessage());
                }
              };
          together(stepping, stepping);
          step(ring, 2);
          storage.checkSeen(1, 2);
        });
  }

  @Test
  void canaryStepsThatDoNotEnter() {
    refute(
        2000,
        WRONG,
        () -> {
          Storage storage = new Storage();
          Disruptor ring = reading(Disruptor.singleProducer(CAPACITY), storage);
          Producer producer = ring.producer();
          storage.write(0, 1);
          storage.write(1, 2);
          producer.publish(producer.claim(2));
          Runnable stepping = () -> ring.stage("s").stepEntered();
          together(stepping, stepping);
          step(ring, 2);
          storage.checkSeen(1, 2);
        });
  }

  /** A claim that is discarded twice is discarded under the one that has its slot by then. */
  @Test
  void twoThreadsCloseTheHandleOfOneThatHasEnded() {
    hold(
        30,
        () -> {
          Storage storage = new Storage();
          Disruptor ring = reading(Disruptor.multiProducer(CAPACITY), storage);
          Producer abandoned = ring.producer();
          Producer other = ring.producer();
          together(abandoned::claim);
          int[] done = new int[1];
          together(
              abandoned::close,
              () -> {
                abandoned.close();
                step(ring, 1);
                for (int i = 0; i < 2; i++) {
                  if (publish(other, storage, done[0] + 1)) {
                    done[0]++;
                  }
                }
              });
          step(ring, 3);
          storage.checkSeen(Arrays.copyOf(new long[] {1, 2}, done[0]));
        });
  }

  @Test
  void productionIsHandedOnToAnotherThread() {
    hold(
        30,
        () -> {
          Storage storage = new Storage();
          Disruptor ring = reading(Disruptor.singleProducer(CAPACITY), storage);
          Producer first = ring.producer();
          together(
              () -> {
                publish(first, storage, 1);
                first.close();
              },
              () -> {
                Producer second;
                try {
                  second = ring.producer();
                } catch (IllegalStateException e) {
                  return; // not yet
                }
                publish(second, storage, 2);
              },
              () -> step(ring, 1));
          step(ring, 2);
          check(storage.seen[0] == 1, WRONG + ": " + storage.seen[0]);
          check(storage.count == 1 || storage.seen[1] == 2, WRONG + ": " + storage.seen[1]);
        });
  }
}
