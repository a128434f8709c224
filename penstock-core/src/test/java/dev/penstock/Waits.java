package dev.penstock;

import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Every wait strategy, for tests that hold under each of them. */
public enum Waits {
  BLOCKING(WaitStrategy.blocking()),
  BLOCKING_COALESCING(WaitStrategy.blocking().coalescing()),
  BACKOFF(WaitStrategy.backoff(Duration.ofMillis(1))),
  YIELDING(WaitStrategy.yielding()),
  YIELDING_COALESCING(WaitStrategy.yielding().coalescing()),
  BUSY_SPIN(WaitStrategy.busySpin()),
  BUSY_SPIN_COALESCING(WaitStrategy.busySpin().coalescing());

  private static final Logger LOG = Logger.getLogger("dev.penstock"); // kept, or it is forgotten

  static {
    LOG.setLevel(Level.OFF); // that many threads spin is what these tests are about
  }

  @SuppressWarnings(
      "ImmutableEnumChecker") // it is immutable, and the core has no annotation to say so
  private final WaitStrategy strategy;

  Waits(WaitStrategy strategy) {
    this.strategy = strategy;
  }

  /** The strategy itself. */
  public WaitStrategy strategy() {
    return strategy;
  }

  /** A ring of this kind, named {@code orders}, in which everybody waits in this way. */
  public DisruptorBuilder ring(boolean multiProducer, int capacity) {
    DisruptorBuilder builder =
        multiProducer ? Disruptor.multiProducer(capacity) : Disruptor.singleProducer(capacity);
    return builder.name("orders").waitStrategy(strategy);
  }
}
