package dev.penstock;

/**
 * Handles a range of published sequences whose slots are contiguous in the application's storage.
 *
 * <p><b>Threads.</b> Called by one thread at a time, the one that drives the stage. <b>Memory.</b>
 * Writes to the application's own arrays and objects made before a sequence was published, and by
 * upstream stages that completed it, are visible here. What this handler reads and writes for a
 * sequence is visible to downstream stages when they are handed it, and to the producer that claims
 * the slot for its next lap. <b>Allocation.</b> None by the library.
 */
@FunctionalInterface
public interface RangeHandler {
  /**
   * Handles {@code lo..hi}, both included. The range never wraps: {@code slot(hi) - slot(lo) == hi
   * - lo}. Returning completes all of it.
   *
   * @throws EventFailedException to name the one event that failed: those before it are completed
   * @throws Exception to fail the range as a whole; the stage's {@link ErrorPolicy} decides
   */
  void onRange(long lo, long hi) throws Exception;

  /**
   * Whether this handler reports what failed by throwing {@link EventFailedException}. Adapters
   * that dispatch event by event say yes, so that a stage may skip, retry or dead-letter one event.
   */
  default boolean perEvent() {
    return false;
  }

  /**
   * The number of slots of the storage that this handler reads; a disruptor with a larger capacity
   * refuses the handler when the stage is added. By default there is no such limit.
   */
  default int capacity() {
    return Integer.MAX_VALUE;
  }
}
