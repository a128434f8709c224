package dev.penstock;

/** What is wrong with a stage, told when the ring is built. */
final class StageChecks {
  private StageChecks() {}

  static void check(StageConfig stage, DisruptorBuilder ring, Topology topology) {
    if (stage.maxBatch != 0 && stage.gather > stage.maxBatch) {
      throw new IllegalArgumentException(
          "stage '%s' gather: %s (expected: 2..%s, its maxBatch)"
              .formatted(stage.name, stage.gather, stage.maxBatch));
    }
    ErrorPolicy policy = stage.errorPolicy != null ? stage.errorPolicy : ring.errorPolicy;
    if (policy.needsUnit() && !stage.unitIsKnown()) {
      throw new IllegalArgumentException(
          "stage '%s' error policy: %s (expected: halt, detach, or a handler of events, maxBatch(1) or wholeRange())"
              .formatted(stage.name, policy));
    }
    boolean detaches = policy.last().kind() == ErrorPolicy.Kind.DETACH;
    if (detaches && !topology.downstreams(stage.name).isEmpty()) {
      throw new IllegalArgumentException(
          "stage '%s' error policy: %s (expected: one that does not detach, since %s comes after)"
              .formatted(stage.name, policy, String.join(", ", topology.downstreams(stage.name))));
    }
  }
}
