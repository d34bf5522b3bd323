package dev.cadre.toolkit.charts;

import java.util.Locale;

/** Slices clockwise from the top, each named with its share beside the circle. */
final class PieDrawing {
  private static final double RADIUS = 150;
  private static final double CX = 200;
  private static final double CY = Frame.TOP + 20 + RADIUS;

  private PieDrawing() {}

  static void draw(Frame frame, Chart.Pie chart) {
    double whole = chart.values().stream().mapToDouble(Double::doubleValue).sum();
    double from = 0;
    for (int i = 0; i < chart.values().size(); i++) {
      double share = whole == 0 ? 0 : chart.values().get(i) / whole;
      String said = chart.categories().get(i) + ": " + percent(share);
      slice(frame, from, from + share, Frame.colour(i), said);
      key(frame, i, chart, share);
      from += share;
    }
  }

  private static void slice(Frame frame, double from, double to, String colour, String said) {
    if (to - from <= 0) {
      return;
    }
    Object[] look = {"fill", colour, "stroke", "#FFFFFF", "stroke-width", 1.5};
    if (to - from > 0.9999) {
      frame
          .svg
          .open("circle", "cx", CX, "cy", CY, "r", RADIUS, "fill", colour)
          .text("title", said)
          .close("circle");
      return;
    }
    String path =
        String.format(
            Locale.ROOT,
            "M%.2f,%.2f L%.2f,%.2f A%.0f,%.0f 0 %d 1 %.2f,%.2f Z",
            CX,
            CY,
            x(from),
            y(from),
            RADIUS,
            RADIUS,
            to - from > 0.5 ? 1 : 0,
            x(to),
            y(to));
    frame
        .svg
        .open("path", "d", path, look[0], look[1], look[2], look[3], look[4], look[5])
        .text("title", said)
        .close("path");
  }

  private static double x(double turn) {
    return CX + RADIUS * Math.sin(turn * 2 * Math.PI);
  }

  private static double y(double turn) {
    return CY - RADIUS * Math.cos(turn * 2 * Math.PI);
  }

  private static void key(Frame frame, int i, Chart.Pie chart, double share) {
    double y = Frame.TOP + 30 + i * 30;
    frame.svg.add(
        "rect", "x", 400, "y", y - 11, "width", 14, "height", 14, "fill", Frame.colour(i));
    frame.svg.text(
        "text",
        Frame.shortened(chart.categories().get(i), 22)
            + "  "
            + percent(share)
            + " ("
            + Description.number(chart.values().get(i))
            + ")",
        "x",
        422,
        "y",
        y + 1,
        "font-size",
        13);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }
}
