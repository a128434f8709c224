package dev.penstock;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;

/**
 * Says what one stage is like, then goes on to the next stage, or builds the ring.
 *
 * <p>Names in {@link #after} may be of stages that are added later; the topology as a whole is
 * checked by {@link #build()}.
 */
public final class StageBuilder {
  private final DisruptorBuilder disruptor;
  private final StageConfig stage;

  StageBuilder(DisruptorBuilder disruptor, StageConfig stage) {
    this.disruptor = disruptor;
    this.stage = stage;
  }

  /** What is said of this stage: said too late when the ring has been built. */
  private StageConfig open() {
    disruptor.checkNotBuilt();
    return stage;
  }

  /** Makes the stage see an event only when all these stages have completed it. */
  public StageBuilder after(String... stages) {
    if (stages.length == 0) {
      throw new IllegalArgumentException("after: no stages (expected: at least one)");
    }
    open().after.addAll(List.of(stages));
    return this;
  }

  /** Makes the stage come after every stage that was added before it. */
  public StageBuilder afterAll() {
    open().afterAll = true;
    return this;
  }

  /** How this stage waits. */
  public StageBuilder waitStrategy(WaitStrategy strategy) {
    open().waitStrategy = Objects.requireNonNull(strategy, "strategy");
    return this;
  }

  /**
   * What this stage does with a failure. Policies that go on behind the failing unit, or come back
   * to it, need to know the unit: a handler that reports events, {@code maxBatch(1)} or {@link
   * #wholeRange()}.
   */
  public StageBuilder errorPolicy(ErrorPolicy policy) {
    open().errorPolicy = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /** Says that a range which fails is to be skipped, retried or dead-lettered as a whole. */
  public StageBuilder wholeRange() {
    open().wholeRange = true;
    return this;
  }

  /**
   * The most events that are handed over at once: a quarter of the capacity by default, so that
   * slots become free while a long batch is handled. From 1 to the capacity.
   */
  public StageBuilder maxBatch(int events) {
    if (events < 1 || events > disruptor.capacity) {
      throw new IllegalArgumentException(
          "maxBatch: %s (expected: 1..%s)".formatted(events, disruptor.capacity));
    }
    open().maxBatch = events;
    return this;
  }

  /**
   * Waits until {@code events} are there, but no longer than {@code limit} from the look that first
   * found some. What the handler was handed and has left is not gathered again. A batch may still
   * be smaller where slots wrap or claims were discarded. From 2 to the stage's {@code maxBatch}
   * where one is set, which else is raised to it, if need be up to the capacity; where producers
   * claim ranges, keep it below the capacity by the length of one, or a full ring and a waiting
   * stage hold each other up until the limit.
   */
  public StageBuilder gather(int events, Duration limit) {
    if (events < 2 || events > disruptor.capacity) {
      throw new IllegalArgumentException(
          "gather: %s (expected: 2..%s)".formatted(events, disruptor.capacity));
    }
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("gather limit: " + limit + " (expected: positive)");
    }
    StageConfig mine = open();
    mine.gather = events;
    mine.gatherNanos = Nanos.of(limit);
    return this;
  }

  /** Makes the thread of this stage. */
  public StageBuilder threads(ThreadFactory factory) {
    StageConfig mine = open();
    mine.threads = Objects.requireNonNull(factory, "factory");
    mine.polled = false;
    return this;
  }

  /** Gives the stage no thread: the application drives it with {@link Stage#step()}. */
  public StageBuilder polled() {
    open().polled = true;
    return this;
  }

  /** Called on the stage's thread before its first event. */
  public StageBuilder onStart(StageCallback callback) {
    open().onStart = Objects.requireNonNull(callback, "callback");
    return this;
  }

  /** Called on the stage's thread after its last event, exactly once if the start was called. */
  public StageBuilder onStop(StageCallback callback) {
    open().onStop = Objects.requireNonNull(callback, "callback");
    return this;
  }

  /** Called on the stage's thread each time nothing has been there to handle for this long. */
  public StageBuilder onIdle(Duration after, StageCallback callback) {
    if (after.isNegative() || after.isZero()) {
      throw new IllegalArgumentException("onIdle: " + after + " (expected: positive)");
    }
    StageConfig mine = open();
    mine.idleNanos = Nanos.of(after);
    mine.onIdle = Objects.requireNonNull(callback, "callback");
    return this;
  }

  /** Adds the next stage: see {@link DisruptorBuilder#stage}. */
  public StageBuilder stage(String name, RangeHandler handler) {
    return disruptor.stage(name, handler);
  }

  /** Adds the next stage: see {@link DisruptorBuilder#partialStage}. */
  public StageBuilder partialStage(String name, PartialHandler handler) {
    return disruptor.partialStage(name, handler);
  }

  /** Checks the topology and makes the ring, not yet started. */
  public Disruptor build() {
    return disruptor.build();
  }

  /** Makes the ring and starts it. */
  public Disruptor start() {
    return build().start();
  }
}
