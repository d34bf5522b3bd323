package dev.cadre.toolkit.tables;

import dev.cadre.toolkit.files.Archive;
import dev.cadre.toolkit.files.Xml;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which cells of a workbook show their number as a day or a time. */
final class SheetStyles {
  private static final BigDecimal SECONDS = BigDecimal.valueOf(86_400);

  /** The last day that Excel knows, 9999-12-31. */
  private static final int LAST_DAY = 2_958_465;

  private final List<Boolean> dates;
  private final LocalDate zero;
  private final boolean from1904;

  private SheetStyles(List<Boolean> dates, boolean from1904) {
    this.dates = dates;
    this.from1904 = from1904;
    zero = from1904 ? LocalDate.of(1904, 1, 1) : LocalDate.of(1899, 12, 30);
  }

  static SheetStyles read(String file, Archive archive, boolean from1904)
      throws InterruptedException {
    List<Boolean> dates = new ArrayList<>();
    if (!archive.has("xl/styles.xml")) {
      return new SheetStyles(dates, from1904);
    }
    Map<Integer, String> codes = new HashMap<>();
    Set<String> open = new HashSet<>();
    try (Xml xml = new Xml(file, archive.open("xl/styles.xml"))) {
      for (Xml.Event event = xml.next(); event != null; event = xml.next()) {
        String element = event == Xml.Event.TEXT ? "" : xml.element();
        if (event == Xml.Event.END) {
          open.remove(element);
        } else if (element.equals("numFmt")) {
          codes.put(number(xml.attribute("numFmtId")), xml.attribute("formatCode"));
        } else if (element.equals("xf") && open.contains("cellXfs")) {
          int id = number(xml.attribute("numFmtId"));
          dates.add(isDate(id, codes.getOrDefault(id, "")));
        } else if (event == Xml.Event.START) {
          open.add(element);
        }
      }
    }
    return new SheetStyles(dates, from1904);
  }

  /**
   * By ECMA-376 part 1, 18.8.30: the formats that every workbook has, and the letters of others.
   */
  private static boolean isDate(int id, String code) {
    if (code.isEmpty()) {
      return (id >= 14 && id <= 22)
          || (id >= 27 && id <= 36)
          || (id >= 45 && id <= 47)
          || (id >= 50 && id <= 58);
    }
    String letters =
        code.toLowerCase(Locale.ROOT)
            .replaceAll("\"[^\"]*\"|\\\\.|_.|\\*.|\\[(?![hms]+\\])[^\\]]*\\]", "")
            .replace("general", "");
    return letters.matches(".*[ymdhs].*") && !letters.matches(".*[#?].*");
  }

  static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException absent) {
      return 0;
    }
  }

  /** A number as its cell shows it: a day, a time, or itself. */
  String shown(String number, int style) {
    BigDecimal value;
    try {
      value = new BigDecimal(number.strip());
    } catch (NumberFormatException e) {
      return number;
    }
    if (value.precision() - (long) value.scale() > 400 || value.scale() > 400) {
      return number;
    }
    boolean date = style >= 0 && style < dates.size() && dates.get(style);
    if (!date || value.signum() < 0 || value.compareTo(BigDecimal.valueOf(LAST_DAY + 1L)) >= 0) {
      return plain(value);
    }
    return moment(value);
  }

  /**
   * Excel keeps doubles and shows 15 digits of them; what 0.1 + 0.2 left in the sixteenth is no
   * part of the number.
   */
  private static String plain(BigDecimal value) {
    BigDecimal shown =
        value.precision() > 15 ? value.round(new MathContext(15, RoundingMode.HALF_EVEN)) : value;
    BigDecimal shortest = shown.signum() == 0 ? BigDecimal.ZERO : shown.stripTrailingZeros();
    return shortest.toPlainString();
  }

  private String moment(BigDecimal value) {
    BigDecimal days = value.setScale(0, RoundingMode.FLOOR);
    long seconds =
        value.subtract(days).multiply(SECONDS).setScale(0, RoundingMode.HALF_UP).longValue();
    int day = days.intValue();
    if (day == 0 && !from1904) {
      return LocalTime.ofSecondOfDay(Math.min(seconds, 86_399)).toString();
    }
    // Excel believes that 1900 was a leap year.
    LocalDate date = zero.plusDays(!from1904 && day < 60 ? day + 1L : day);
    LocalDateTime moment = date.atStartOfDay().plusSeconds(seconds);
    return seconds == 0 ? date.toString() : moment.toString();
  }
}
