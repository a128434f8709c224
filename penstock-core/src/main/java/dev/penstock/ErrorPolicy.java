package dev.penstock;

import dev.penstock.sequence.Nullable;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * What a stage does when its handler throws.
 *
 * <p>The policy is applied to the failing unit: the one event where the handler says which one it
 * was, else the range that was handed over. Whatever the policy, a {@link VirtualMachineError}
 * halts the ring, and so does a dead-letter handler or a callback that throws. Immutable.
 */
public final class ErrorPolicy {
  enum Kind {
    HALT,
    SKIP,
    DETACH,
    DEAD_LETTER,
    RETRY
  }

  private static final ErrorPolicy HALT = new ErrorPolicy(Kind.HALT, null, 0, 0, null);
  private static final ErrorPolicy SKIP = new ErrorPolicy(Kind.SKIP, null, 0, 0, null);
  private static final ErrorPolicy DETACH = new ErrorPolicy(Kind.DETACH, null, 0, 0, null);

  private final Kind kind;
  @Nullable private final FailureHandler deadLetters;
  private final int attempts;
  private final long backoffNanos;
  @Nullable private final ErrorPolicy then;

  private ErrorPolicy(
      Kind kind,
      @Nullable FailureHandler deadLetters,
      int attempts,
      long backoffNanos,
      @Nullable ErrorPolicy then) {
    this.kind = kind;
    this.deadLetters = deadLetters;
    this.attempts = attempts;
    this.backoffNanos = backoffNanos;
    this.then = then;
  }

  /** Stops the whole ring; claims and {@code close} throw {@link DisruptorFailedException}. */
  public static ErrorPolicy halt() {
    return HALT;
  }

  /** Counts the failing unit as completed and goes on behind it. */
  public static ErrorPolicy skip() {
    return SKIP;
  }

  /**
   * Never calls this handler again; the stage follows its upstreams without it, so that producers
   * are not held up. Only for a stage that no other comes after.
   */
  public static ErrorPolicy detach() {
    return DETACH;
  }

  /** Gives the failing unit to {@code handler}, then goes on behind it. */
  public static ErrorPolicy deadLetter(FailureHandler handler) {
    return new ErrorPolicy(Kind.DEAD_LETTER, Objects.requireNonNull(handler), 0, 0, null);
  }

  /**
   * Hands the failing unit over again, up to {@code attempts} times more, {@code backoff} apart;
   * then applies {@code then}.
   *
   * @param attempts at least 1
   */
  public static ErrorPolicy retry(int attempts, Duration backoff, ErrorPolicy then) {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts: " + attempts + " (expected: at least 1)");
    }
    if (backoff.isNegative()) {
      throw new IllegalArgumentException("backoff: " + backoff + " (expected: not negative)");
    }
    if (then.kind == Kind.RETRY) {
      throw new IllegalArgumentException(
          "then: retry (expected: halt, skip, detach or deadLetter)");
    }
    return new ErrorPolicy(Kind.RETRY, null, attempts, Nanos.of(backoff), then);
  }

  Kind kind() {
    return kind;
  }

  /** What is done in the end, when retrying has not helped. */
  ErrorPolicy last() {
    return then == null ? this : then;
  }

  int attempts() {
    return attempts;
  }

  long backoffNanos() {
    return backoffNanos;
  }

  FailureHandler deadLetters() {
    return Objects.requireNonNull(deadLetters);
  }

  /** Whether the policy goes on behind, or comes back to, one unit: so the unit must be known. */
  boolean needsUnit() {
    return kind == Kind.RETRY || kind == Kind.SKIP || kind == Kind.DEAD_LETTER;
  }

  @Override
  public String toString() {
    String name = kind == Kind.DEAD_LETTER ? "deadLetter" : kind.name().toLowerCase(Locale.ROOT);
    return then == null
        ? name
        : "%s(%s, %s) then %s".formatted(name, attempts, Duration.ofNanos(backoffNanos), then);
  }
}
