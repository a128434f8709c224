package dev.penstock;

/**
 * Thrown by a claim on a ring that takes no more: it is draining, terminated or halted. Nothing was
 * claimed. A ring that has failed throws {@link DisruptorFailedException} instead.
 */
public class ClaimRefusedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /** The state that refused the claim. */
  private final DisruptorState state;

  ClaimRefusedException(String message, DisruptorState state) {
    super(message);
    this.state = state;
  }

  /** The state of the ring that refused the claim. */
  public DisruptorState state() {
    return state;
  }
}
