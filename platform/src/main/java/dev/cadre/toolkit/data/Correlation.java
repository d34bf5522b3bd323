package dev.cadre.toolkit.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How two columns go together: Pearson's coefficient by the two-pass formula, and Spearman's, which
 * is Pearson's of the ranks, equal values sharing the mean of theirs.
 *
 * @param x values of rows that have both
 */
record Correlation(List<Double> x, List<Double> y) {
  Correlation {
    x = List.copyOf(x);
    y = List.copyOf(y);
  }

  static Correlation between(Column first, Column second) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int row = 0; row < first.values().size(); row++) {
      if (!first.missing(row) && !second.missing(row)) {
        x.add(Double.parseDouble(first.values().get(row)));
        y.add(Double.parseDouble(second.values().get(row)));
      }
    }
    return new Correlation(x, y);
  }

  int n() {
    return x.size();
  }

  /** Why there is no coefficient; empty when there is one. */
  String undefined() {
    if (n() < 3) {
      return "fewer than 3 rows have both values";
    }
    boolean constant =
        x.stream().distinct().limit(2).count() < 2 || y.stream().distinct().limit(2).count() < 2;
    return constant ? "one of the columns has the same value everywhere" : "";
  }

  /** -1 to 1; empty where it is undefined. */
  OptionalDouble pearson() {
    return undefined().isEmpty()
        ? of(x.stream().mapToDouble(v -> v).toArray(), y.stream().mapToDouble(v -> v).toArray())
        : OptionalDouble.empty();
  }

  /** -1 to 1; empty where it is undefined. */
  OptionalDouble spearman() {
    return undefined().isEmpty() ? of(ranks(x), ranks(y)) : OptionalDouble.empty();
  }

  private static OptionalDouble of(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElse(0);
    double meanB = Arrays.stream(b).average().orElse(0);
    double together = 0;
    double ofA = 0;
    double ofB = 0;
    for (int i = 0; i < a.length; i++) {
      double da = a[i] - meanA;
      double db = b[i] - meanB;
      together += da * db;
      ofA += da * da;
      ofB += db * db;
    }
    double below = Math.sqrt(ofA) * Math.sqrt(ofB);
    return below > 0 && Double.isFinite(below)
        ? OptionalDouble.of(Math.clamp(together / below, -1, 1))
        : OptionalDouble.empty();
  }

  private static double[] ranks(List<Double> values) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparing(values::get));
    double[] ranks = new double[values.size()];
    int from = 0;
    while (from < order.size()) {
      int to = from;
      while (to + 1 < order.size()
          && values.get(order.get(to + 1)).equals(values.get(order.get(from)))) {
        to++;
      }
      for (int i = from; i <= to; i++) {
        ranks[order.get(i)] = (from + to) / 2.0 + 1;
      }
      from = to + 1;
    }
    return ranks;
  }
}
