package dev.penstock;

import dev.penstock.sequence.Nullable;
import dev.penstock.sequence.Waiter;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ThreadFactory;

/** What a stage builder has gathered about one stage. Not changed once the ring is built. */
final class StageConfig {
  final String name;
  @Nullable final RangeHandler rangeHandler;
  @Nullable final PartialHandler partialHandler;
  final Set<String> after = new LinkedHashSet<>();
  boolean afterAll;
  boolean polled;
  boolean wholeRange;
  int maxBatch; // 0: the default
  int gather = 1;
  long gatherNanos;
  long idleNanos = Waiter.FOREVER;
  @Nullable WaitStrategy waitStrategy;
  @Nullable ErrorPolicy errorPolicy;
  @Nullable ThreadFactory threads;
  @Nullable StageCallback onStart;
  @Nullable StageCallback onStop;
  @Nullable StageCallback onIdle;

  StageConfig(
      String name, @Nullable RangeHandler rangeHandler, @Nullable PartialHandler partialHandler) {
    this.name = name;
    this.rangeHandler = rangeHandler;
    this.partialHandler = partialHandler;
  }

  /** Whether a failure of this stage names one event, or the stage says that a range is one. */
  boolean unitIsKnown() {
    return wholeRange || maxBatch == 1 || (rangeHandler != null && rangeHandler.perEvent());
  }
}
