package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.Await;
import java.lang.invoke.VarHandle;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * No wake-up is lost: many thousands of hand-overs whose waits have no time limit. One that is lost
 * stops the test, which then says where.
 */
@Timeout(120)
class WakeUpTest {
  private static final int HAND_OVERS = 40_000;
  private static final long SEED = Long.getLong("penstock.seed", 7);

  private final RingState state = new RingState();
  private final AtomicReference<Throwable> thrown = new AtomicReference<>();

  private static Waiter blocking(RingState state) {
    return new Waiter(new WaitSpec(WaitSpec.Kind.BLOCKING, 0, false), state);
  }

  private Thread start(String name, Runnable body) {
    Thread thread =
        new Thread(
            () -> {
              try {
                body.run();
              } catch (Throwable t) {
                thrown.set(t);
              }
            },
            name);
    thread.setDaemon(true); // one that sleeps for ever must not hold the build up
    thread.start();
    return thread;
  }

  /** Waits around the time after which a waiter goes to sleep, now shorter, now longer. */
  private static void delay(SplittableRandom random) {
    int spins = random.nextInt(random.nextInt(1, 1_500));
    for (int i = 0; i < spins; i++) {
      Thread.onSpinWait();
    }
  }

  private void await(Source source, WakeUp record, Waiter waiter, long t) {
    Waiter.Outcome outcome = waiter.await(source, record, t, RingState.NEW, Waiter.FOREVER, false);
    assertThat(outcome).isEqualTo(Waiter.Outcome.REACHED);
  }

  @Test
  @Tag("race")
  void noHandOverBetweenTwoStagesIsLost() {
    Progress ping = new Progress();
    converse(ping, ping::complete, (record, random) -> {});
  }

  /** A source that one thread releases and signals, and whose waiter mutes its record. */
  private static final class Muted extends Source {
    private final Sequence completed = new Sequence(Sequence.NONE);

    @Override
    public boolean reached(long t) {
      return completed.getAcquire() >= t;
    }

    void complete(long hi) {
      completed.setRelease(hi);
      signals().signalListeners(hi, hi);
    }
  }

  /**
   * Waits in which the record was muted have a time limit, until the target of an ordinary wait has
   * been taken; all that follow have none. However they end, the source counts right who listens.
   */
  @Test
  @Tag("race")
  void noHandOverIsLostWhereTheWaiterMutesNowAndThen() {
    Muted ping = new Muted();
    Sequence untimed = new Sequence(0);
    AtomicReference<WakeUp> muted = new AtomicReference<>();
    converse(
        ping,
        ping::complete,
        (record, random) -> {
          if (random.nextInt(8) == 0) {
            record.mute();
            muted.set(record);
          }
          if (muted.get() != null && !record.mayMiss()) {
            untimed.setPlain(untimed.getPlain() + 1);
          }
        });
    assertThat(untimed.getPlain()).as("waits without a time limit").isPositive();
    muted.get().mute();
    assertThat(SignalsTest.somebodyListens(ping.signals())).as("count").isFalse();
  }

  /** One thread completes ping and waits for pong, the other one answers. */
  private void converse(
      Source ping, LongConsumer complete, BiConsumer<WakeUp, SplittableRandom> beforeEachWait) {
    Progress pong = new Progress();
    ping.signals().enable();
    pong.signals().enable();
    WakeUp onPing = ping.signals().add();
    WakeUp onPong = pong.signals().add();
    Sequence asked = new Sequence(Sequence.NONE);
    Thread answers =
        start(
            "answers",
            () -> {
              SplittableRandom random = new SplittableRandom(SEED);
              Waiter waiter = blocking(state);
              waiter.bind(Thread.currentThread());
              for (long i = 0; i < HAND_OVERS; i++) {
                beforeEachWait.accept(onPing, random);
                await(ping, onPing, waiter, i);
                delay(random);
                pong.complete(i);
              }
            });
    Thread asks =
        start(
            "asks",
            () -> {
              SplittableRandom random = new SplittableRandom(SEED + 1);
              Waiter waiter = blocking(state);
              waiter.bind(Thread.currentThread());
              for (long i = 0; i < HAND_OVERS; i++) {
                delay(random);
                if (i % 512 < 4) { // delays may never be long enough, and one sleep ends the muting
                  Await.parked(answers, pong::get);
                }
                complete.accept(i);
                asked.setPlain(i);
                await(pong, onPong, waiter, i);
              }
            });
    assertEnds(asks, () -> "seed: " + SEED + ", ping: " + asked + ", pong: " + pong.get());
    assertEnds(answers, pong::get);
  }

