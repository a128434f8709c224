package dev.penstock.sequence;

/**
 * The life of a ring as one monotone number: it only ever grows, so that nothing which was asked
 * for, a halt before a thread has started among it, is forgotten.
 *
 * <p>{@link #FAILED} and {@link #HALTED} are reached from every state in which something is still
 * to be done, and nothing leaves them. {@link #ENDING} is the part of draining in which the {@link
 * End} stands.
 */
public final class RingState {
  public static final int NEW = 0;
  public static final int RUNNING = 1;
  public static final int DRAINING = 2;
  public static final int ENDING = 3;
  public static final int TERMINATED = 4;
  public static final int FAILED = 5;
  public static final int HALTED = 6;

  private final Sequence state = new Sequence(NEW);

  public int get() {
    return (int) state.getAcquire(); // edge: state
  }

  /** Reads the state behind a full fence or as its own: see {@link Limit} and {@link WakeUp}. */
  public int getVolatile() {
    return (int) state.getVolatile(); // edge: state
  }

  /** Moves on from {@code from}; false when somebody else has moved it. */
  public boolean advance(int from, int to) {
    return state.compareAndSet(from, to); // edge: state
  }

  /**
   * Moves to FAILED or HALTED from wherever there is something left to stop; gives the state that
   * was left, or one from TERMINATED on when there was nothing to stop.
   */
  public int stop(int to) {
    int seen = getVolatile();
    while (seen < TERMINATED && !state.compareAndSet(seen, to)) { // edge: state
      seen = getVolatile();
    }
    return seen;
  }

  public static boolean acceptsClaims(int state) {
    return state <= RUNNING;
  }

  /** Whether stages hand nothing over any more, whatever is left. */
  public static boolean stopped(int state) {
    return state >= FAILED;
  }
}
