package dev.cadre.model;

import dev.cadre.config.Section;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The most that models may cost, in dollars; null for no limit. Days are those of UTC.
 *
 * @param session of one session in its whole life
 * @param agent of one agent in a day
 * @param tenant of one principal in a day
 * @param day of everything in a day
 */
public record BudgetLimits(
    @Nullable BigDecimal session,
    @Nullable BigDecimal agent,
    @Nullable BigDecimal tenant,
    @Nullable BigDecimal day) {
  public static final BudgetLimits NONE = new BudgetLimits(null, null, null, null);

  private static final double MAX = 1e9;

  /** Reads the section {@code budgets}. */
  static BudgetLimits read(Section section) {
    return new BudgetLimits(
        dollars(section, "session"),
        dollars(section, "agent"),
        dollars(section, "tenant"),
        dollars(section, "day"));
  }

  private static @Nullable BigDecimal dollars(Section section, String key) {
    double written = section.number(key, -1, 0, MAX);
    return written < 0 ? null : BigDecimal.valueOf(written);
  }
}
