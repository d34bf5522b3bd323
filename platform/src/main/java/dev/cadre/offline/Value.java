package dev.cadre.offline;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a piece of a text stands for. */
sealed interface Value {

  /**
   * A number.
   *
   * @param unit the word or sign after it, or its currency; empty for none
   * @param ordinal true of {@code third} and {@code 3rd}
   * @param spelled true of a number in words
   */
  record Amount(BigDecimal number, String unit, boolean ordinal, boolean spelled) implements Value {
    boolean whole() {
      return number.stripTrailingZeros().scale() <= 0;
    }

    boolean percent() {
      return unit.equals("%") || unit.equals("percent");
    }
  }

  /**
   * A day.
   *
   * @param relative true when it was said from today: {@code tomorrow}
   */
  record Day(LocalDate date, boolean relative) implements Value {}

  /** A time of day. */
  record Clock(LocalTime time) implements Value {}

  /** A day and a time of day. */
  record Moment(LocalDateTime at) implements Value {}

  /** Words. */
  record Term(Kind kind, String text) implements Value {}

  /** What was given as JSON. */
  record Literal(JsonNode json) implements Value {}

  /** Things enumerated. */
  record Several(List<Mention> items) implements Value {
    public Several {
      items = List.copyOf(items);
    }
  }

  /** What kind of words, the plainest last. */
  enum Kind {
    QUOTED,
    EMAIL,
    URL,
    PHONE,
    IDENTIFIER,
    FORMULA,
    MONTH,
    NAME,
    CHOICE,
    PHRASE,
    CLAUSE
  }
}
