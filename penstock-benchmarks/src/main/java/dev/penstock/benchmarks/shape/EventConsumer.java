package dev.penstock.benchmarks.shape;

/**
 * A consumer of single events that Penstock's object ring and LMAX run as it is: both call the same
 * code.
 */
public interface EventConsumer
    extends dev.penstock.EventHandler<Event>, com.lmax.disruptor.EventHandler<Event> {
  @Override
  void onEvent(Event event, long sequence, boolean endOfBatch);

  /** The first stage of a pipeline or diamond. */
  static EventConsumer first() {
    return (event, sequence, endOfBatch) -> event.first = event.value + Topology.FIRST_ADDS;
  }

  /** The second stage of a pipeline, which goes on from what the first wrote. */
  static EventConsumer secondOfPipeline() {
    return (event, sequence, endOfBatch) -> event.second = event.first + Topology.SECOND_ADDS;
  }

  /** The second stage of a diamond, which does not know the first. */
  static EventConsumer secondOfDiamond() {
    return (event, sequence, endOfBatch) -> event.second = event.value + Topology.SECOND_ADDS;
  }

  /** The last stage of a topology, which verifies. */
  static EventConsumer last(Topology topology, Check check) {
    return switch (topology) {
      case ONE, MULTICAST ->
          (event, sequence, endOfBatch) -> {
            check.take(event.value);
            if (check.isLast(sequence)) {
              check.end();
            }
          };
      case PIPELINE ->
          (event, sequence, endOfBatch) -> {
            check.take(event.second);
            if (check.isLast(sequence)) {
              check.end();
            }
          };
      case DIAMOND ->
          (event, sequence, endOfBatch) -> {
            check.take(event.first + event.second - event.value);
            if (check.isLast(sequence)) {
              check.end();
            }
          };
    };
  }
}
