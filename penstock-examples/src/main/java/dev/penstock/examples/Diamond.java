package dev.penstock.examples;

import dev.penstock.Disruptor;
import dev.penstock.Producer;
import dev.penstock.ring.ObjectRing;
import java.util.List;

/** One stage, then two beside each other, then one that follows both. */
final class Diamond {
  /** What the stages work out about one line, each in a field of its own. */
  static final class Line {
    String text = "";
    String trimmed = "";
    int length;
    int words;

    void read(String text) {
      this.text = text;
    }
  }

  private Diamond() {}

  static String run(List<String> lines, List<String> report) {
    ObjectRing<Line> ring = ObjectRing.withCapacity(64, Line::new);
    // snippet: diamond
    Disruptor disruptor =
        Disruptor.singleProducer(ring.capacity())
            .stage("trim", ring.each((line, seq, last) -> line.trimmed = line.text.trim()))
            .stage("measure", ring.each((line, seq, last) -> line.length = line.trimmed.length()))
            .after("trim")
            .stage("count", ring.each((line, seq, last) -> line.words = words(line.trimmed)))
            .after("trim")
            .stage("report", ring.each((line, seq, last) -> report.add(summary(line))))
            .after("measure", "count") // sees a line when both have completed it
            .build();
    String picture = disruptor.mermaid();
    // end
    try (disruptor;
        Producer producer = disruptor.start().producer()) {
      for (String line : lines) {
        ring.publish(producer, Line::read, line);
      }
    }
    return picture;
  }

  private static int words(String text) {
    return text.isEmpty() ? 0 : text.split("\\s+", -1).length;
  }

  private static String summary(Line line) {
    return line.words + " words, " + line.length + " characters";
  }
}
