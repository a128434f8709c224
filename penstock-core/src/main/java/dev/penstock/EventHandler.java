package dev.penstock;

/**
 * Handles one event at a time; a typed ring's {@code each} makes a {@link RangeHandler} of it.
 *
 * <p>Threads and memory effects are those of {@link RangeHandler}.
 *
 * @param <E> the type of the events
 */
@FunctionalInterface
public interface EventHandler<E> {
  /**
   * Handles the event in the slot of {@code sequence}; throwing fails this event alone.
   *
   * @param endOfBatch whether this is the last event of the range that was handed over: the moment
   *     to flush. In the loop that {@code each} makes over the others it is a constant, so what is
   *     done for the last alone does not slow them down
   */
  void onEvent(E event, long sequence, boolean endOfBatch) throws Exception;
}
