package dev.penstock.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the lines of one chart look: a colour per library, a pattern per variant of it. */
final class LineStyles {
  private static final List<String> PATTERNS =
      List.of("", " dashed", " dotted", " dash-dot", " long-dashed", " sparse", " dash-dot-dot");

  private final Map<String, Integer> variants = new HashMap<>();

  /** The classes of the next line, which is of this cell's library. */
  String next(Cell cell) {
    int earlier = variants.merge(cell.library(), 1, Integer::sum) - 1;
    return "curve " + Svg.colour(cell) + PATTERNS.get(earlier % PATTERNS.size());
  }
}
