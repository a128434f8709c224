package dev.penstock;

/**
 * Thrown by a handler of ranges to say which event of the range failed: those before it are
 * completed, and the stage's {@link ErrorPolicy} is applied to this one alone.
 */
public class EventFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The sequence of the event that failed. */
  private final long sequence;

  /** Names the event at {@code sequence} and what went wrong with it. */
  public EventFailedException(long sequence, Throwable cause) {
    super("event failed at sequence: " + sequence, cause);
    this.sequence = sequence;
  }

  /** The sequence of the event that failed. */
  public long sequence() {
    return sequence;
  }
}
