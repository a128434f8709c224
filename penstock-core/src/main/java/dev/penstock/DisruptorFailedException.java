package dev.penstock;

/**
 * Says that a ring has failed, where, and with what. The cause is what was thrown first; failures
 * that came later are suppressed under this exception. Every throw makes a new one, so that it may
 * be thrown inside and at the end of one try-with-resources.
 */
public class DisruptorFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The name of the stage that failed first. */
  private final String stage;

  /** The first sequence of what failed, or -1 when it was no event. */
  private final long sequence;

  DisruptorFailedException(Failure failure) {
    super(failure.message(), failure.cause());
    stage = failure.stage();
    sequence = failure.sequence();
    failure.later().forEach(this::addSuppressed);
  }

  /** The name of the stage that failed first. */
  public String stage() {
    return stage;
  }

  /** The first sequence of what failed, or -1 when it was a callback or a thread, not an event. */
  public long sequence() {
    return sequence;
  }
}
