package dev.cadre.toolkit.data;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A column of a {@link Dataset}.
 *
 * @param values in one form: numbers as plain decimals, dates as ISO 8601, truth values {@code
 *     true} and {@code false}; empty for a missing one
 */
record Column(String name, ColumnType type, List<String> values) {
  Column {
    values = List.copyOf(values);
  }

  boolean missing(int row) {
    return values.get(row).isEmpty();
  }

  /** The number of a row; null when it is missing or the column is not of numbers. */
  @Nullable BigDecimal number(int row) {
    return type.isNumber() && !missing(row) ? new BigDecimal(values.get(row)) : null;
  }

  /** All numbers there are. */
  List<BigDecimal> numbers() {
    return type.isNumber() ? present().map(BigDecimal::new).toList() : List.of();
  }

  Stream<String> present() {
    return values.stream().filter(value -> !value.isEmpty());
  }
}