  @Test
  @Tag("race")
  void noPublishOrDiscardOfSeveralProducersIsLost() {
    MultiSequencer ring = new MultiSequencer(4);
    Progress stage = new Progress();
    ring.signals().enable();
    stage.signals().enable();
    WakeUp onRing = ring.signals().add();
    WakeUp onStage = stage.signals().add();
    Thread consumer =
        start(
            "consumer",
            () -> {
              SplittableRandom random = new SplittableRandom(SEED);
              Waiter waiter = blocking(state);
              waiter.bind(Thread.currentThread());
              for (long i = 0; i < HAND_OVERS; i++) {
                if (random.nextInt(4) == 0) {
                  onRing.mute();
                }
                await(ring, onRing, waiter, i);
                delay(random);
                stage.complete(i);
              }
            });
    Thread producer =
        start(
            "producer",
            () -> {
              SplittableRandom random = new SplittableRandom(SEED + 1);
              Waiter waiter = blocking(state);
              waiter.bind(Thread.currentThread());
              for (long i = 0; i < HAND_OVERS; i++) {
                await(stage, onStage, waiter, i - 4);
                ring.claim(i - 1, i);
                delay(random);
                if (random.nextBoolean()) {
                  ring.publish(i, i);
                } else {
                  ring.discard(i, i);
                }
              }
            });
    assertEnds(
        consumer,
        () -> "seed: " + SEED + ", claimed: " + ring.claimed() + ", completed: " + stage.get());
    assertEnds(producer, ring::claimed);
  }

  @Test
  @Tag("race")
  void noChangeOfStateIsSleptThrough() {
    Progress never = new Progress();
    never.signals().enable();
    int rings = HAND_OVERS / 16;
    AtomicReference<RingState> handed = new AtomicReference<>();
    AtomicReference<Waiter> sleeper = new AtomicReference<>();
    Sequence rounds = new Sequence(0);
    Thread waits =
        start(
            "waits",
            () -> {
              WakeUp record = never.signals().add();
              RingState last = null;
              for (int i = 0; i < rings; i++) {
                RingState ring = next(handed, last);
                last = ring;
                Waiter waiter = blocking(ring);
                waiter.bind(Thread.currentThread());
                sleeper.set(waiter);
                assertThat(waiter.await(never, record, 0, RingState.NEW, Waiter.FOREVER, false))
                    .isEqualTo(Waiter.Outcome.STATE_CHANGED);
                rounds.setVolatile(i + 1);
              }
            });
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < rings; i++) {
      RingState ring = new RingState();
      sleeper.set(null);
      handed.set(ring);
      Await.until(() -> sleeper.get() != null || !waits.isAlive(), thrown::get);
      delay(random);
      ring.advance(RingState.NEW, RingState.DRAINING);
      VarHandle.fullFence();
      sleeper.get().unpark();
      int done = i + 1;
      Await.until(
          () -> rounds.getVolatile() == done || thrown.get() != null,
          () -> "seed: " + SEED + ", round: " + done + ", " + waits.getState());
    }
    assertEnds(waits, rounds::getVolatile);
  }

  private static RingState next(AtomicReference<RingState> handed, RingState last) {
    long since = System.nanoTime();
    while (handed.get() == null || handed.get() == last) {
      if (System.nanoTime() - since > Await.DEADLINE.toNanos()) {
        throw new AssertionError("nothing handed over");
      }
      Thread.onSpinWait();
    }
    return handed.get();
  }

  private void assertEnds(Thread thread, java.util.function.Supplier<?> where) {
    Await.until(
        () -> !thread.isAlive(),
        Await.DEADLINE.multipliedBy(2),
        () -> thread.getName() + " is " + thread.getState() + ", " + where.get());
    assertThat(thrown).hasValue(null);
  }
}
