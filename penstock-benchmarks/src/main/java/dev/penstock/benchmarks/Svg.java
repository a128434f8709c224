package dev.penstock.benchmarks;

import java.util.List;
import java.util.Locale;

/** Writes the elements of a chart. Colours come from the page's style sheet, by class. */
final class Svg {
  private static final List<String> LIBRARIES =
      List.of(
          "penstock",
          "lmax",
          "jctools",
          "agrona",
          "conversant",
          "array-blocking-queue",
          "linked-transfer-queue",
          CProgram.NAME);

  private final StringBuilder text = new StringBuilder();

  Svg(int width, int height, String title) {
    text.append("<figure><figcaption>")
        .append(escape(title))
        .append("</figcaption>\n<svg viewBox=\"0 0 ")
        .append(width)
        .append(' ')
        .append(height)
        .append("\" width=\"")
        .append(width)
        .append("\" role=\"img\" aria-label=\"")
        .append(escape(title))
        .append("\">\n");
  }

  static String escape(String raw) {
    return raw.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** The class that gives a library its colour. */
  static String colour(Cell cell) {
    return "l" + LIBRARIES.indexOf(cell.library());
  }

  Svg rect(String style, double x, double y, double width, double height) {
    text.append(
        format(
            "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>%n",
            style, x, y, width, height));
    return this;
  }

  Svg line(String style, double x1, double y1, double x2, double y2) {
    text.append(
        format(
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
            style, x1, y1, x2, y2));
    return this;
  }

  Svg text(String style, double x, double y, String words) {
    text.append(
        format("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n", style, x, y, escape(words)));
    return this;
  }

  Svg polyline(String style, String points, String title) {
    text.append(
        format(
            "<polyline class=\"%s\" points=\"%s\"><title>%s</title></polyline>%n",
            style, points, escape(title)));
    return this;
  }

  static String point(double x, double y) {
    return format("%.1f,%.1f", x, y);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  String end() {
    return text.append("</svg></figure>\n").toString();
  }
}
