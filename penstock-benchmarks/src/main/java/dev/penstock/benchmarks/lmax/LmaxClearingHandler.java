package dev.penstock.benchmarks.lmax;

import com.lmax.disruptor.EventHandler;
import dev.penstock.benchmarks.shape.Check;
import dev.penstock.benchmarks.shape.Event;

/** The only consumer, which verifies and empties what it has read. */
final class LmaxClearingHandler implements EventHandler<Event> {
  private final Check check;

  LmaxClearingHandler(Check check) {
    this.check = check;
  }

  @Override
  public void onEvent(Event event, long sequence, boolean endOfBatch) {
    long value = event.value;
    event.value = 0;
    check.take(value);
    if (check.isLast(sequence)) {
      check.end();
    }
  }
}
