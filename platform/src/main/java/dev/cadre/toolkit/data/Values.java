package dev.cadre.toolkit.data;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the one type that every value of a column has, and writes them all in its form. A form maps
 * a value to how it is kept, or to null where the value is not of it.
 */
final class Values {
  private static final Set<String> MISSING =
      Set.of("", "na", "n/a", "null", "none", "nan", "-", "#n/a");

  /** Beyond these, a number is an id. */
  private static final int MAX_DIGITS = 30;

  private static final Pattern ID = Pattern.compile("[+-]?0[0-9]+");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,2})?");
  private static final Pattern GROUPED = Pattern.compile("[+-]?[0-9]{1,3}(,[0-9]{3})+(\\.[0-9]+)?");
  private static final Pattern DECIMAL_COMMA =
      Pattern.compile("[+-]?([0-9]{1,3}(\\.[0-9]{3})+|[0-9]+),[0-9]+");
  private static final Pattern CURRENCY =
      Pattern.compile("[$\u20AC\u00A3\u00A5]|\\b(USD|EUR|GBP|CHF|JPY)\\b");
  private static final Pattern COMMA_ENDS = Pattern.compile("[+-]?[0-9.]*,([0-9]{1,2}|[0-9]{4,})");
  private static final Pattern POINT_ENDS = Pattern.compile(".*\\.[0-9]{1,2}");
  private static final Pattern MOMENT =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?"
              + "(Z|[+-][0-9]{2}:?[0-9]{2})?");

  private Values() {}

  /** A column's type and its values in that form. */
  static Column column(String name, List<String> raw) {
    List<String> cells = raw.stream().map(Values::present).toList();
    boolean none = cells.stream().allMatch(String::isEmpty);
    if (none) {
      return new Column(name, ColumnType.TEXT, cells);
    }
    boolean ids = cells.stream().anyMatch(cell -> cell.length() > 1 && ID.matcher(cell).matches());
    if (!ids) {
      Column numbers = numbers(name, cells);
      if (numbers != null) {
        return numbers;
      }
    }
    return first(
        name,
        cells,
        List.of(
            new Form(ColumnType.BOOLEAN, Values::truth),
            new Form(ColumnType.DATE, day("uuuu-MM-dd")),
            new Form(ColumnType.DATE, day("d.M.uuuu")),
            new Form(ColumnType.DATE, day("M/d/uuuu")),
            new Form(ColumnType.DATE, day("d/M/uuuu")),
            new Form(ColumnType.DATETIME, Values::moment)));
  }

  /** A value in a form; null when it has another. */
  @FunctionalInterface
  private interface Reading {
    @Nullable String of(String cell);
  }

  private record Form(ColumnType type, Reading read) {}

  private static Column first(String name, List<String> cells, List<Form> forms) {
    for (Form form : forms) {
      List<String> kept = all(cells, form.read());
      if (kept != null) {
        return new Column(name, form.type(), kept);
      }
    }
    return new Column(name, ColumnType.TEXT, cells);
  }

  private static @Nullable Column numbers(String name, List<String> cells) {
    // Most columns are none of numbers, which the first value shows.
    String first = cells.stream().filter(cell -> !cell.isEmpty()).findFirst().orElse("");
    if (number(first, false) == null && number(first, true) == null) {
      return null;
    }
    boolean comma =
        cells.stream()
                .anyMatch(
                    cell -> cell.indexOf(',') >= 0 && COMMA_ENDS.matcher(bare(cell)).matches())
            && cells.stream()
                .noneMatch(cell -> cell.indexOf('.') >= 0 && POINT_ENDS.matcher(cell).matches());
    List<String> kept = all(cells, cell -> number(cell, comma));
    if (kept == null) {
      return null;
    }
    boolean whole = kept.stream().noneMatch(value -> value.contains("."));
    return new Column(name, whole ? ColumnType.INTEGER : ColumnType.DECIMAL, kept);
  }

  private static @Nullable List<String> all(List<String> cells, Reading form) {
    List<String> kept = new ArrayList<>(cells.size());
    for (String cell : cells) {
      String value = cell.isEmpty() ? "" : form.of(cell);
      if (value == null) {
        return null;
      }
      kept.add(value);
    }
    return kept;
  }

  private static String present(String cell) {
    String value = cell.strip();
    return value.length() <= 4 && MISSING.contains(value.toLowerCase(Locale.ROOT)) ? "" : value;
  }

  private static String bare(String cell) {
    String value = isPlain(cell) ? cell : CURRENCY.matcher(cell).replaceAll("").strip();
    boolean negative = value.startsWith("(") && value.endsWith(")") && value.length() > 2;
    return negative ? "-" + value.substring(1, value.length() - 1) : value;
  }

  /** Digits, a point and a sign alone: nearly every number, and needing no further look. */
  private static boolean isPlain(String cell) {
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if ((c < '0' || c > '9') && c != '.' && c != '-') {
        return false;
      }
    }
    return true;
  }

  /**
   * The plain decimal; null when it is no number. A percentage stays what stands before its sign.
   */
  static @Nullable String number(String cell, boolean decimalComma) {
    String value = bare(cell);
    if (value.endsWith("%")) {
      value = value.substring(0, value.length() - 1).strip();
    }
    if (decimalComma && value.indexOf(',') >= 0 && DECIMAL_COMMA.matcher(value).matches()) {
      value = value.replace(".", "").replace(',', '.');
    } else if (value.indexOf(',') >= 0 && GROUPED.matcher(value).matches()) {
      value = value.replace(",", "");
    }
    if (value.length() > MAX_DIGITS || !NUMBER.matcher(value).matches()) {
      return null;
    }
    return new BigDecimal(value).toPlainString();
  }

  private static @Nullable String truth(String cell) {
    return switch (cell.toLowerCase(Locale.ROOT)) {
      case "true", "yes" -> "true";
      case "false", "no" -> "false";
      default -> null;
    };
  }

  private static Reading day(String pattern) {
    DateTimeFormatter format =
        DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    return cell -> {
      if (cell.length() > 10 || !Character.isDigit(cell.charAt(0))) {
        return null;
      }
      try {
        return LocalDate.parse(cell, format).toString();
      } catch (DateTimeException e) {
        return null;
      }
    };
  }

  private static @Nullable String moment(String cell) {
    return MOMENT.matcher(cell).matches() ? cell.replace(' ', 'T') : null;
  }
}
