package dev.penstock.benchmarks.lmax;

import com.lmax.disruptor.EventHandler;
import dev.penstock.benchmarks.shape.Check;
import dev.penstock.benchmarks.shape.Event;
import dev.penstock.benchmarks.shape.Payload;
import dev.penstock.benchmarks.shape.StagedEvent;
import dev.penstock.benchmarks.shape.Topology;

/**
 * A stage of any topology for LMAX.
 *
 * <p>One class plays every role, told apart by a branch that always goes the same way, as in LMAX's
 * own tests of these topologies: with a class per role its one loop would meet three of them and
 * dispatch every message through a table, and it is 12 to 40 % slower then. Nor does it wait for
 * the end of a batch to ask whether a round is over: in a pipeline LMAX is faster without.
 */
final class LmaxHandler implements EventHandler<Event> {
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

  private LmaxHandler(Role role, Check check) {
    this.role = role;
    this.check = check;
  }

  /** The first stage of a pipeline or diamond. */
  static LmaxHandler first() {
    return new LmaxHandler(Role.FIRST, new Check(1, Payload.NUMBERED, 0));
  }

  /** The second stage of a pipeline or diamond. */
  static LmaxHandler second(Topology topology) {
    return new LmaxHandler(
        topology == Topology.PIPELINE ? Role.SECOND_OF_PIPELINE : Role.SECOND_OF_DIAMOND,
        new Check(1, Payload.NUMBERED, 0));
  }

  /** The last stage of a topology, which verifies. */
  static LmaxHandler last(Topology topology, Check check) {
    return new LmaxHandler(
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
      take(event.value, sequence);
    } else {
      inTopology((StagedEvent) event, sequence);
    }
  }

  private void inTopology(StagedEvent event, long sequence) {
    switch (role) {
      case FIRST -> event.first = event.value + Topology.FIRST_ADDS;
      case SECOND_OF_PIPELINE -> event.second = event.first + Topology.SECOND_ADDS;
      case SECOND_OF_DIAMOND -> event.second = event.value + Topology.SECOND_ADDS;
      case LAST_OF_PIPELINE -> take(event.second, sequence);
      case LAST_OF_DIAMOND -> take(event.first + event.second - event.value, sequence);
      case ONLY -> take(event.value, sequence);
    }
  }

  private void take(long value, long sequence) {
    check.take(value);
    if (check.isLast(sequence)) {
      check.end();
    }
  }
}
