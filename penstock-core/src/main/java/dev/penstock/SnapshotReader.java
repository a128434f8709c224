package dev.penstock;

import dev.penstock.sequence.Nullable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes snapshots: reads stages from the leaves up, then what is published, then what is claimed.
 *
 * <p>Each of these never exceeds the next at any one moment, and stages and what is published only
 * grow; read in this order, none is ever seen above the one that is read after it. A single
 * producer's claim may be seen late, or no more; what is published counts as claimed then.
 */
final class SnapshotReader {
  private final Lifecycle lifecycle;
  private final Topology topology;

  SnapshotReader(Lifecycle lifecycle, Topology topology) {
    this.lifecycle = lifecycle;
    this.topology = topology;
  }

  Snapshot read(boolean withStacks) {
    DisruptorState state = lifecycle.current(); // first: what has ended has counted
    List<Stage> stages = lifecycle.stages();
    long[] completed = new long[stages.size()];
    for (int i = completed.length - 1; i >= 0; i--) {
      completed[i] = stages.get(i).completed();
    }
    long published = lifecycle.end.published();
    long claimed = Math.max(published, lifecycle.sequencer.claimed());
    List<StageSnapshot> all = new ArrayList<>();
    for (int i = 0; i < completed.length; i++) {
      all.add(stage(stages, completed, i, published, claimed, withStacks));
    }
    return new Snapshot(
        lifecycle.name,
        state,
        lifecycle.sequencer.capacity(),
        claimed,
        published,
        all,
        lifecycle.producers().stream().map(Producer::pending).filter(Objects::nonNull).toList(),
        Optional.ofNullable(lifecycle.failureOrNull()));
  }

  private StageSnapshot stage(
      List<Stage> stages,
      long[] completed,
      int index,
      long published,
      long claimed,
      boolean withStacks) {
    Stage stage = stages.get(index);
    List<String> after = List.copyOf(topology.upstreams(stage.name()));
    long above = published;
    for (int i = 0; i < index; i++) {
      if (after.contains(stages.get(i).name())) {
        above = Math.min(above, completed[i]);
      }
    }
    long lag = published - completed[index];
    long backlog = above - completed[index];
    Thread thread = stage.hasEnded() ? null : stage.drivenNow();
    return new StageSnapshot(
        stage.name(),
        after,
        completed[index],
        lag,
        backlog,
        waiting(stage, lag, backlog, claimed > published),
        stage.handOver.detached(),
        stage.handOver.failures(),
        Optional.ofNullable(stage.handOver.lastFailure()),
        thread == null ? "" : thread.getName(),
        withStacks ? stack(thread) : List.of());
  }

  private static List<StackTraceElement> stack(@Nullable Thread thread) {
    return thread == null ? List.of() : List.of(thread.getStackTrace());
  }

  private static StepResult waiting(Stage stage, long lag, long backlog, boolean claims) {
    if (stage.hasEnded()) {
      return StepResult.ENDED;
    }
    if (backlog > 0) {
      return stage.heldBack();
    }
    if (lag > 0) {
      return StepResult.UPSTREAM;
    }
    return claims ? StepResult.UNPUBLISHED : StepResult.EMPTY;
  }
}
