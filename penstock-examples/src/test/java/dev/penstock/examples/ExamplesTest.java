package dev.penstock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.Disruptor;
import dev.penstock.DisruptorFailedException;
import dev.penstock.DisruptorState;
import dev.penstock.Producer;
import dev.penstock.Snapshot;
import dev.penstock.ring.ReferenceRing;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExamplesTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private static List<String> strings(int n) {
    return IntStream.range(0, n).mapToObj(i -> "message " + i).toList();
  }

  private static List<Order> orders(int n) {
    return IntStream.range(0, n).mapToObj(i -> new Order().set("client " + i, i, 1)).toList();
  }

  @Test
  void bothStagesOfTheFirstRingSeeEveryTrade() {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      FirstRing.main(new String[0]);
    } finally {
      System.setOut(before);
    }
    assertThat(printed.toString(UTF_8).strip()).isEqualTo("turnover 212100, volume 5050");
  }

  @Test
  void theRingDeliversWhatTheQueueDelivered() throws InterruptedException {
    List<String> lines = strings(5_000); // several laps
    List<String> byQueue = new ArrayList<>();
    List<String> byRing = new ArrayList<>();
    QueueReplacement.withQueue(lines, byQueue::add);
    QueueReplacement.withRing(lines, byRing::add);
    assertThat(byQueue).isEqualTo(lines);
    assertThat(byRing).isEqualTo(lines);
  }

  @Test
  void theRingThatReplacesAQueueThrowsWhatItsWorkerThrew() {
    IllegalStateException thrown = new IllegalStateException("disk full");
    assertThatThrownBy(
            () ->
                QueueReplacement.withRing(
                    strings(5_000), // more than the ring holds, so that claims are woken too
                    line -> {
                      throw thrown;
                    }))
        .isInstanceOf(DisruptorFailedException.class)
        .hasCause(thrown);
  }

  @Test
  void ownObjects() {
    List<Long> prices = new ArrayList<>();
    OwnObjects.run(
        new long[] {40, 41, 42}, (order, sequence, endOfBatch) -> prices.add(order.price));
    assertThat(prices).containsExactly(40L, 41L, 42L);
  }

  @Test
  void ordersAreAuditedAndBookedAndThenCleared() {
    List<String> audited = new ArrayList<>();
    List<Long> booked = new ArrayList<>();
    var ring =
        Orders.run(
            orders(3_000),
            (order, seq, last) -> audited.add(order.client),
            (order, seq, last) -> booked.add(order.price));
    assertThat(audited).isEqualTo(orders(3_000).stream().map(order -> order.client).toList());
    assertThat(booked).isEqualTo(LongStream.range(0, 3_000).boxed().toList());
    assertThat(LongStream.range(0, ring.capacity()).mapToObj(s -> ring.get(s).client))
        .containsOnly("");
  }

  @Test
  void ownArraysReachEveryStage() {
    long[] sums = new long[3];
    OwnArrays.run(
        5_000,
        (price, quantity, from, count) -> sums[0] += count,
        (price, quantity, from, count) -> sums[1] += (long) quantity[from + count - 1] * count,
        (price, quantity, lo, hi) -> {
          for (long s = lo; s <= hi; s++) {
            sums[2] += price[Disruptor.slot(s, OwnArrays.CAPACITY)];
          }
        });
    assertThat(sums).containsExactly(5_000, 7 * 5_000L, 5_000 * 42L + 5_000L * 4_999 / 2);
  }

  @Test
  void eachTickIsInASlotOfItsOwn() {
    int several = 3 * Ticks.CAPACITY + 100; // laps
    long expected = several * (several - 1L) / 2;
    assertThat(Ticks.emptied(several)).isEqualTo(expected);
    assertThat(Ticks.interleaved(several)).isEqualTo(expected);
  }

  @Test
  void theLastStageOfADiamondSeesWhatBothSidesDid() {
    List<String> report = new ArrayList<>();
    String picture = Diamond.run(List.of(" to be ", "or not"), report);
    assertThat(report).containsExactly("2 words, 5 characters", "2 words, 6 characters");
    assertThat(picture).startsWith("flowchart LR").contains("s1 --> s3", "s2 --> s3");
  }

  @Test
  void severalProducersLoseNothing() throws InterruptedException {
    assertThat(SeveralProducers.run(3, 10_000)).isEqualTo(3 * 10_000L * 10_001 / 2);
  }

  @Test
  void aBatchWhoseSourceThrowsIsSeenByNobody() {
    PrimitiveIterator.OfLong source =
        new PrimitiveIterator.OfLong() {
          private long next;

          @Override
          public boolean hasNext() {
            return next < 40;
          }

          @Override
          public long nextLong() {
            if (next++ == 20) {
              throw new NumberFormatException("20");
            }
            return next - 1;
          }
        };
    // 0..15 are a batch, 16..19 are given up with what failed behind them, 21..36 and 37..39 are
    // two
    assertThat(Batches.run(source))
        .isEqualTo(LongStream.range(0, 40).sum() - (16 + 17 + 18 + 19 + 20));
  }

  @Test
  void claimsWaitForEverOrForAWhileOrNotAtAll() throws InterruptedException {
    long[] values = new long[2];
    try (Disruptor disruptor = Disruptor.singleProducer(2).stage("s", (lo, hi) -> {}).build();
        Producer producer = disruptor.producer()) {
      Claims.put(producer, values, 1);
      assertThat(Claims.offer(producer, values, 2)).isTrue();
      assertThat(Claims.offer(producer, values, 3)).isFalse();
      assertThat(Claims.offer(producer, values, 3, Duration.ofMillis(1))).isFalse();
      disruptor.start();
      assertThat(Claims.offer(producer, values, 3, LONG)).isTrue();
    }
    assertThat(values).containsExactly(3, 2);
  }

  @Test
  void eachStageFollowsItsOwnErrorPolicy() {
    List<String> lost = new ArrayList<>();
    List<Long> tried = new ArrayList<>();
    List<Long> mailed = new ArrayList<>();
    List<Long> displayed = new ArrayList<>();
    Snapshot result =
        ErrorPolicies.run(
            orders(10),
            (order, seq, last) -> {
              if (seq == 3) {
                tried.add(seq);
                throw new IllegalArgumentException("bad order");
              }
            },
            (order, seq, last) -> {
              if (seq == 5) {
                throw new IllegalArgumentException("bad address");
              }
              mailed.add(seq);
            },
            (order, seq, last) -> {
              if (seq == 7) {
                throw new IllegalArgumentException("no display");
              }
              displayed.add(seq);
            },
            (lo, hi) -> {
              throw new IllegalStateException("archive is offline");
            },
            lost);
    assertThat(lost).containsExactly("enrich 3: java.lang.IllegalArgumentException: bad order");
    assertThat(tried).containsExactly(3L, 3L, 3L);
    assertThat(mailed).containsExactly(0L, 1L, 2L, 3L, 4L, 6L, 7L, 8L, 9L);
    assertThat(displayed).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(result.state()).isEqualTo(DisruptorState.TERMINATED);
    assertThat(result.completed()).isEqualTo(9);
    assertThat(result.stage("display").detached()).isTrue();
    assertThat(result.stage("archive").failures()).isPositive();
  }

  @Test
  void aPartialHandlerIsHandedAgainWhatItDidNotComplete() {
    assertThat(PartialBatches.run(strings(10), 4)).isEqualTo(strings(10));
  }

  @Test
  void aGatheringStageInsertsInLargeBatches() {
    List<Integer> inserts = Gathering.run(120, LONG);
    assertThat(inserts.stream().mapToInt(n -> n).sum()).isEqualTo(120);
    assertThat(inserts.subList(0, inserts.size() - 1)).allMatch(n -> n >= 50);
  }

  @Test
  void anEventLoopDrivesItsStagesInOrder() {
    List<String> applied = EventLoop.run(new ArrayDeque<>(strings(9)));
    assertThat(applied).hasSize(18);
    for (String message : strings(9)) {
      assertThat(applied).containsSubsequence("log " + message, "apply " + message);
    }
  }

  @Test
  void aShutdownThatIsInTimeLeavesNothing() {
    List<String> log = new ArrayList<>();
    Snapshot result = ShutdownLimit.run((lo, hi) -> {}, 3, LONG, log);
    assertThat(result.state()).as(result.toString()).isEqualTo(DisruptorState.TERMINATED);
    assertThat(result.unprocessed()).isZero();
    assertThat(log).isEmpty();
  }

  @Test
  void aShutdownAtItsLimitInterruptsTheHandlerAndCountsWhatIsLeft() {
    List<String> log = new ArrayList<>();
    CountDownLatch never = new CountDownLatch(1);
    ShutdownLimit.run((lo, hi) -> never.await(), 3, Duration.ofMillis(20), log);
    assertThat(log).containsExactly("HALTED, unprocessed: 3");
  }

  @Test
  void aShutdownNamesTheHandlerThatIsStuck() throws InterruptedException {
    AtomicReference<Thread> stuck = new AtomicReference<>();
    List<String> log = new ArrayList<>();
    CountDownLatch released = new CountDownLatch(1);
    Snapshot result =
        ShutdownLimit.run(
            (lo, hi) -> {
              stuck.set(Thread.currentThread());
              awaitUninterruptibly(released);
            },
            3,
            Duration.ofMillis(20),
            log);
    released.countDown();
    stuck.get().join(LONG.toMillis());
    assertThat(stuck.get().isAlive()).isFalse();
    assertThat(log).hasSize(2).last().asString().startsWith("remote is stuck at ");
    assertThat(result.stage("remote").thread()).isEqualTo("orders-remote");
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // looks again: this handler is one that does not listen
      }
    }
  }

  @Test
  void aFailureIsInTheResultOfAShutdown() {
    List<String> log = new ArrayList<>();
    IllegalStateException thrown = new IllegalStateException("refused");
    Snapshot result =
        ShutdownLimit.run(
            (lo, hi) -> {
              throw thrown;
            },
            1,
            LONG,
            log);
    assertThat(result.failure().orElseThrow()).hasCause(thrown);
    assertThat(log)
        .containsExactly("FAILED, unprocessed: 1", "stage 'remote' failed at sequence: 0");
  }

  @Test
  void metricsTellLagFromBacklog() {
    assertThat(Metrics.run())
        .containsEntry("published", 5L)
        .containsEntry("journal.lag", 0L)
        .containsEntry("match.lag", 5L)
        .containsEntry("match.backlog", 5L)
        .containsEntry("match.failures", 0L)
        .containsEntry("held up by stage 'match'", 1L);
  }

  @Test
  void slotsForgetTheirReferences() {
    List<Integer> sizes = new ArrayList<>();
    List<byte[]> stored = new ArrayList<>();
    ReferenceRing<byte[]> ring =
        ForgettingReferences.run(
            List.of(new byte[1], new byte[2]),
            (packet, seq, last) -> sizes.add(packet.length),
            (packet, seq, last) -> stored.add(packet));
    assertThat(sizes).containsExactly(1, 2);
    assertThat(stored).hasSize(2);
    assertThat(ring.get(0)).isNull();
    assertThat(ring.get(1)).isNull();
  }

  @Test
  void eachStageWaitsInItsOwnWay() {
    assertThat(WaitStrategies.run((lo, hi) -> {}, (lo, hi) -> {}, (lo, hi) -> {}))
        .contains("'match' after the producers, busySpin")
        .contains("'journal' after the producers, blocking.coalescing")
        .contains("'statistics' after the producers, backoff(PT0.001S)");
  }
}
