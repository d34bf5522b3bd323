package dev.cadre.offline;

import dev.cadre.offline.Value.Clock;
import dev.cadre.offline.Value.Day;
import dev.cadre.offline.Value.Moment;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds days and times of day, in digits and in words, counted from today where they are relative.
 */
final class Calendar {
  private static final String MONTHS =
      Arrays.stream(Month.values())
          .map(m -> m.name().charAt(0) + m.name().substring(1).toLowerCase(Locale.ROOT))
          .map(m -> m.length() <= 4 ? m : m.substring(0, 3) + "(?:" + m.substring(3) + "|t)?\\.?")
          .collect(Collectors.joining("|", "(?:", ")"));
  private static final String DAYS = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";

  private static final Pattern ISO = word("(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})");
  private static final Pattern SLASHED = word("(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4})");
  private static final Pattern MONTH_FIRST =
      word("(" + MONTHS + ")\\.?\\s?(\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s?(?:of\\s)?(\\d{4}))?");
  private static final Pattern DAY_FIRST =
      word("(\\d{1,2})(?:st|nd|rd|th)?\\s(?:of\\s)?(" + MONTHS + ")(?:,?\\s(?:of\\s)?(\\d{4}))?");
  private static final Pattern RELATIVE =
      word(
          "(?i:the\\s)?(?i:day\\s(after\\stomorrow|before\\syesterday)|(today|tonight|tomorrow|yesterday))"
              + "|(?i:(?:(next|this|last|coming|on)\\s)?("
              + DAYS
              + "))|(?i:in\\s(\\w+)\\s(days?|weeks?|months?)(?:'\\stime)?|(\\w+)\\s(days?|weeks?|months?)\\s(ago|from\\s(?:now|today)))");
  private static final Pattern TIME =
      Pattern.compile(
          "(?<![\\w:.])(?:(\\d{1,2})(?::(\\d{2}))?(?::\\d{2})?\\s?([aApP])\\.?[mM]\\b\\.?|(\\d{1,2}):(\\d{2})(?::\\d{2})?(?![\\w:])|(\\d{1,2})\\s?o'?clock|(?i:(noon|midday|midnight))\\b|(?i:half"
              + " past (\\w+)))");
  private static final Pattern BETWEEN = Pattern.compile("(?:,?\\s(?:at|around|by|@)\\s|,?\\s|T)");

  private final LocalDate today;

  Calendar(LocalDate today) {
    this.today = today;
  }

  private static Pattern word(String pattern) {
    return Pattern.compile("(?<![\\w$])(?:" + pattern + ")(?![\\w%])");
  }

  List<Mention> in(Text text) {
    List<Mention> days = new ArrayList<>();
    find(text, ISO, m -> day(m.group(1), m.group(2), m.group(3)), days);
    find(text, SLASHED, Calendar::slashed, days);
    find(text, MONTH_FIRST, m -> named(m.group(3), m.group(1), m.group(2)), days);
    find(text, DAY_FIRST, m -> named(m.group(3), m.group(2), m.group(1)), days);
    find(text, RELATIVE, this::relative, days);
    List<Mention> found = new ArrayList<>(days);
    find(text, TIME, Calendar::time, found);
    List<Mention> times = found.subList(days.size(), found.size());
    found.addAll(moments(text.source(), days, List.copyOf(times)));
    return found;
  }

  private static void find(
      Text text,
      Pattern pattern,
      Function<Matcher, Optional<? extends Value>> read,
      List<Mention> to) {
    Matcher matcher = pattern.matcher(text.source());
    while (matcher.find()) {
      int start = matcher.start();
      int end = matcher.end();
      boolean taken = to.stream().anyMatch(m -> m.start() < end && start < m.end());
      if (!taken) {
        read.apply(matcher).ifPresent(v -> to.add(Mention.of(text.source(), start, end, v)));
      }
    }
  }

  /** The month comes first, as in the United States, unless only the other order is a day. */
  private static Optional<Day> slashed(Matcher m) {
    return Integer.parseInt(m.group(1)) > 12
        ? day(m.group(3), m.group(2), m.group(1))
        : day(m.group(3), m.group(1), m.group(2));
  }

