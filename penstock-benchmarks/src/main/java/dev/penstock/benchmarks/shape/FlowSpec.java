package dev.penstock.benchmarks.shape;

import java.util.concurrent.ThreadFactory;

/**
 * What an adapter is to build.
 *
 * @param topology who consumes what
 * @param variant which of the library's ways
 * @param batch 1, or {@link Flow#BATCH}
 * @param producers how many threads publish
 * @param consumers how many threads consume
 * @param capacity how many slots, the same for every library
 * @param threads makes the threads of the consumers
 */
public record FlowSpec(
    Topology topology,
    String variant,
    int batch,
    int producers,
    int consumers,
    int capacity,
    ThreadFactory threads) {
  /** A new verification of all producers' messages at the end of the topology. */
  public Check check(Payload payload) {
    return new Check(producers, payload, topology.offset());
  }
}
