package dev.cadre.model;

import java.time.LocalDate;
import java.util.Map;

/**
 * Which sums are wanted.
 *
 * @param since the first day, in UTC
 * @param until the last
 * @param only those with these values
 * @param limit 1 to 1,000
 */
record UsageQuery(By by, LocalDate since, LocalDate until, Map<By, String> only, int limit) {
  UsageQuery {
    only = Map.copyOf(only);
  }

  /** What sums are made by. */
  enum By {
    SESSION("session"),
    AGENT("agent"),
    TENANT("tenant"),
    PROVIDER("provider"),
    MODEL("model"),
    DAY("day::text");

    private final String column;

    By(String column) {
      this.column = column;
    }

    String column() {
      return column;
    }
  }
}