  private static Optional<Day> day(String year, String month, String day) {
    try {
      return Optional.of(
          new Day(
              LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day)),
              false));
    } catch (DateTimeException noSuchDay) {
      return Optional.empty();
    }
  }

  /** Without a year it is the next day of that name. */
  private Optional<Day> named(String year, String month, String day) {
    int number = month(month).getValue();
    if (year != null) {
      return day(year, Integer.toString(number), day);
    }
    return day(Integer.toString(today.getYear()), Integer.toString(number), day)
        .map(
            d ->
                d.date().isBefore(today)
                    ? new Day(d.date().plusYears(1), true)
                    : new Day(d.date(), true));
  }

  static Month month(String name) {
    String beginning = name.substring(0, 3).toUpperCase(Locale.ROOT);
    return Arrays.stream(Month.values())
        .filter(m -> m.name().startsWith(beginning))
        .findFirst()
        .orElseThrow();
  }

  private Optional<Day> relative(Matcher m) {
    if (m.group(1) != null) {
      return from(m.group(1).toLowerCase(Locale.ROOT).startsWith("after") ? 2 : -2);
    }
    if (m.group(2) != null) {
      return switch (m.group(2).toLowerCase(Locale.ROOT)) {
        case "tomorrow" -> from(1);
        case "yesterday" -> from(-1);
        default -> from(0);
      };
    }
    if (m.group(4) != null) {
      DayOfWeek day = DayOfWeek.valueOf(m.group(4).toUpperCase(Locale.ROOT));
      boolean past = "last".equalsIgnoreCase(m.group(3));
      LocalDate date =
          today.with(past ? TemporalAdjusters.previous(day) : TemporalAdjusters.next(day));
      return Optional.of(new Day(date, true));
    }
    boolean ago = m.group(9) != null && m.group(9).equalsIgnoreCase("ago");
    String count = m.group(5) != null ? m.group(5) : m.group(7);
    String unit = m.group(6) != null ? m.group(6) : m.group(8);
    return count(count).map(n -> new Day(shifted(ago ? -n : n, unit), true));
  }

  private Optional<Day> from(int days) {
    return Optional.of(new Day(today.plusDays(days), true));
  }

  private LocalDate shifted(int count, String unit) {
    return switch (Character.toLowerCase(unit.charAt(0))) {
      case 'd' -> today.plusDays(count);
      case 'w' -> today.plusWeeks(count);
      default -> today.plusMonths(count);
    };
  }

  private static Optional<Integer> count(String word) {
    if (word.matches("\\d{1,4}")) {
      return Optional.of(Integer.parseInt(word));
    }
    if (word.equalsIgnoreCase("a")) {
      return Optional.of(1);
    }
    return NumberWords.at(List.of(Word.of(word, 0)), 0).map(found -> found.number().intValue());
  }

  private static Optional<Clock> time(Matcher m) {
    if (m.group(1) != null) {
      int hour = Integer.parseInt(m.group(1)) % 12;
      boolean evening = m.group(3).equalsIgnoreCase("p");
      return clock(evening ? hour + 12 : hour, m.group(2));
    }
    if (m.group(4) != null) {
      return clock(Integer.parseInt(m.group(4)), m.group(5));
    }
    if (m.group(6) != null) {
      return clock(Integer.parseInt(m.group(6)), "0");
    }
    if (m.group(7) != null) {
      return clock(m.group(7).equalsIgnoreCase("midnight") ? 0 : 12, "0");
    }
    return count(m.group(8)).flatMap(hour -> clock(hour, "30"));
  }

  private static Optional<Clock> clock(int hour, String minute) {
    int minutes = minute == null ? 0 : Integer.parseInt(minute);
    return hour < 24 && minutes < 60
        ? Optional.of(new Clock(LocalTime.of(hour, minutes)))
        : Optional.empty();
  }

  /** A day and a time side by side are a moment too. */
  private static List<Mention> moments(String source, List<Mention> days, List<Mention> times) {
    List<Mention> moments = new ArrayList<>();
    for (Mention day : days) {
      for (Mention time : times) {
        boolean dayFirst = day.start() < time.start();
        Mention first = dayFirst ? day : time;
        Mention second = dayFirst ? time : day;
        if (first.end() <= second.start()
            && (BETWEEN.matcher(source.substring(first.end(), second.start())).matches()
                || source.substring(first.end(), second.start()).equals(" on "))) {
          Moment moment =
              new Moment(((Day) day.value()).date().atTime(((Clock) time.value()).time()));
          moments.add(Mention.of(source, first.start(), second.end(), moment));
        }
      }
    }
    return moments;
  }
}
