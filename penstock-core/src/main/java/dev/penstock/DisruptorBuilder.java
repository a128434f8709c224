package dev.penstock;

import dev.penstock.sequence.Nullable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;

/**
 * Gathers what a ring is made of: first what holds for all of it, then its stages.
 *
 * <p><b>Threads.</b> For one thread, and for one ring: once that is built, stages can neither be
 * added nor changed, and a second {@code build} throws.
 */
public final class DisruptorBuilder {
  static final int CAPACITY_MIN = 2;
  static final int CAPACITY_MAX = 1 << 30;

  final int capacity;
  final boolean multiProducer;
  final Map<String, StageConfig> stages = new LinkedHashMap<>();
  String name = "disruptor";
  WaitStrategy waitStrategy = WaitStrategy.blocking().coalescing();
  ErrorPolicy errorPolicy = ErrorPolicy.halt();
  Duration claimGrace = Duration.ofSeconds(1);
  @Nullable ThreadFactory threads;
  private boolean built;

  DisruptorBuilder(int capacity, boolean multiProducer) {
    if (Integer.bitCount(capacity) != 1 || capacity < CAPACITY_MIN || capacity > CAPACITY_MAX) {
      throw new IllegalArgumentException(
          "capacity: %s (expected: a power of two, %s..%s)"
              .formatted(capacity, CAPACITY_MIN, CAPACITY_MAX));
    }
    this.capacity = capacity;
    this.multiProducer = multiProducer;
  }

  /** Names the ring in messages, snapshots and threads; {@code disruptor} by default. */
  public DisruptorBuilder name(String name) {
    checkNotBuilt();
    this.name = checkName("name", name);
    return this;
  }

  /** How stages and producers wait that say nothing else: blocking and coalescing by default. */
  public DisruptorBuilder waitStrategy(WaitStrategy strategy) {
    checkNotBuilt();
    waitStrategy = Objects.requireNonNull(strategy, "strategy");
    return this;
  }

  /** What stages do with a failure that say nothing else: halt by default. */
  public DisruptorBuilder errorPolicy(ErrorPolicy policy) {
    checkNotBuilt();
    errorPolicy = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Makes the threads of all stages that have no factory of their own. By default they are platform
   * threads, not daemons, named {@code <disruptor>-<stage>}.
   */
  public DisruptorBuilder threads(ThreadFactory factory) {
    checkNotBuilt();
    threads = Objects.requireNonNull(factory, "factory");
    return this;
  }

  /**
   * How long a closing ring waits for claims that other threads have neither published nor
   * discarded; one second by default. After it, stages stop before the first of them.
   */
  public DisruptorBuilder claimGrace(Duration grace) {
    checkNotBuilt();
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace: " + grace + " (expected: not negative)");
    }
    claimGrace = grace;
    return this;
  }

  /**
   * Adds a stage that handles ranges; it follows the producers unless it is told what it comes
   * after. A value that the handler returns is ignored: see {@link #partialStage}.
   */
  public StageBuilder stage(String name, RangeHandler handler) {
    Objects.requireNonNull(handler, "handler");
    if (handler.capacity() < capacity) {
      throw new IllegalArgumentException(
          "ring capacity: %s (expected: at least %s)".formatted(handler.capacity(), capacity));
    }
    return add(new StageConfig(checkName("stage", name), handler, null));
  }

  /** Adds a stage whose handler says how far it came. */
  public StageBuilder partialStage(String name, PartialHandler handler) {
    Objects.requireNonNull(handler, "handler");
    return add(new StageConfig(checkName("stage", name), null, handler));
  }

  private StageBuilder add(StageConfig stage) {
    checkNotBuilt();
    if (stages.putIfAbsent(stage.name, stage) != null) {
      throw new IllegalArgumentException(
          "stage: " + stage.name + " (expected: a name that no other stage has)");
    }
    return new StageBuilder(this, stage);
  }

  private static String checkName(String what, String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException(what + ": '" + name + "' (expected: not blank)");
    }
    return name;
  }

  Disruptor build() {
    checkNotBuilt();
    Disruptor disruptor = new Disruptor(this);
    built = true;
    return disruptor;
  }

  void checkNotBuilt() {
    if (built) {
      throw new IllegalStateException(
          "builder: has built '" + name + "' (expected: one builder per ring)");
    }
  }
}
