package dev.cadre.toolkit.charts;

import java.util.List;

/** What is drawn, before it has a place on the page. */
public sealed interface Chart {

  /** What stands above it; the first thing a screen reader says. */
  Labels labels();

  /**
   * @param x what the horizontal axis shows; empty for nothing
   * @param y what the vertical axis shows; empty for nothing
   */
  record Labels(String title, String x, String y) {}

  /**
   * A value for each category, of each series.
   *
   * @param values as long as the categories; NaN where there is none
   */
  record Series(String name, List<Double> values) {
    public Series {
      values = List.copyOf(values);
    }
  }

  /** Bars beside one another; they begin at zero. */
  record Bars(Labels labels, List<String> categories, List<Series> series) implements Chart {
    public Bars {
      categories = List.copyOf(categories);
      series = List.copyOf(series);
    }
  }

  /** Lines through points at equal distances. */
  record Lines(Labels labels, List<String> categories, List<Series> series) implements Chart {
    public Lines {
      categories = List.copyOf(categories);
      series = List.copyOf(series);
    }
  }

  /** A point for each pair; both lists are as long. */
  record Scatter(Labels labels, List<Double> x, List<Double> y) implements Chart {
    public Scatter {
      x = List.copyOf(x);
      y = List.copyOf(y);
    }
  }

  /** Shares of a whole; no value is negative. */
  record Pie(Labels labels, List<String> categories, List<Double> values) implements Chart {
    public Pie {
      categories = List.copyOf(categories);
      values = List.copyOf(values);
    }
  }

  /** How often values fall between edges, of which there is one more than there are counts. */
  record Histogram(Labels labels, List<Double> edges, List<Integer> counts) implements Chart {
    public Histogram {
      edges = List.copyOf(edges);
      counts = List.copyOf(counts);
    }

    /**
     * Round edges around values.
     *
     * @param values not empty
     * @param wanted about how many classes
     */
    public static List<Double> edges(List<Double> values, int wanted) {
      double low = values.stream().mapToDouble(v -> v).min().orElse(0);
      double high = values.stream().mapToDouble(v -> v).max().orElse(0);
      return Scale.over(low, high, wanted).ticks();
    }
  }
}
