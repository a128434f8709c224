package dev.penstock;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a ring looked like at one moment, and the result of its shutdown.
 *
 * <p>The counters are read one after the other, from the stages furthest down to the claims, so a
 * lag is never negative; between two of them the ring may have moved on.
 *
 * @param name the ring's name
 * @param state where it stood in its life
 * @param capacity the number of its slots
 * @param claimed the highest sequence that had been claimed
 * @param published the highest sequence up to which everything was published or discarded
 * @param stages the stages, upstream first
 * @param claims what was claimed, and neither published nor discarded
 * @param failure what the ring failed with
 */
public record Snapshot(
    String name,
    DisruptorState state,
    int capacity,
    long claimed,
    long published,
    List<StageSnapshot> stages,
    List<PendingClaim> claims,
    Optional<DisruptorFailedException> failure) {
  /** Copies the lists. */
  public Snapshot {
    stages = List.copyOf(stages);
    claims = List.copyOf(claims);
  }

  /** The highest sequence that every stage has completed. */
  public long completed() {
    return stages.stream().mapToLong(StageSnapshot::completed).min().orElse(claimed);
  }

  /** How many sequences have been claimed that some stage has not completed. */
  public long unprocessed() {
    return Math.max(0, claimed - completed());
  }

  /** The stage of this name. */
  public StageSnapshot stage(String stage) {
    return stages.stream()
        .filter(s -> s.name().equals(stage))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "stage: %s (expected: one of %s)"
                        .formatted(
                            stage,
                            String.join(", ", stages.stream().map(StageSnapshot::name).toList()))));
  }

  /**
   * Who holds the ring up: the stage furthest behind of those that could go on, else the claim that
   * is not published; nobody when there is nothing to do.
   */
  public Optional<String> blocker() {
    Optional<String> stage =
        stages.stream()
            .filter(s -> s.backlog() > 0 && state != DisruptorState.TERMINATED)
            .min(Comparator.comparingLong(StageSnapshot::completed))
            .map(s -> "stage '" + s.name() + "'");
    return stage.or(
        () ->
            claims.stream()
                .min(Comparator.comparingLong(PendingClaim::lo))
                .map(
                    c ->
                        "claim %s..%s of producer '%s' (thread: %s)"
                            .formatted(c.lo(), c.hi(), c.producer(), c.thread())));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        "'%s' is %s: claimed: %s, published: %s, completed: %s, capacity: %s"
            .formatted(name, state, claimed, published, completed(), capacity));
    blocker().ifPresent(blocker -> text.append(", held up by ").append(blocker));
    stages.forEach(stage -> text.append("\n  ").append(stage));
    claims.forEach(
        c ->
            text.append(
                "\n  claim %s..%s of producer '%s' (thread: %s) is unpublished"
                    .formatted(c.lo(), c.hi(), c.producer(), c.thread())));
    failure.ifPresent(f -> text.append("\n  failed: ").append(f.getMessage()));
    return text.toString();
  }
}
