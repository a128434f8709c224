package dev.penstock;

import java.util.List;
import java.util.Set;

/** A ring in words, and as a picture. */
final class Description {
  private final DisruptorBuilder config;
  private final Topology topology;

  Description(DisruptorBuilder config, Topology topology) {
    this.config = config;
    this.topology = topology;
  }

  String text(DisruptorState state) {
    StringBuilder text = new StringBuilder();
    text.append(
        "'%s' is %s: %s, %s slots"
            .formatted(
                config.name,
                state,
                config.multiProducer ? "several producers" : "single producer",
                config.capacity));
    for (StageConfig stage : config.stages.values()) {
      Set<String> after = topology.upstreams(stage.name);
      text.append(
          "\n  stage '%s' after %s, %s, on failure %s, %s"
              .formatted(
                  stage.name,
                  after.isEmpty() ? "the producers" : String.join(", ", after),
                  stage.waitStrategy != null ? stage.waitStrategy : config.waitStrategy,
                  stage.errorPolicy != null ? stage.errorPolicy : config.errorPolicy,
                  stage.polled ? "polled" : "on a thread"));
    }
    return text.toString();
  }

  String mermaid() {
    StringBuilder text = new StringBuilder("flowchart LR\n");
    text.append("  producers([\"")
        .append(config.multiProducer ? "producers" : "producer")
        .append("\"])\n");
    List<String> names = List.copyOf(config.stages.keySet());
    for (String name : names) {
      text.append("  s%s[\"%s\"]\n".formatted(names.indexOf(name), name.replace("\"", "#quot;")));
    }
    for (String name : names) {
      Set<String> after = topology.upstreams(name);
      if (after.isEmpty()) {
        text.append("  producers --> s%s\n".formatted(names.indexOf(name)));
      }
      for (String above : after) {
        text.append("  s%s --> s%s\n".formatted(names.indexOf(above), names.indexOf(name)));
      }
    }
    return text.toString();
  }
}
