package dev.cadre.toolkit.charts;

import dev.cadre.toolkit.charts.Chart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Draws charts. */
public final class Drawing {
  private static final double SLANT = 56;
  private static final int MARKS = 60;

  private Drawing() {}

  /** The chart as SVG, and what it shows in words, which stands in it too. */
  public record Drawn(String svg, String description) {}

  public static Drawn of(Chart chart) {
    String description = Description.of(chart);
    Frame frame = new Frame(chart.labels(), description);
    switch (chart) {
      case Chart.Bars bars -> bars(frame, bars);
      case Chart.Lines lines -> lines(frame, lines);
      case Chart.Scatter scatter -> scatter(frame, scatter);
      case Chart.Pie pie -> PieDrawing.draw(frame, pie);
      case Chart.Histogram histogram -> histogram(frame, histogram);
    }
    return new Drawn(frame.done(), description);
  }

  private static DoubleStream values(List<Series> series) {
    return series.stream()
        .flatMap(one -> one.values().stream())
        .mapToDouble(Double::doubleValue)
        .filter(value -> !Double.isNaN(value));
  }

  private static void bars(Frame frame, Chart.Bars chart) {
    Scale scale =
        Scale.withZero(
            values(chart.series()).min().orElse(0), values(chart.series()).max().orElse(0), 6);
    boolean slanted = prepare(frame, chart.categories(), chart.series());
    frame.vertical(scale, chart.labels().y());
    double slot = frame.width() / Math.max(chart.categories().size(), 1);
    double wide = slot * 0.76 / chart.series().size();
    double zero = frame.y(scale, 0);
    for (int i = 0; i < chart.categories().size(); i++) {
      double from = frame.left() + i * slot + slot * 0.12;
      for (int s = 0; s < chart.series().size(); s++) {
        double value = chart.series().get(s).values().get(i);
        if (!Double.isNaN(value)) {
          double y = frame.y(scale, value);
          bar(
              frame,
              new Box(from + s * wide, Math.min(y, zero), wide * 0.94, Math.abs(zero - y)),
              s,
              chart.categories().get(i) + ": " + Description.number(value));
        }
      }
      frame.name(chart.categories().get(i), frame.left() + (i + 0.5) * slot, slanted);
    }
    frame.under(chart.labels().x());
  }

  private record Box(double x, double y, double width, double height) {}

  private static void bar(Frame frame, Box box, int series, String said) {
    frame
        .svg
        .open(
            "rect",
            "x",
            box.x(),
            "y",
            box.y(),
            "width",
            Math.max(box.width(), 0.5),
            "height",
            box.height(),
            "fill",
            Frame.colour(series))
        .text("title", said)
        .close("rect");
  }

  /** Legend and room for the names; whether these are slanted. */
  private static boolean prepare(Frame frame, List<String> categories, List<Series> series) {
    frame.legend(series.stream().map(Series::name).toList());
    boolean slanted = frame.slanted(categories);
    if (slanted) {
      frame.deepen(SLANT);
    }
    return slanted;
  }

  private static void lines(Frame frame, Chart.Lines chart) {
    Scale scale =
        Scale.over(
            values(chart.series()).min().orElse(0), values(chart.series()).max().orElse(1), 6);
    List<String> named = thinned(chart.categories());
    boolean slanted =
        prepare(frame, named.stream().filter(n -> !n.isEmpty()).toList(), chart.series());
    frame.vertical(scale, chart.labels().y());
    int last = Math.max(chart.categories().size() - 1, 1);
    double inset = 14;
    double step = (frame.width() - 2 * inset) / last;
    for (int s = 0; s < chart.series().size(); s++) {
      line(frame, scale, chart.series().get(s), s, frame.left() + inset, step);
    }
    for (int i = 0; i < named.size(); i++) {
      if (!named.get(i).isEmpty()) {
        frame.name(named.get(i), frame.left() + inset + i * step, slanted);
      }
    }
    frame.axis();
    frame.under(chart.labels().x());
  }

