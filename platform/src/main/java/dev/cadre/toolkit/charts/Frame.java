package dev.cadre.toolkit.charts;

import java.util.List;

/**
 * The page that a chart is drawn on: title, axes, ticks, legend. All lengths are pixels of 1/96
 * inch.
 */
final class Frame {
  static final double WIDTH = 720;
  static final double HEIGHT = 440;
  static final double TOP = 56;
  private static final double RIGHT = 24;
  private static final double CHARACTER = 6.6;

  /** By Okabe and Ito: told apart by people who see no red or no green, and on grey paper. */
  static final List<String> COLOURS =
      List.of(
          "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8C8C00", "#5B5B5B");

  private static final String INK = "#222222";
  private static final String FAINT = "#E2E2E2";

  final Svg svg = new Svg();
  private double left = 64;
  private double bottom = HEIGHT - 60;

  /**
   * @param description what the chart shows, in words, for who cannot see it
   */
  Frame(Chart.Labels labels, String description) {
    svg.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "viewBox",
        "0 0 " + (int) WIDTH + " " + (int) HEIGHT,
        "width",
        (int) WIDTH,
        "height",
        (int) HEIGHT,
        "role",
        "img",
        "aria-labelledby",
        "chart-title chart-desc",
        "font-family",
        "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif",
        "font-size",
        12,
        "fill",
        INK);
    svg.text("title", labels.title(), "id", "chart-title");
    svg.text("desc", description, "id", "chart-desc");
    svg.add("rect", "width", (int) WIDTH, "height", (int) HEIGHT, "fill", "#FFFFFF");
    svg.text(
        "text",
        shortened(labels.title(), 66),
        "x",
        20,
        "y",
        28,
        "font-size",
        17,
        "font-weight",
        600);
  }

  double left() {
    return left;
  }

  double right() {
    return WIDTH - RIGHT;
  }

  double bottom() {
    return bottom;
  }

  double width() {
    return right() - left;
  }

  double y(Scale scale, double value) {
    return bottom - scale.share(value) * (bottom - TOP);
  }

  double x(Scale scale, double value) {
    return left + scale.share(value) * width();
  }

  /** Leaves room for slanted names under the axis. */
  void deepen(double by) {
    bottom -= by;
  }

  /** Horizontal lines with their numbers, and what they measure. */
  void vertical(Scale scale, String label) {
    int longest =
        scale.ticks().stream().mapToInt(tick -> scale.label(tick).length()).max().orElse(1);
    left = (label.isEmpty() ? 24 : 44) + longest * CHARACTER;
    for (double tick : scale.ticks()) {
      double y = y(scale, tick);
      boolean zero = Math.abs(tick) < scale.step() / 1e6;
      svg.add("line", "x1", left, "x2", right(), "y1", y, "y2", y, "stroke", zero ? INK : FAINT);
      svg.text("text", scale.label(tick), "x", left - 8, "y", y + 4, "text-anchor", "end");
    }
    if (!label.isEmpty()) {
      double middle = (TOP + bottom) / 2;
      svg.text(
          "text",
          shortened(label, 48),
          "x",
          20,
          "y",
          middle,
          "text-anchor",
          "middle",
          "font-weight",
          600,
          "transform",
          "rotate(-90 20 " + Math.round(middle) + ")");
    }
  }

  /** Numbers under the axis. */
  void horizontal(Scale scale) {
    for (double tick : scale.ticks()) {
      double x = x(scale, tick);
      svg.add("line", "x1", x, "x2", x, "y1", bottom, "y2", bottom + 5, "stroke", INK);
      svg.text("text", scale.label(tick), "x", x, "y", bottom + 20, "text-anchor", "middle");
    }
    axis();
  }

  void axis() {
    svg.add("line", "x1", left, "x2", right(), "y1", bottom, "y2", bottom, "stroke", INK);
  }

  void under(String label) {
    if (!label.isEmpty()) {
      svg.text(
          "text",
          shortened(label, 80),
          "x",
          (left + right()) / 2,
          "y",
          HEIGHT - 12,
          "text-anchor",
          "middle",
          "font-weight",
          600);
    }
  }

  /** Whether the names are so long that they must be slanted. */
  boolean slanted(List<String> names) {
    int longest = names.stream().mapToInt(name -> Math.min(name.length(), 18)).max().orElse(0);
    return longest * CHARACTER + 6 > (WIDTH - RIGHT - 90) / Math.max(names.size(), 1);
  }

  /** A name under the middle of its category. */
  void name(String name, double x, boolean slanted) {
    if (slanted) {
      svg.text(
          "text",
          shortened(name, 13),
          "x",
          x,
          "y",
          bottom + 14,
          "text-anchor",
          "end",
          "transform",
          "rotate(-40 " + Math.round(x) + " " + Math.round(bottom + 14) + ")");
    } else {
      svg.text("text", shortened(name, 18), "x", x, "y", bottom + 20, "text-anchor", "middle");
    }
  }

  /** One word beside one colour for each series; nothing for a single one. */
  void legend(List<String> names) {
    if (names.size() < 2) {
      return;
    }
    double x = 20;
    for (int i = 0; i < names.size(); i++) {
      String name = shortened(names.get(i), 20);
      svg.add("rect", "x", x, "y", 37, "width", 11, "height", 11, "fill", colour(i));
      svg.text("text", name, "x", x + 16, "y", 47);
      x += 34 + name.length() * CHARACTER;
    }
  }

  static String colour(int i) {
    return COLOURS.get(i % COLOURS.size());
  }

  static String shortened(String text, int most) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.codePointCount(0, line.length()) <= most
        ? line
        : line.substring(0, line.offsetByCodePoints(0, most - 1)).stripTrailing() + "\u2026";
  }

  String done() {
    return svg.close("svg").toString();
  }
}
