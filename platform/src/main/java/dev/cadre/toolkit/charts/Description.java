package dev.cadre.toolkit.charts;

import dev.cadre.toolkit.charts.Chart.Series;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a chart shows, in words. */
final class Description {
  private static final int TOLD = 12;

  private Description() {}

  static String of(Chart chart) {
    return switch (chart) {
      case Chart.Bars(var _, List<String> categories, List<Series> series) ->
          "Bar chart. " + told(categories, series);
      case Chart.Lines(var _, List<String> categories, List<Series> series) ->
          "Line chart. " + told(categories, series);
      case Chart.Pie(var _, List<String> categories, List<Double> values) ->
          "Pie chart. " + told(categories, List.of(new Series("", values)));
      case Chart.Scatter(Chart.Labels labels, List<Double> x, List<Double> y) ->
          "Scatter plot of "
              + x.size()
              + " points: "
              + range(labels.x(), x)
              + "; "
              + range(labels.y(), y)
              + ".";
      case Chart.Histogram(Chart.Labels labels, List<Double> edges, List<Integer> counts) ->
          "Histogram of "
              + labels.x()
              + " in "
              + counts.size()
              + " classes from "
              + number(edges.getFirst())
              + " to "
              + number(edges.getLast())
              + "; the counts are "
              + String.join(", ", counts.stream().map(String::valueOf).toList())
              + ".";
    };
  }

  private static String told(List<String> categories, List<Series> series) {
    List<String> sentences = new ArrayList<>();
    for (Series one : series) {
      List<String> points = new ArrayList<>();
      for (int i = 0; i < Math.min(TOLD, categories.size()); i++) {
        double value = one.values().get(i);
        points.add(categories.get(i) + " " + (Double.isNaN(value) ? "none" : number(value)));
      }
      if (categories.size() > TOLD) {
        points.add("and " + (categories.size() - TOLD) + " more");
      }
      sentences.add((one.name().isEmpty() ? "" : one.name() + ": ") + String.join(", ", points));
    }
    return String.join(". ", sentences) + ".";
  }

  private static String range(String name, List<Double> values) {
    double low = values.stream().mapToDouble(v -> v).min().orElse(0);
    double high = values.stream().mapToDouble(v -> v).max().orElse(0);
    return name + " from " + number(low) + " to " + number(high);
  }

  /** Up to seven digits: what a reader of a chart can use. */
  static String number(double value) {
    if (Math.abs(value) >= 1e15 || (value != 0 && Math.abs(value) < 1e-6)) {
      return String.format(Locale.ROOT, "%.3g", value);
    }
    BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(9));
    rounded = rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
    return rounded.toPlainString();
  }
}
