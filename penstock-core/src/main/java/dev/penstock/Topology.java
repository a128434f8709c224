package dev.penstock;

import dev.penstock.sequence.Nullable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who comes after whom: a directed graph without cycles of named stages, checked when it is made.
 */
final class Topology {
  private final Map<String, Set<String>> upstreams = new LinkedHashMap<>();
  private final Map<String, Set<String>> downstreams = new LinkedHashMap<>();
  private final List<String> ordered;

  Topology(Collection<StageConfig> stages) {
    for (StageConfig stage : stages) {
      Set<String> after = new LinkedHashSet<>(stage.after);
      if (stage.afterAll) {
        after.addAll(leaves());
      }
      upstreams.put(stage.name, after);
      downstreams.put(stage.name, new LinkedHashSet<>());
      for (String name : after) {
        Set<String> below = downstreams.get(name);
        if (below != null) { // else it is added later, or not at all
          below.add(stage.name);
        }
      }
    }
    connect();
    ordered = sort();
  }

  private void connect() {
    upstreams.forEach(
        (stage, after) -> {
          for (String name : after) {
            Set<String> below = downstreams.get(name);
            if (below == null) {
              throw unknown(name);
            }
            below.add(stage);
          }
        });
  }

  /** Upstream before downstream, else in the order in which the stages were added. */
  private List<String> sort() {
    List<String> sorted = new ArrayList<>();
    Map<String, Integer> missing = new HashMap<>();
    upstreams.forEach((stage, after) -> missing.put(stage, after.size()));
    Deque<String> ready = new ArrayDeque<>(first());
    while (!ready.isEmpty()) {
      String stage = ready.remove();
      sorted.add(stage);
      for (String below : downstreams(stage)) {
        if (missing.merge(below, -1, Integer::sum) == 0) {
          ready.add(below);
        }
      }
    }
    if (sorted.size() < upstreams.size()) {
      throw new IllegalArgumentException("stages: " + cycle(sorted) + " (expected: no cycle)");
    }
    return sorted;
  }

  /** One cycle among the stages that could not be sorted, as {@code a -> b -> a}. */
  private String cycle(List<String> sorted) {
    String stage =
        upstreams.keySet().stream().filter(s -> !sorted.contains(s)).findFirst().orElseThrow();
    List<String> path = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    while (seen.add(stage)) {
      path.add(0, stage);
      stage = upstreams(stage).stream().filter(s -> !sorted.contains(s)).findFirst().orElseThrow();
    }
    List<String> loop = new ArrayList<>(path.subList(0, path.indexOf(stage) + 1));
    loop.add(0, stage);
    return String.join(" -> ", loop);
  }

  List<String> ordered() {
    return ordered;
  }

  Set<String> upstreams(String stage) {
    return known(upstreams.get(stage), stage);
  }

  Set<String> downstreams(String stage) {
    return known(downstreams.get(stage), stage);
  }

  private Set<String> known(@Nullable Set<String> stages, String name) {
    if (stages == null) {
      throw unknown(name);
    }
    return stages;
  }

  IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "stage: %s (expected: one of %s)".formatted(name, String.join(", ", upstreams.keySet())));
  }

  /** The stages that come after no other: they take from the producers. */
  List<String> first() {
    return withoutAny(upstreams);
  }

  /** The stages that no other comes after: they gate the producers. */
  List<String> leaves() {
    return withoutAny(downstreams);
  }

  private static List<String> withoutAny(Map<String, Set<String>> neighbours) {
    List<String> stages = new ArrayList<>();
    neighbours.forEach(
        (stage, others) -> {
          if (others.isEmpty()) {
            stages.add(stage);
          }
        });
    return stages;
  }
}
