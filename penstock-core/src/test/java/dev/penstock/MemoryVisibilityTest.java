package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The four edges, on plain arrays of the application's own: publish to handler, stage to stage,
 * last use of a slot to its next lap, handler to whoever waits for the end.
 */
@Tag("race")
class MemoryVisibilityTest {
  private static final int CAPACITY = 8;
  private static final int EVENTS = 60_000;

  private final long[] published = new long[CAPACITY];
  private final long[] derived = new long[CAPACITY];
  private final AtomicInteger wrong = new AtomicInteger();
  private long count; // plain: written by the last stage only

  /** Each stage checks what it must see, and spoils what only the next lap may make good. */
  private Disruptor chain(boolean multi) {
    DisruptorBuilder builder =
        multi ? Disruptor.multiProducer(CAPACITY) : Disruptor.singleProducer(CAPACITY);
    return builder
        .stage("derive", this::derive)
        .stage("left", (lo, hi) -> check(lo, hi))
        .after("derive")
        .stage("right", (lo, hi) -> check(lo, hi))
        .after("derive")
        .stage("spoil", this::spoil)
        .after("left", "right")
        .start();
  }

  private void derive(long lo, long hi) {
    for (long s = lo; s <= hi; s++) {
      int slot = Disruptor.slot(s, CAPACITY);
      if (published[slot] != s) {
        wrong.incrementAndGet();
      }
      derived[slot] = -s;
    }
  }

  private void check(long lo, long hi) {
    for (long s = lo; s <= hi; s++) {
      int slot = Disruptor.slot(s, CAPACITY);
      if (published[slot] != s || derived[slot] != -s) {
        wrong.incrementAndGet();
      }
    }
  }

  private void spoil(long lo, long hi) {
    check(lo, hi);
    for (long s = lo; s <= hi; s++) {
      int slot = Disruptor.slot(s, CAPACITY);
      published[slot] = Long.MIN_VALUE;
      derived[slot] = Long.MIN_VALUE;
      count++;
    }
  }

  private void produce(Producer producer, int events) {
    for (int left = events; left > 0; ) {
      int n = Math.min(left, 1 + left % 3);
      long hi = producer.claim(n);
      for (long s = hi - n + 1; s <= hi; s++) {
        int slot = producer.slot(s);
        boolean fresh = published[slot] == Long.MIN_VALUE && derived[slot] == Long.MIN_VALUE;
        if (s >= CAPACITY && !fresh) {
          wrong.incrementAndGet(); // the last stage has not been at this slot, or not visibly
        }
        published[slot] = s;
      }
      producer.publish(hi);
      left -= n;
    }
  }

  private void run(Disruptor disruptor, int producers) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < producers; i++) {
      Producer mine = disruptor.producer("feed-" + i);
      threads.add(new Thread(() -> produce(mine, EVENTS / producers), "feed-" + i));
    }
    threads.forEach(Thread::start);
    threads.forEach(thread -> Await.ended(thread, disruptor::snapshot));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatWasWrittenBeforeAPublishIsSeenByEveryStageAndItsReadsPrecedeTheNextLap(boolean multi) {
    Disruptor disruptor = chain(multi);
    run(disruptor, multi ? 2 : 1);
    disruptor.close();
    assertThat(wrong).hasValue(0);
    assertThat(count).as("effects of handlers happen-before the return of close").isEqualTo(EVENTS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void effectsOfHandlersHappenBeforeTheReturnOfAwaitQuiescence(boolean multi) throws Exception {
    Disruptor disruptor = chain(multi);
    Producer producer = disruptor.producer();
    for (int i = 1; i <= 500; i++) {
      long s = producer.claim();
      published[producer.slot(s)] = s;
      producer.publish(s);
      assertThat(disruptor.awaitQuiescence(Await.DEADLINE)).as("%s", disruptor.snapshot()).isTrue();
      assertThat(count).isEqualTo(i);
    }
    disruptor.close();
    assertThat(wrong).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void effectsOfHandlersHappenBeforeTheReturnOfShutdown(boolean multi) {
    Disruptor disruptor = chain(multi);
    run(disruptor, 1);
    Snapshot result = disruptor.shutdown(Await.DEADLINE);
    assertThat(count).as("%s", result).isEqualTo(EVENTS);
    assertThat(wrong).hasValue(0);
  }
}
