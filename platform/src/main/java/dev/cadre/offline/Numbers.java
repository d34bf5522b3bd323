package dev.cadre.offline;

import dev.cadre.offline.Value.Amount;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds amounts: digits and words, with sign, scale, currency, percent and unit. */
final class Numbers {
  private static final int MAX_DIGITS = 30;

  private static final Set<String> SPANS = Lexicon.set("next past last coming upcoming previous");
  private static final Set<String> PERIODS = Lexicon.set("day week month year hour");

  private static final Pattern DIGITS =
      Pattern.compile(
          "(?:(?<![\\p{L}\\d_.^])|(?<=\\d[x×]))(?<sign>(?<![\\p{L}\\d)\\]])[-−])?(?<money>[$€£¥₹]\\s?)?"
              + "(?<number>\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?|\\.\\d+)"
              + "(?:\\s?[x×*]\\s?10\\^?\\(?(?<power>[-−]?\\d{1,2})\\)?|[eE](?<exponent>[-+]?\\d{1,2})(?!\\w)"
              + "|/(?<below>[1-9]\\d{0,3})(?![\\d/]))?(?<nth>st\\b|nd\\b|rd\\b|th\\b)?"
              + "(?<scale>\\s?(?:hundred|thousand|million|billion|trillion)\\b|k\\b|\\s?bn\\b)?"
              + "(?<percent>\\s?(?:%|percent\\b))?");
  private static final Pattern UNIT =
      Pattern.compile(
          "[-\\s]?(°\\s?[CFK]?|[\\p{L}²³µ]+(?:/[\\p{L}]+[²³]?(?:\\^?\\d)?|\\^\\d|\\d(?![\\d.]))?)");

  private Numbers() {}

  static List<Mention> in(Text text) {
    List<Mention> found = new ArrayList<>();
    Matcher matcher = DIGITS.matcher(text.source());
    while (matcher.find()) {
      digits(text, matcher).ifPresent(found::add);
    }
    for (int i = 0; i < text.size(); i++) {
      span(text, i).ifPresent(found::add);
      Optional<NumberWords.Found> number = NumberWords.at(text.words(), i);
      if (number.isPresent() && !pronoun(text, i, number.get())) {
        found.add(spelled(text, i, number.get()));
        i += number.get().words() - 1;
      } else {
        ordinal(text, i).ifPresent(found::add);
      }
    }
    return found;
  }

  /** {@code the next week} is one week. */
  private static Optional<Mention> span(Text text, int i) {
    if (i == 0
        || !PERIODS.contains(text.word(i).lower())
        || !SPANS.contains(text.word(i - 1).lower())) {
      return Optional.empty();
    }
    Amount one = new Amount(BigDecimal.ONE, text.word(i).lower(), false, true);
    return Optional.of(
        Mention.of(text.source(), text.word(i - 1).start(), text.word(i).end(), one));
  }

  private static Optional<Mention> digits(Text text, Matcher matcher) {
    String digits = matcher.group("number").replace(",", "");
    if (digits.length() > MAX_DIGITS || inWord(text.source(), matcher)) {
      return Optional.empty();
    }
    BigDecimal number = scaled(new BigDecimal(digits), matcher);
    if (matcher.group("sign") != null) {
      number = number.negate();
    }
    String unit = unit(text.source(), matcher);
    Amount amount = new Amount(number, unit, matcher.group("nth") != null, false);
    return Optional.of(Mention.of(text.source(), matcher.start(), matcher.end(), amount));
  }

  private static BigDecimal scaled(BigDecimal number, Matcher matcher) {
    String power = matcher.group("power");
    String exponent = power != null ? power.replace('−', '-') : matcher.group("exponent");
    if (exponent != null) {
      number = number.scaleByPowerOfTen(Integer.parseInt(exponent.replace("+", "")));
    }
    if (matcher.group("below") != null) {
      number = number.divide(new BigDecimal(matcher.group("below")), MathContext.DECIMAL64);
    }
    String scale = matcher.group("scale");
    return scale == null
        ? number
        : NumberWords.scale(scale.strip().toLowerCase(Locale.ROOT))
            .map(number::multiply)
            .orElse(number);
  }

  /** Part of a name such as {@code 3D} or {@code 4th-gen}, and no amount with its unit. */
  private static boolean inWord(String source, Matcher matcher) {
    int end = matcher.end();
    return end < source.length()
        && (source.charAt(end) == '_' || (source.charAt(end) == '.' && digitAt(source, end + 1)));
  }

  private static boolean digitAt(String source, int index) {
    return index < source.length() && Character.isDigit(source.charAt(index));
  }

  private static String unit(String source, Matcher matcher) {
    String money = matcher.group("money");
    if (money != null) {
      return money.strip();
    }
    if (matcher.group("percent") != null) {
      return "%";
    }
    return unitAt(source, matcher.end());
  }

  private static String unitAt(String source, int end) {
    Matcher unit = UNIT.matcher(source);
    unit.region(end, source.length());
    if (!unit.lookingAt()) {
      return "";
    }
    String word = unit.group(1).replace(" ", "");
    return Lexicon.STOP.contains(word) && !Units.known(word) ? "" : word;
  }

  private static Mention spelled(Text text, int from, NumberWords.Found number) {
    int end = text.word(from + number.words() - 1).end();
    return Mention.of(
        text.source(),
        text.word(from).start(),
        end,
        new Amount(number.number(), percentOr(unitAt(text.source(), end)), false, true));
  }

  private static String percentOr(String unit) {
    return unit.equals("percent") ? "%" : unit;
  }

  private static Optional<Mention> ordinal(Text text, int index) {
    Word word = text.word(index);
    return NumberWords.ordinal(word.lower())
        .map(n -> new Amount(BigDecimal.valueOf(n), unitAt(text.source(), word.end()), true, true))
        .map(amount -> Mention.of(text.source(), word.start(), word.end(), amount));
  }

  /** {@code one of them}, {@code the one}, {@code that one}: no amount is meant. */
  private static boolean pronoun(Text text, int at, NumberWords.Found number) {
    if (number.words() != 1 || !text.word(at).lower().equals("one")) {
      return false;
    }
    boolean last = at + 1 == text.size();
    boolean before =
        at > 0
            && Lexicon.STOP.contains(text.word(at - 1).lower())
            && !Lexicon.PREPOSITIONS.contains(text.word(at - 1).lower());
    return last
        || before
        || !text.word(at + 1).letters()
        || Lexicon.STOP.contains(text.word(at + 1).lower());
  }
}
