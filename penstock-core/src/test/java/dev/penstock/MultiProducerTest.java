package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract with several producers, and what it takes several to show. */
class MultiProducerTest extends ProducerContract {
  @Override
  DisruptorBuilder ring(int capacity) {
    return Disruptor.multiProducer(capacity);
  }

  private Thread start(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.start();
    return thread;
  }

  @Test
  void eachHandleHasAClaimOfItsOwn() {
    Producer other = ring.producer("feed-2");
    assertThat(producer.claim(2)).isEqualTo(1);
    assertThat(other.claim(2)).isEqualTo(3);
    other.publish(3);
    assertThat(ring.stage.step()).isEqualTo(StepResult.UNPUBLISHED);
    producer.publish(1);
    ring.drain();
    assertThat(ring.handled).containsExactly(upTo(3));
  }

  @Test
  void aHandleThatHasClaimedAloneGoesOnBehindWhatOthersHaveClaimed() {
    publish(3); // the last of them knew where the counter was
    Producer other = ring.producer("feed-2");
    assertThat(other.claim()).isEqualTo(3);
    assertThat(producer.claim()).isEqualTo(4);
    producer.publish(4);
    assertThat(producer.claim()).isEqualTo(5);
    producer.publish(5);
    ring.drain();
    assertThat(ring.handled).as("3 is unpublished").containsExactly(upTo(2));
    assertThat(ring.stage.step()).isEqualTo(StepResult.UNPUBLISHED);
    other.publish(3);
    ring.drain();
    assertThat(ring.handled).containsExactly(upTo(5));
  }

  @Test
  void aHandleSeesThatOthersHaveFilledTheRing() {
    publish(1); // has a limit of its own now
    Producer other = ring.producer("feed-2");
    SteppedRing.fill(other);
    assertThat(producer.tryClaim(1)).isFalse();
    assertThat(producer.remaining()).isZero();
    assertThat(ring.disruptor.snapshot().claimed()).isEqualTo(CAPACITY - 1);
  }

  @Test
  void aHandleThatHasBeenAsideFindsTheRoomThatThereIs() {
    publish(1);
    Producer other = ring.producer("feed-2");
    for (int lap = 0; lap < 5; lap++) {
      SteppedRing.fill(other);
      ring.drain();
    }
    assertThat(producer.tryClaim(CAPACITY)).isTrue();
  }

  @Test
  void theClaimCounterNeverRunsPastTheCapacityHoweverManyHammerIt() {
    AtomicLong claims = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Producer mine = ring.producer("hammer-" + i);
      threads.add(
          start(
              "hammer-" + i,
              () -> {
                for (int tries = 0; tries < 20_000; tries++) {
                  if (mine.tryClaim(1)) {
                    claims.incrementAndGet();
                    mine.publish(mine.claimed());
                  }
                }
              }));
    }
    while (threads.stream().anyMatch(Thread::isAlive)) {
      assertThat(ring.disruptor.snapshot().claimed()).isLessThan(CAPACITY);
    }
    threads.forEach(thread -> Await.ended(thread, ring::toString));
    assertThat(claims).hasValue(CAPACITY);
    assertThat(ring.disruptor.snapshot().claimed()).isEqualTo(CAPACITY - 1);
  }

  private static boolean tryClaim(Producer producer, boolean timed) {
    try {
      return timed ? producer.tryClaim(1, Duration.ZERO) : producer.tryClaim(1);
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts it", e);
    }
  }

  /**
   * Two producers share a ring of two slots, and neither claims before its last event is completed:
   * so there is always room, and both must find it, however many races they lose.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("race")
  void tryClaimNeverSaysFullBecauseItLostARace(boolean timed) {
    int events = 30_000;
    SteppedRing small = new SteppedRing(ring(2));
    AtomicBoolean wrong = new AtomicBoolean();
    Producer other = small.producer("other");
    Thread thread =
        start(
            "other",
            () -> {
              for (int i = 0; i < events && !wrong.get(); i++) {
                if (!tryClaim(other, timed)) {
                  wrong.set(true);
                  return;
                }
                other.publish(other.claimed());
                while (small.stage.completed() < other.claimed() && !wrong.get()) {
                  Thread.onSpinWait();
                }
              }
            });
    Producer mine = small.producer("mine");
    while (thread.isAlive() && !wrong.get()) {
      if (tryClaim(mine, timed)) {
        mine.publish(mine.claimed());
      } else {
        wrong.set(true);
      }
      while (small.stage.completed() < mine.claimed()) {
        small.stage.step();
      }
      small.ranges.clear();
      small.handled.clear();
    }
    long last = mine.claimed();
    Await.ended(thread, small::toString);
    assertThat(wrong).as("full, though never, around event %s: %s", last, small).isFalse();
    small.close();
  }

  @Test
  @Tag("race")
  void everyProducersEventsKeepTheirOrderAndNoneIsLostOrDoubled() {
    int each = 50_000;
    long[] from = new long[CAPACITY];
    long[] number = new long[CAPACITY];
    long[] next = new long[3];
    AtomicBoolean wrong = new AtomicBoolean();
    Disruptor several =
        ring(CAPACITY)
            .stage(
                "count",
                (lo, hi) -> {
                  for (long s = lo; s <= hi; s++) {
                    int slot = Disruptor.slot(s, CAPACITY);
                    if (next[(int) from[slot]]++ != number[slot]) {
                      wrong.set(true);
                    }
                  }
                })
            .start();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int id = i;
      Producer mine = several.producer("feed-" + i);
      threads.add(
          start(
              "feed-" + i,
              () -> {
                for (long k = 0; k < each; ) {
                  int n = (int) Math.min(1 + k % 3, each - k);
                  long hi = mine.claim(n);
                  for (long s = hi - n + 1; s <= hi; s++) {
                    from[mine.slot(s)] = id;
                    number[mine.slot(s)] = k++;
                  }
                  mine.publish(hi);
                }
              }));
    }
    threads.forEach(thread -> Await.ended(thread, several::snapshot));
    several.close();
    assertThat(wrong).isFalse();
    assertThat(next).containsExactly(each, each, each);
  }

  @Test
  @Tag("race")
  void aPublishConcurrentWithCloseIsProcessedOrTheClaimIsRefused() {
    for (int round = 0; round < 200; round++) {
      SteppedRing closing = new SteppedRing(ring(64));
      AtomicLong published = new AtomicLong();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Producer mine = closing.producer("feed-" + i);
        threads.add(
            start(
                "feed-" + i,
                () -> {
                  try {
                    while (true) {
                      mine.publish(mine.claim());
                      published.incrementAndGet();
                    }
                  } catch (ClaimRefusedException e) {
                    return; // as it must end
                  }
                }));
      }
      Await.until(() -> published.get() > 20, closing::toString);
      closing.disruptor.close();
      threads.forEach(thread -> Await.ended(thread, closing::toString));
      assertThat(closing.handled).hasSize((int) published.get());
    }
  }
}
