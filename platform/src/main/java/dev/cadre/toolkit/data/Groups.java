package dev.cadre.toolkit.data;

import dev.cadre.fault.Fault;
import dev.cadre.toolkit.files.Interruption;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Figures of the rows that have one value in a column, for each such value. */
final class Groups {
  static final int MAX_GROUPS = 100_000;

  private Groups() {}

  /** What is made of the values of a group. */
  enum Figure {
    SUM,
    AVERAGE,
    MINIMUM,
    MAXIMUM,
    MEDIAN,
    COUNT,
    DISTINCT;

    /** By the name that the tools' schemas give it. */
    static Figure of(String name) {
      return switch (name) {
        case "total" -> SUM;
        case "mean" -> AVERAGE;
        default -> valueOf(name.toUpperCase(Locale.ROOT));
      };
    }

    boolean needsNumbers() {
      return this != COUNT && this != DISTINCT;
    }
  }

  /**
   * A group's figure.
   *
   * @param key empty for the rows without a value
   * @param value null where no row of the group has a number
   */
  record Group(String key, @Nullable BigDecimal value, int rows) {}

  /** The rows by their value in {@code by}, in the order they first come; all in one for null. */
  static Map<String, List<Integer>> rows(List<Integer> rows, @Nullable Column by)
      throws InterruptedException {
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    int seen = 0;
    for (int row : rows) {
      if (++seen % 65_536 == 0) {
        Interruption.check();
      }
      String key = by == null ? "" : by.values().get(row);
      groups.computeIfAbsent(key, fresh -> new ArrayList<>()).add(row);
      if (groups.size() > MAX_GROUPS) {
        throw new Fault.Invalid(
            "there are more than " + MAX_GROUPS + " groups; group by a column with fewer values");
      }
    }
    return groups;
  }

  static List<Group> figures(
      Map<String, List<Integer>> groups, Figure figure, @Nullable Column of) {
    List<Group> all = new ArrayList<>();
    groups.forEach((key, rows) -> all.add(new Group(key, figure(rows, figure, of), rows.size())));
    return all;
  }

  static @Nullable BigDecimal figure(List<Integer> rows, Figure figure, @Nullable Column of) {
    if (of == null) {
      return BigDecimal.valueOf(rows.size());
    }
    if (!figure.needsNumbers()) {
      List<String> present =
          rows.stream().map(row -> of.values().get(row)).filter(v -> !v.isEmpty()).toList();
      return BigDecimal.valueOf(
          figure == Figure.COUNT ? present.size() : new HashSet<>(present).size());
    }
    List<BigDecimal> numbers = new ArrayList<>();
    for (int row : rows) {
      BigDecimal number = of.number(row);
      if (number != null) {
        numbers.add(number);
      }
    }
    return numbers.isEmpty() ? null : figure(numbers, figure);
  }

  private static BigDecimal figure(List<BigDecimal> numbers, Figure figure) {
    return switch (figure) {
      case SUM -> Statistics.sum(numbers);
      case AVERAGE -> Statistics.mean(numbers);
      case MINIMUM -> numbers.stream().min(Comparator.naturalOrder()).orElseThrow();
      case MAXIMUM -> numbers.stream().max(Comparator.naturalOrder()).orElseThrow();
      case MEDIAN -> Statistics.median(numbers);
      case COUNT, DISTINCT -> BigDecimal.valueOf(numbers.size());
    };
  }
}