  /** Broken where a value is missing; dashed from the second on, so that no colour is needed. */
  private static void line(
      Frame frame, Scale scale, Series series, int number, double from, double step) {
    String[] dashes = {"", "7 4", "2 3", "9 3 2 3"};
    List<Double> values = series.values();
    StringJoiner path = new StringJoiner(" ");
    boolean drawing = false;
    for (int i = 0; i < values.size(); i++) {
      if (Double.isNaN(values.get(i))) {
        drawing = false;
        continue;
      }
      path.add(
          String.format(
              Locale.ROOT,
              "%s%.1f,%.1f",
              drawing ? "L" : "M",
              from + i * step,
              frame.y(scale, values.get(i))));
      drawing = true;
    }
    frame.svg.add(
        "path",
        "d",
        path.toString(),
        "fill",
        "none",
        "stroke",
        Frame.colour(number),
        "stroke-width",
        2.2,
        "stroke-linejoin",
        "round",
        "stroke-dasharray",
        dashes[number % dashes.length]);
    if (values.size() <= MARKS) {
      for (int i = 0; i < values.size(); i++) {
        if (!Double.isNaN(values.get(i))) {
          dot(frame, from + i * step, frame.y(scale, values.get(i)), 3, Frame.colour(number));
        }
      }
    }
  }

  private static void dot(Frame frame, double x, double y, double radius, String colour) {
    frame.svg.add("circle", "cx", x, "cy", y, "r", radius, "fill", colour);
  }

  /** About a dozen of many names; the others are empty. */
  private static List<String> thinned(List<String> names) {
    int every = (int) Math.ceil(names.size() / 12.0);
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      kept.add(every <= 1 || i % every == 0 ? names.get(i) : "");
    }
    return kept;
  }

  private static void scatter(Frame frame, Chart.Scatter chart) {
    Scale x = over(chart.x());
    Scale y = over(chart.y());
    frame.vertical(y, chart.labels().y());
    frame.horizontal(x);
    double radius = chart.x().size() > 500 ? 2 : 3.5;
    frame.svg.open("g", "fill-opacity", chart.x().size() > 200 ? 0.45 : 0.75);
    for (int i = 0; i < chart.x().size(); i++) {
      dot(
          frame,
          frame.x(x, chart.x().get(i)),
          frame.y(y, chart.y().get(i)),
          radius,
          Frame.colour(0));
    }
    frame.svg.close("g");
    frame.under(chart.labels().x());
  }

  private static Scale over(List<Double> values) {
    return Scale.over(
        values.stream().collect(Collectors.summarizingDouble(v -> v)).getMin(),
        values.stream().collect(Collectors.summarizingDouble(v -> v)).getMax(),
        6);
  }

  private static void histogram(Frame frame, Chart.Histogram chart) {
    int most = chart.counts().stream().mapToInt(Integer::intValue).max().orElse(1);
    Scale y = Scale.withZero(0, most, 6);
    double low = chart.edges().getFirst();
    double high = chart.edges().getLast();
    Scale x = new Scale(low, high, Scale.over(low, high, 8).step());
    frame.vertical(y, chart.labels().y());
    for (int i = 0; i < chart.counts().size(); i++) {
      double left = frame.x(x, chart.edges().get(i));
      double right = frame.x(x, chart.edges().get(i + 1));
      double top = frame.y(y, chart.counts().get(i));
      bar(
          frame,
          new Box(left + 0.5, top, right - left - 1, frame.bottom() - top),
          0,
          x.label(chart.edges().get(i))
              + " to "
              + x.label(chart.edges().get(i + 1))
              + ": "
              + chart.counts().get(i));
    }
    for (double tick : Scale.over(low, high, 8).ticks()) {
      if (tick >= low - 1e-9 && tick <= high + 1e-9) {
        frame.name(x.label(tick), frame.x(x, tick), false);
      }
    }
    frame.axis();
    frame.under(chart.labels().x());
  }
}
