package dev.penstock.benchmarks.penstock;

import dev.penstock.EventHandler;
import dev.penstock.benchmarks.shape.Check;
import dev.penstock.benchmarks.shape.Event;
import dev.penstock.benchmarks.shape.StagedEvent;
import dev.penstock.benchmarks.shape.Topology;

/**
 * The stages of every topology on a ring of objects, as handlers of single events. One lambda for
 * each, so one class for each, as applications have: the ring makes a loop for every class.
 */
final class EventConsumer {
  private EventConsumer() {}

  /** The first stage of a pipeline or diamond. */
  static EventHandler<Event> first() {
    return (event, sequence, endOfBatch) -> {
      StagedEvent staged = (StagedEvent) event;
      staged.first = staged.value + Topology.FIRST_ADDS;
    };
  }

  /** The second stage of a pipeline or diamond. */
  static EventHandler<Event> second(Topology topology) {
    if (topology == Topology.PIPELINE) {
      return (event, sequence, endOfBatch) -> {
        StagedEvent staged = (StagedEvent) event;
        staged.second = staged.first + Topology.SECOND_ADDS;
      };
    }
    return (event, sequence, endOfBatch) -> {
      StagedEvent staged = (StagedEvent) event;
      staged.second = staged.value + Topology.SECOND_ADDS;
    };
  }

  /** The only stage, which verifies and empties what it has read. */
  static EventHandler<Event> clearing(Check check) {
    return (event, sequence, endOfBatch) -> {
      long value = event.value;
      event.value = 0;
      check.take(value, sequence, endOfBatch);
    };
  }

  /** The last stage of a topology, which verifies. */
  static EventHandler<Event> last(Topology topology, Check check) {
    return switch (topology) {
      case ONE, MULTICAST, CHAIN ->
          (event, sequence, endOfBatch) -> check.take(event.value, sequence, endOfBatch);
      case PIPELINE ->
          (event, sequence, endOfBatch) ->
              check.take(((StagedEvent) event).second, sequence, endOfBatch);
      case DIAMOND ->
          (event, sequence, endOfBatch) -> {
            StagedEvent staged = (StagedEvent) event;
            check.take(staged.first + staged.second - staged.value, sequence, endOfBatch);
          };
    };
  }
}
