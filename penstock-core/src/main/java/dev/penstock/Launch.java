package dev.penstock;

import dev.penstock.sequence.Nullable;
import dev.penstock.sequence.VirtualThreads;
import dev.penstock.sequence.WaitSpec;
import dev.penstock.sequence.WakeUp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;

/**
 * Makes and starts the threads of a ring's stages: all of them, or, if one fails, none for long.
 */
final class Launch {
  private static final long JOIN_MILLIS = 1_000;

  private final Lifecycle lifecycle;
  private final Map<Stage, StageThread> drivers = new LinkedHashMap<>();
  @Nullable private final ThreadFactory threads;

  Launch(Lifecycle lifecycle, @Nullable ThreadFactory threads) {
    this.lifecycle = lifecycle;
    this.threads = threads;
    for (Stage stage : lifecycle.stages()) {
      if (!stage.polled()) {
        drivers.put(stage, new StageThread(stage, lifecycle, records(stage)));
      }
    }
  }

  private static WakeUp[] records(Stage stage) {
    WakeUp[] records = new WakeUp[stage.barrier.sources()];
    if (stage.waiter.spec().parksBySignal()) {
      for (int i = 0; i < records.length; i++) {
        stage.barrier.source(i).signals().enable();
        records[i] = stage.barrier.source(i).signals().add();
      }
    }
    return records;
  }

  /** Once, when the ring has just been set running. */
  void start() {
    boolean started = true;
    lifecycle.launcher(Thread.currentThread());
    try {
      for (Map.Entry<Stage, StageThread> entry : drivers.entrySet()) {
        started &= startedOrEnded(entry.getKey(), entry.getValue());
      }
    } finally {
      lifecycle.launcher(null);
    }
    if (!started) {
      joinStarted();
      lifecycle.throwIfFailed();
    }
  }

  /** Starts a stage's thread; false when that fails, which fails the ring. */
  private boolean startedOrEnded(Stage stage, StageThread driver) {
    if (lifecycle.stopped()) {
      stage.ended(); // an earlier one failed, or somebody has halted the ring meanwhile
      return true;
    }
    try {
      start(stage, driver);
      return true;
    } catch (Throwable t) {
      lifecycle.fail(new Failure(stage.name()).of("could not be started", t), t);
      if (stage.thread() == null) { // else a factory has started it, and it ends by itself
        stage.ended();
      }
      return false;
    }
  }

  private void start(Stage stage, StageThread driver) {
    Thread thread = factory(stage).newThread(driver);
    if (thread == null) {
      throw new IllegalStateException("thread factory returned: null (expected: a thread)");
    }
    boolean spins = stage.waiter.spec().kind() == WaitSpec.Kind.BUSY_SPIN;
    if (spins && VirtualThreads.isVirtual(thread)) {
      throw new IllegalStateException(
          "stage '%s' wait strategy: busySpin (expected: another one on a virtual thread)"
              .formatted(stage.name()));
    }
    thread.start();
    if (thread.getState() == Thread.State.NEW) {
      throw new IllegalStateException(
          "thread '%s' does not start (expected: a thread that runs)".formatted(thread.getName()));
    }
    stage.startedThread(thread);
  }

  private ThreadFactory factory(Stage stage) {
    ThreadFactory own = stage.config.threads;
    if (own != null) {
      return own;
    }
    return threads != null ? threads : runnable -> thread(runnable, stage);
  }

  private Thread thread(Runnable runnable, Stage stage) {
    Thread thread = new Thread(runnable, lifecycle.name + "-" + stage.name());
    thread.setDaemon(false); // whatever the thread is that starts the ring
    return thread;
  }

  private void joinStarted() {
    boolean interrupted = false;
    for (Stage stage : drivers.keySet()) {
      Thread thread = stage.thread();
      try {
        if (thread != null && !interrupted) {
          thread.join(JOIN_MILLIS);
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Before anything is started: what a logger throws leaves a ring that is new. */
  void warnOfSpinning() {
    List<String> spinning =
        drivers.keySet().stream().filter(s -> s.waiter.spec().spins()).map(Stage::name).toList();
    int spare = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    if (spinning.size() > spare) {
      System.getLogger("dev.penstock") // not before there is something to say: it may not load
          .log(
              System.Logger.Level.WARNING,
              "''{0}'' spinning stages: {1} (expected: at most {2}, the processors but one): {3}",
              lifecycle.name,
              spinning.size(),
              spare,
              spinning);
    }
  }
}
