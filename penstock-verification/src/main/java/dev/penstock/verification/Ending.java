package dev.penstock.verification;

import java.time.Duration;

/**
 * How and when a scenario ends.
 *
 * @param kind what is called
 * @param afterNanos at the latest so long after the start
 * @param afterEvents at the latest when so many events are published
 * @param limit the limit of a shutdown
 * @param inHandlerOf the number of the stage whose handler does it, where one does
 * @param stepsBefore how often the closing thread steps the polled stages before
 */
record Ending(
    Kind kind,
    long afterNanos,
    long afterEvents,
    Duration limit,
    int inHandlerOf,
    int stepsBefore) {
  enum Kind {
    /** Producers end first; then {@code close}. */
    FINISH,
    CLOSE,
    /** Two threads, one of them with {@code shutdown}. */
    CLOSE_TWICE,
    CLOSE_INTERRUPTED,
    CLOSE_IN_HANDLER,
    SHUTDOWN,
    HALT,
    HALT_IN_HANDLER;

    boolean inHandler() {
      return this == CLOSE_IN_HANDLER || this == HALT_IN_HANDLER;
    }

    /** Whether the ring may be halted by it. */
    boolean mayHalt() {
      return this != FINISH && this != CLOSE && this != CLOSE_IN_HANDLER;
    }
  }

  @Override
  public String toString() {
    return "%s after %s or %d events%s%s%s"
        .formatted(
            kind,
            Duration.ofNanos(afterNanos),
            afterEvents,
            kind.inHandler() ? ", in the handler of s" + inHandlerOf : "",
            kind == Kind.SHUTDOWN || kind == Kind.CLOSE_TWICE ? ", limit " + limit : "",
            stepsBefore > 0 ? ", steps " + stepsBefore + " times before" : "");
  }
}
