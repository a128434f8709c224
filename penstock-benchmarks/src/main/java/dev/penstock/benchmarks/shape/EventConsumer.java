package dev.penstock.benchmarks.shape;

/**
 * A stage that is handed single events, which Penstock's object ring and LMAX run as it is: both
 * call the same code.
 *
 * <p>One class plays every role, told apart by a branch that always goes the same way: with a class
 * per role, the library's loop would meet three of them in a pipeline and dispatch every message
 * through a table.
 */
public final class EventConsumer
    implements dev.penstock.EventHandler<Event>, com.lmax.disruptor.EventHandler<Event> {
  private enum Role {
    FIRST,
    SECOND_OF_PIPELINE,
    SECOND_OF_DIAMOND,
    LAST_OF_PIPELINE,
    LAST_OF_DIAMOND,
    ONLY
  }

  private final Role role;
  private final Check check;

  private EventConsumer(Role role, Check check) {
    this.role = role;
    this.check = check;
  }

  /** The first stage of a pipeline or diamond. */
  public static EventConsumer first() {
    return new EventConsumer(Role.FIRST, new Check(1, Payload.NUMBERED, 0));
  }

  /** The second stage of a pipeline or diamond. */
  public static EventConsumer second(Topology topology) {
    return new EventConsumer(
        topology == Topology.PIPELINE ? Role.SECOND_OF_PIPELINE : Role.SECOND_OF_DIAMOND,
        new Check(1, Payload.NUMBERED, 0));
  }

  /** The last stage of a topology, which verifies. */
  public static EventConsumer last(Topology topology, Check check) {
    return new EventConsumer(
        switch (topology) {
          case ONE, MULTICAST, CHAIN -> Role.ONLY;
          case PIPELINE -> Role.LAST_OF_PIPELINE;
          case DIAMOND -> Role.LAST_OF_DIAMOND;
        },
        check);
  }

  @Override
  public void onEvent(Event event, long sequence, boolean endOfBatch) {
    if (role == Role.ONLY) {
      verify(event.value, sequence);
    } else {
      inTopology((StagedEvent) event, sequence);
    }
  }

  private void inTopology(StagedEvent event, long sequence) {
    switch (role) {
      case FIRST -> event.first = event.value + Topology.FIRST_ADDS;
      case SECOND_OF_PIPELINE -> event.second = event.first + Topology.SECOND_ADDS;
      case SECOND_OF_DIAMOND -> event.second = event.value + Topology.SECOND_ADDS;
      case LAST_OF_PIPELINE -> verify(event.second, sequence);
      case LAST_OF_DIAMOND -> verify(event.first + event.second - event.value, sequence);
      case ONLY -> verify(event.value, sequence);
    }
  }

  private void verify(long value, long sequence) {
    check.take(value);
    if (check.isLast(sequence)) {
      check.end();
    }
  }
}
