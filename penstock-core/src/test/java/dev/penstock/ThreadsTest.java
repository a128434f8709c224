package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The threads of stages: those made as they should be, and all the others. */
@LeavesNoThread
class ThreadsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void threadsAreNamedAfterRingAndStageAndAreNoDaemons() {
    AtomicReference<Thread> thread = new AtomicReference<>();
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .name("orders")
            .stage("match", (lo, hi) -> {})
            .onStart(() -> thread.set(Thread.currentThread()))
            .start();
    disruptor.close();
    assertThat(thread.get().getName()).isEqualTo("orders-match");
    assertThat(thread.get().isDaemon()).isFalse();
  }

  @Test
  void threadsAreNoDaemonsAlsoWhenADaemonStartsTheRing() {
    AtomicReference<Boolean> daemon = new AtomicReference<>();
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage("match", (lo, hi) -> {})
            .onStart(() -> daemon.set(Thread.currentThread().isDaemon()))
            .build();
    Thread starter = Recorder.background("starter", disruptor::start); // a daemon
    Await.ended(starter, disruptor::snapshot);
    disruptor.close();
    assertThat(daemon.get()).isFalse();
  }

  @Test
  void factoryOfTheStageGoesBeforeThatOfTheRing() {
    Queue<String> names = new ConcurrentLinkedQueue<>();
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .threads(driver -> new Thread(driver, "ring"))
            .stage("a", (lo, hi) -> {})
            .onStart(() -> names.add(Thread.currentThread().getName()))
            .stage("b", (lo, hi) -> {})
            .threads(driver -> new Thread(driver, "own"))
            .onStart(() -> names.add(Thread.currentThread().getName()))
            .start();
    disruptor.close();
    assertThat(names).containsExactlyInAnyOrder("ring", "own");
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void factoryThatReturnsNullFailsTheStart(Waits waits) {
    assertStartFails(waits, driver -> null)
        .hasRootCauseMessage("thread factory returned: null (expected: a thread)");
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void factoryThatThrowsFailsTheStart(Waits waits) {
    assertStartFails(
            waits,
            driver -> {
              throw new IllegalStateException("no more threads");
            })
        .hasRootCauseMessage("no more threads");
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void factoryThatThrowsAnErrorFailsTheStart(Waits waits) {
    assertStartFails(
            waits,
            driver -> {
              throw new OutOfMemoryError("unable to create native thread");
            })
        .hasRootCauseMessage("unable to create native thread");
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void threadThatNeverStartsFailsTheStart(Waits waits) {
    assertStartFails(waits, NeverStarts::new)
        .hasRootCauseMessage("thread 'lazy' does not start (expected: a thread that runs)");
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void threadThatWasStartedAlreadyFailsTheStart(Waits waits) {
    assertStartFails(
            waits,
            driver -> {
              Thread thread = new Thread(driver, "eager");
              thread.start();
              return thread;
            })
        .hasRootCauseInstanceOf(IllegalThreadStateException.class);
  }

  @Test
  void stageThatIsAtWorkWhenItsStartFailsIsStillCalledAtItsEnd() {
    Queue<String> calls = new ConcurrentLinkedQueue<>();
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage("match", (lo, hi) -> {})
            .onStart(() -> calls.add("start"))
            .onStop(() -> calls.add("stop"))
            .threads(
                driver -> {
                  Thread thread = new Thread(driver, "eager");
                  thread.start();
                  Await.until(() -> !calls.isEmpty(), thread::getState);
                  return thread;
                })
            .build();
    assertThatThrownBy(disruptor::start).isInstanceOf(DisruptorFailedException.class);
    assertThatThrownBy(disruptor::close).isInstanceOf(DisruptorFailedException.class);
    assertThat(calls).containsExactly("start", "stop");
  }

  /** Known as a stage's thread only when it waits for something already. */
  private static final class StartsSlowly extends Thread {
    StartsSlowly(Runnable driver) {
      super(driver, "slow");
    }

    @Override
    public synchronized void start() {
      super.start();
      Await.parked(this, this::getName);
    }
  }

  @Test
  void closeByAThreadThatIsYetToRunItsStageOnlyRequests() {
    AtomicReference<Disruptor> ring = new AtomicReference<>();
    Recorder seen = new Recorder();
    Disruptor disruptor =
        Disruptor.singleProducer(8)
            .stage("match", seen)
            .threads(
                driver ->
                    new StartsSlowly(
                        () -> {
                          ring.get().close();
                          driver.run();
                        }))
            .build();
    ring.set(disruptor);
    Recorder.publish(disruptor.producer(), 3);
    disruptor.start();
    Await.until(() -> disruptor.state() == DisruptorState.TERMINATED, disruptor::snapshot);
    disruptor.close();
    assertThat(seen.sequences()).isEqualTo(Recorder.from(0, 2));
  }

  private static final class NeverStarts extends Thread {
    NeverStarts(Runnable driver) {
      super(driver, "lazy");
    }

    @Override
    public synchronized void start() {
      // this is all it does
    }
  }

  /** Starts a ring whose second stage has this factory; what was started must have ended. */
  private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable>
      assertStartFails(Waits waits, ThreadFactory factory) {
    List<Thread> made = new ArrayList<>();
    ThreadFactory good =
        driver -> {
          Thread thread = new Thread(driver);
          made.add(thread);
          return thread;
        };
    Disruptor disruptor =
        waits
            .ring(true, 8)
            .threads(good)
            .stage("first", (lo, hi) -> {})
            .stage("second", (lo, hi) -> {})
            .threads(factory)
            .stage("third", (lo, hi) -> {})
            .stage("hand", (lo, hi) -> {})
            .polled()
            .build();
    Producer producer = disruptor.producer();
    Recorder.publish(producer, 1);
    var thrown =
        assertThatThrownBy(disruptor::start)
            .isInstanceOf(DisruptorFailedException.class)
            .hasMessage("stage 'second' could not be started");
    assertThat(made).as("the third is not even made").hasSize(1).noneMatch(Thread::isAlive);
    assertThat(disruptor.state()).isEqualTo(DisruptorState.FAILED);
    assertThatThrownBy(producer::claim).isInstanceOf(DisruptorFailedException.class);
    assertThatThrownBy(disruptor::close).isInstanceOf(DisruptorFailedException.class);
    return thrown;
  }

  /** Ends without running what it was made for. */
  private static final class Dies extends Thread {
    Dies(Runnable driver) {
      super(driver, "dying");
    }

    @Override
    public void run() {
      // nothing
    }
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void stageThreadThatDiesBehindTheLibrarysBackFailsTheRingForAWaitingProducer(Waits waits) {
    Disruptor disruptor =
        waits.ring(false, 4).stage("match", (lo, hi) -> {}).threads(Dies::new).start();
    assertThatThrownBy(() -> Recorder.publish(disruptor.producer(), 5))
        .isInstanceOf(DisruptorFailedException.class)
        .hasMessage("stage 'match' failed")
        .hasRootCauseMessage("its thread ended behind its back");
    assertThatThrownBy(disruptor::close).isInstanceOf(DisruptorFailedException.class);
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void stageThreadThatDiesBehindTheLibrarysBackFailsTheRingForStagesBelow(Waits waits) {
    Disruptor disruptor =
        waits
            .ring(false, 4)
            .stage("match", (lo, hi) -> {})
            .threads(Dies::new)
            .stage("below", (lo, hi) -> {})
            .after("match")
            .start();
    Await.until(() -> disruptor.state() == DisruptorState.FAILED, disruptor::snapshot);
    assertThatThrownBy(disruptor::close)
        .hasMessage("stage 'match' failed")
        .hasRootCauseMessage("its thread ended behind its back");
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void stageThreadThatDiesBehindTheLibrarysBackDoesNotHoldUpClose(Waits waits) {
    Disruptor disruptor =
        waits.ring(false, 4).stage("match", (lo, hi) -> {}).threads(Dies::new).start();
    Recorder.publish(disruptor.producer(), 1);
    assertThatThrownBy(disruptor::close)
        .hasMessage("stage 'match' failed")
        .hasRootCauseMessage("its thread ended behind its back");
    assertThatThrownBy(() -> disruptor.awaitRunning(LONG))
        .isInstanceOf(DisruptorFailedException.class);
  }

  @Test
  void stageThreadThatDiesBehindTheLibrarysBackIsNoticedByWhoeverWaits() {
    for (boolean quiescence : new boolean[] {false, true}) {
      Disruptor disruptor =
          Disruptor.singleProducer(4).stage("match", (lo, hi) -> {}).threads(Dies::new).start();
      Recorder.publish(disruptor.producer(), 1);
      assertThatThrownBy(
              () -> {
                if (quiescence) {
                  disruptor.awaitQuiescence(LONG);
                } else {
                  disruptor.awaitRunning(LONG);
                }
              })
          .isInstanceOf(DisruptorFailedException.class)
          .hasMessage("stage 'match' failed");
      assertThatThrownBy(disruptor::close).isInstanceOf(DisruptorFailedException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void interruptDuringAWaitIsNoHandlerErrorAndSkipsNoSequence(Waits waits)
      throws InterruptedException {
    for (boolean multiProducer : new boolean[] {false, true}) {
      AtomicReference<Thread> upper = new AtomicReference<>();
      AtomicReference<Thread> lower = new AtomicReference<>();
      Recorder first = new Recorder();
      Recorder second = new Recorder();
      Disruptor disruptor =
          waits
              .ring(multiProducer, 8)
              .stage("first", first)
              .onStart(() -> upper.set(Thread.currentThread()))
              .stage("second", second)
              .after("first")
              .onStart(() -> lower.set(Thread.currentThread()))
              .start();
      try (disruptor) {
        assertThat(disruptor.awaitRunning(LONG)).isTrue();
        Producer producer = disruptor.producer();
        for (int i = 0; i < 30; i++) {
          upper.get().interrupt();
          lower.get().interrupt();
          long claimed = producer.claim(); // unpublished while the next interrupts come
          upper.get().interrupt();
          lower.get().interrupt();
          assertThat(disruptor.stage("first").completed()).isLessThan(claimed);
          producer.publish(claimed);
          assertThat(disruptor.awaitQuiescence(LONG)).isTrue();
        }
      }
      assertThat(first.sequences()).isEqualTo(Recorder.from(0, 29));
      assertThat(second.sequences()).isEqualTo(Recorder.from(0, 29));
      assertThat(disruptor.snapshot().stages()).allMatch(stage -> stage.failures() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void interruptDuringAWaitIsNotSeenByAHandlerThatBlocks(Waits waits) throws InterruptedException {
    AtomicReference<Thread> thread = new AtomicReference<>();
    AtomicInteger idle = new AtomicInteger();
    CountDownLatch open = new CountDownLatch(0);
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .stage("match", (lo, hi) -> open.await()) // throws if an interrupt is pending
            .onStart(() -> thread.set(Thread.currentThread()))
            .onIdle(Duration.ofNanos(1), idle::incrementAndGet)
            .start();
    assertThat(disruptor.awaitRunning(LONG)).isTrue();
    Producer producer = disruptor.producer();
    for (int i = 0; i < 20; i++) {
      Recorder.publish(producer, 1);
      assertThat(disruptor.awaitQuiescence(LONG)).isTrue();
      thread.get().interrupt();
      int before = idle.get();
      Await.until(() -> idle.get() > before + 2, disruptor::snapshot); // it has waited since
    }
    Recorder.publish(producer, 1);
    disruptor.close(); // would throw
    assertThat(disruptor.stage("match").completed()).isEqualTo(20);
  }

  @ParameterizedTest
  @EnumSource(Waits.class)
  void interruptFromBeforeIsNotSeenByCallbacksThatBlock(Waits waits) throws InterruptedException {
    AtomicInteger idle = new AtomicInteger();
    CountDownLatch open = new CountDownLatch(0);
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .stage("match", (lo, hi) -> Thread.currentThread().interrupt())
            .onIdle(
                Duration.ofNanos(1),
                () -> {
                  open.await(); // throws if an interrupt is pending
                  idle.incrementAndGet();
                })
            .stage("stops", (lo, hi) -> Thread.currentThread().interrupt())
            .onStop(open::await)
            .start();
    Producer producer = disruptor.producer();
    for (int i = 0; i < 20; i++) {
      Recorder.publish(producer, 1);
      assertThat(disruptor.awaitQuiescence(LONG)).isTrue();
      int before = idle.get();
      Await.until(() -> idle.get() > before + 2, disruptor::snapshot);
    }
    Recorder.publish(producer, 1);
    disruptor.close(); // would throw
  }

  @Test
  void interruptDuringAWaitIsKeptForTheFactoryOfTheThread() throws InterruptedException {
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    AtomicReference<Thread> thread = new AtomicReference<>();
    Disruptor disruptor =
        Waits.BLOCKING
            .ring(false, 8)
            .stage("match", (lo, hi) -> {})
            .onStart(() -> thread.set(Thread.currentThread()))
            .threads(
                driver ->
                    new Thread(
                        () -> {
                          driver.run();
                          interrupted.set(Thread.interrupted());
                        }))
            .start();
    assertThat(disruptor.awaitRunning(LONG)).isTrue();
    thread.get().interrupt();
    disruptor.close();
    assertThat(interrupted.get()).isTrue();
  }

  @Test
  void startWarnsOnceWhenMoreThreadsSpinThanThereAreProcessorsToSpare() {
    Queue<String> messages = new ConcurrentLinkedQueue<>();
    Warnings warnings = new Warnings(messages::add);
    try {
      int processors = Runtime.getRuntime().availableProcessors();
      DisruptorBuilder ring = crowded(processors);
      ring.stage("parks", (lo, hi) -> {}).waitStrategy(WaitStrategy.blocking());
      Disruptor crowded = ring.stage("one-more", (lo, hi) -> {}).start();
      crowded.start();
      crowded.close();
      Waits.YIELDING.ring(false, 8).stage("alone", (lo, hi) -> {}).start().close();
      Waits.BLOCKING.ring(false, 8).stage("parks", (lo, hi) -> {}).start().close();
      assertThat(messages).hasSize(1);
      assertThat(messages.peek())
          .startsWith("'orders' spinning stages: " + (processors + 1))
          .contains("(expected: at most " + Math.max(1, processors - 1))
          .contains("one-more")
          .doesNotContain("parks");
    } finally {
      warnings.close();
    }
  }

  private static DisruptorBuilder crowded(int stages) {
    DisruptorBuilder ring = Waits.YIELDING.ring(false, 8);
    for (int i = 0; i < stages; i++) {
      ring.stage("s" + i, (lo, hi) -> {});
    }
    return ring;
  }

  @Test
  void aLoggerThatThrowsLeavesTheRingNew() {
    IllegalStateException broken = new IllegalStateException("no disk");
    DisruptorBuilder ring = crowded(Runtime.getRuntime().availableProcessors());
    Disruptor disruptor = ring.stage("one-more", (lo, hi) -> {}).build();
    Warnings warnings =
        new Warnings(
            message -> {
              throw broken;
            });
    try {
      assertThatThrownBy(disruptor::start).isSameAs(broken);
      assertThat(disruptor.state()).isEqualTo(DisruptorState.NEW);
    } finally {
      warnings.close();
    }
    disruptor.start(); // is as good as it was
    disruptor.close();
  }

  /** Takes the library's warnings until it is closed. */
  private static final class Warnings extends Handler {
    private final Logger logger = Logger.getLogger("dev.penstock");
    private final Level level = logger.getLevel();
    private final Consumer<String> to;

    Warnings(Consumer<String> to) {
      this.to = to;
      logger.addHandler(this);
      logger.setUseParentHandlers(false);
      logger.setLevel(Level.WARNING);
    }

    @Override
    public void publish(LogRecord entry) {
      to.accept(new SimpleFormatter().formatMessage(entry));
    }

    @Override
    public void flush() {
      // nothing is held back
    }

    @Override
    public void close() {
      logger.setLevel(level);
      logger.setUseParentHandlers(true);
      logger.removeHandler(this);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Waits.class,
      names = {"BUSY_SPIN", "BUSY_SPIN_COALESCING"})
  void busySpinOnAVirtualThreadIsAnErrorAtStart(Waits waits) {
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .threads(VirtualThreadFactory.get())
            .stage("match", (lo, hi) -> {})
            .build();
    assertThatThrownBy(disruptor::start)
        .isInstanceOf(DisruptorFailedException.class)
        .hasRootCauseMessage(
            "stage 'match' wait strategy: busySpin (expected: another one on a virtual thread)");
    assertThatThrownBy(disruptor::close).isInstanceOf(DisruptorFailedException.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = Waits.class,
      names = {"BLOCKING", "BLOCKING_COALESCING", "BACKOFF", "YIELDING"})
  void otherStrategiesWorkOnVirtualThreads(Waits waits) throws InterruptedException {
    Recorder seen = new Recorder();
    Disruptor disruptor =
        waits
            .ring(false, 8)
            .threads(VirtualThreadFactory.get())
            .stage("above", (lo, hi) -> {})
            .stage("match", seen)
            .after("above")
            .start();
    try (disruptor) {
      Producer producer = disruptor.producer();
      Recorder.publish(producer, 200);
      assertThat(disruptor.awaitQuiescence(LONG)).isTrue();
      Recorder.publish(producer, 200);
    }
    assertThat(seen.sequences()).isEqualTo(Recorder.from(0, 399));
  }

  @ParameterizedTest
  @EnumSource(
      value = Waits.class,
      names = {"BLOCKING", "BLOCKING_COALESCING", "BACKOFF", "YIELDING"})
  void handlerThatFailsOnAVirtualThreadWakesABlockedProducer(Waits waits) {
    IllegalStateException broken = new IllegalStateException("broken");
    CountDownLatch full = new CountDownLatch(1);
    Disruptor disruptor =
        waits
            .ring(false, 4)
            .threads(VirtualThreadFactory.get())
            .stage(
                "match",
                (lo, hi) -> {
                  full.await();
                  throw broken;
                })
            .start();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread feed =
        Recorder.background(
            "feed",
            () -> {
              try {
                Recorder.publish(disruptor.producer(), 5);
              } catch (RuntimeException e) {
                thrown.set(e);
              }
            });
    Await.until(() -> disruptor.snapshot().published() == 3, disruptor::snapshot);
    full.countDown();
    Await.ended(feed, disruptor::snapshot);
    assertThat(thrown.get()).isInstanceOf(DisruptorFailedException.class).hasCause(broken);
    assertThatThrownBy(disruptor::close).hasCause(broken);
  }
}
