package dev.penstock;

import dev.penstock.sequence.WaitSpec;
import java.time.Duration;

/**
 * How a stage waits for something to handle, and a producer for a free slot.
 *
 * <p>From the cheapest to the quickest: {@link #blocking()} (the default) parks until it is woken
 * and costs nothing while there is nothing to do; {@link #backoff(Duration)} takes naps; {@link
 * #yielding()} and {@link #busySpin()} occupy a processor. Every strategy looks at the state of the
 * ring while it waits, so no wait outlasts a close, a halt or a failure.
 *
 * <p><b>Threads.</b> Immutable. <b>Allocation.</b> None while waiting, except what parking a
 * virtual thread costs.
 */
public final class WaitStrategy {
  private static final Duration CAP_MIN = Duration.ofNanos(1_000);
  private static final Duration CAP_MAX = Duration.ofSeconds(1);

  private final WaitSpec spec;

  private WaitStrategy(WaitSpec spec) {
    this.spec = spec;
  }

  private static WaitStrategy of(WaitSpec.Kind kind, long capNanos) {
    return new WaitStrategy(new WaitSpec(kind, capNanos, false));
  }

  /**
   * Spins for some microseconds, yields a few times where that has paid lately, then parks until
   * the one sequence that is missing arrives. A message every ten or twenty microseconds, which is
   * more often than a thread can be put to sleep and woken, therefore keeps a processor busy that
   * nobody else wants. Costs the waker a full fence per publish or batch, and a system call when
   * the waiter does sleep. While all first stages are {@linkplain #coalescing() coalescing} ones
   * that pause between batches, publishing costs no fence; behind such a stream a stage that sleeps
   * looks up by itself, at first after a millisecond, later ten times a second, until it is woken,
   * and with several producers in every sleep from then on.
   */
  public static WaitStrategy blocking() {
    return of(WaitSpec.Kind.BLOCKING, 0);
  }

  /**
   * Spins, yields, then takes naps that double up to {@code cap}. Nobody has to wake it, so it
   * costs the other side nothing; the wake-up is late by up to the cap and what the system adds to
   * it.
   *
   * @param cap from 1 microsecond to 1 second
   */
  public static WaitStrategy backoff(Duration cap) {
    if (cap.compareTo(CAP_MIN) < 0 || cap.compareTo(CAP_MAX) > 0) {
      throw new IllegalArgumentException("cap: " + cap + " (expected: PT0.000001S..PT1S)");
    }
    return of(WaitSpec.Kind.BACKOFF, cap.toNanos());
  }

  /**
   * Spins, then yields the processor between looks; uses a processor that nobody else wants. On a
   * virtual thread it takes short naps after a while, since virtual threads that only yield can
   * keep the carriers from one that has slept.
   */
  public static WaitStrategy yielding() {
    return of(WaitSpec.Kind.YIELDING, 0);
  }

  /** Spins: the lowest latency, at the price of a processor of its own. Not on virtual threads. */
  public static WaitStrategy busySpin() {
    return of(WaitSpec.Kind.BUSY_SPIN, 0);
  }

  /**
   * The same strategy for a stage that would rather find many messages than few: while messages
   * stream in and batches stay small, a first stage pauses for less than a microsecond between two
   * looks, in a flood of more than eighty million messages a second for up to six, so that the
   * producer is not disturbed and the next batch is larger; unless it is busy-spinning it lets
   * others have its processor meanwhile. While it does, a blocking stage needs nobody to wake it,
   * and publishing costs no fence if all first stages do. It stops doing so when that does not pay,
   * so a conversation of single messages loses some tens of nanoseconds a message and no more: a
   * ring's only producer keeps one counter less where a first stage coalesces, and looks at a
   * shared one. A conversation in large requests that are answered at once may lose a pause with
   * each. Has no effect on how producers wait, nor on stages that come after others.
   */
  public WaitStrategy coalescing() {
    return new WaitStrategy(new WaitSpec(spec.kind(), spec.capNanos(), true));
  }

  WaitSpec spec() {
    return spec;
  }

  @Override
  public String toString() {
    String name =
        switch (spec.kind()) {
          case BLOCKING -> "blocking";
          case BACKOFF -> "backoff(" + Duration.ofNanos(spec.capNanos()) + ")";
          case YIELDING -> "yielding";
          case BUSY_SPIN -> "busySpin";
        };
    return spec.coalescing() ? name + ".coalescing" : name;
  }
}
