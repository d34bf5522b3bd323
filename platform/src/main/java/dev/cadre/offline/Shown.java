package dev.cadre.offline;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A field's value as people read it: money and units as such, states without underscores. */
final class Shown {
  private static final Pattern STATE = Pattern.compile("[a-z][a-z0-9]*(?:_[a-z0-9]+)+");
  private static final Pattern MOMENT =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})T(\\d{2}:\\d{2}(?::\\d{2})?)(?:\\.\\d+)?(Z|[+-]\\d{2}:?\\d{2})?");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(?:[ T].*)?");

  /** So many words are a text and no value of a word or two. */
  private static final int TEXT = 4;

  /** What the last word of a name says its number is counted in. */
  private static final Map<String, String> UNITS =
      Map.ofEntries(
          Map.entry("percent", "%"),
          Map.entry("km", "km"),
          Map.entry("kmh", "km/h"),
          Map.entry("mph", "mph"),
          Map.entry("kg", "kg"),
          Map.entry("ms", "ms"),
          Map.entry("seconds", "s"),
          Map.entry("bytes", "bytes"),
          Map.entry("mm", "mm"),
          Map.entry("cm", "cm"));

  /** A degree of something says nothing without what it is of. */
  private static final Set<String> DEGREES_OF =
      Lexicon.set("high medium low none yes no normal average");

  private static final Map<String, String> DEGREES = Map.of("c", "°C", "f", "°F");

  /** Are as often no money. */
  private static final Set<String> WEIGHTS = Set.of("pound", "pounds");

  private static final Map<String, String> CURRENCIES = Map.of("USD", "$", "EUR", "€", "GBP", "£");

  private final @Nullable String currency;

  /**
   * @param known says what the amounts are in, as the instructions and the tools' descriptions do
   */
  Shown(String known) {
    List<String> named =
        Text.of(known).words().stream()
            .filter(word -> !WEIGHTS.contains(word.lower()))
            .map(word -> Currencies.code(word.text()))
            .flatMap(Optional::stream)
            .filter(CURRENCIES::containsKey)
            .distinct()
            .toList();
    this.currency = named.size() == 1 ? CURRENCIES.get(named.getFirst()) : null;
  }

  /** The value alone. */
  String value(String field, JsonNode value) {
    if (value.isNumber()) {
      return number(field, value);
    }
    String text = plain(value).strip();
    if (STATE.matcher(text).matches()) {
      return text.replace('_', ' ');
    }
    return MOMENT
        .matcher(text)
        .replaceAll(
            found ->
                found.group(1)
                    + " "
                    + found.group(2)
                    + (found.group(3) == null
                        ? ""
                        : found.group(3).equals("Z") ? " UTC" : " " + found.group(3)));
  }

  private String number(String field, JsonNode value) {
    if (currency != null && money(field)) {
      BigDecimal amount = value.decimalValue();
      String sign = amount.signum() < 0 ? "-" : "";
      return sign + currency + amount.abs().setScale(2, RoundingMode.HALF_UP).toPlainString();
    }
    String number = trimmed(value);
    String unit = unit(field);
    return unit.isEmpty() ? number : number + (unit.equals("%") ? "%" : " " + unit);
  }

  private static String trimmed(JsonNode value) {
    String text = value.toString();
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** Empty for none. */
  private static String unit(String field) {
    List<Word> words = Text.ofName(field);
    if (words.size() < 2) {
      return "";
    }
    String last = words.getLast().lower();
    boolean warm = words.stream().anyMatch(word -> Units.names("temperature", word.lower()));
    return warm && DEGREES.containsKey(last) ? DEGREES.get(last) : UNITS.getOrDefault(last, "");
  }

  /** The field's name and its value: {@code quantity 2}, {@code 12 °C}, {@code not in stock}. */
  String fact(String field, JsonNode value) {
    String name = name(field);
    if (value.isBoolean()) {
      return value.booleanValue() ? name : "not " + name;
    }
    String shown = value(field, value);
    boolean one = Text.ofName(field).size() == 1;
    if (value.isNumber()) {
      boolean counted = one && value.isIntegralNumber() && plural(name) && !money(field);
      return counted
          ? shown + " " + (shown.equals("1") ? name.substring(0, name.length() - 1) : name)
          : one && currency != null && money(field) ? shown : name + " " + shown;
    }
    boolean bare = one && !DATE.matcher(shown).matches() && !DEGREES_OF.contains(shown);
    return bare ? shown : name + " " + shown;
  }

  /** A field's name without the unit that stands by its value. */
  String name(String field) {
    List<Word> words = Text.ofName(field);
    boolean measured = !unit(field).isEmpty();
    List<Word> kept = measured ? words.subList(0, words.size() - 1) : words;
    return kept.size() > 1 && List.of("is", "has").contains(kept.getFirst().lower())
        ? words(kept.subList(1, kept.size()))
        : words(kept);
  }

  /** Of {@code number of orders} the number counts. */
  static boolean plural(String name) {
    return name.indexOf(' ') < 0
        && name.endsWith("s")
        && !name.endsWith("ss")
        && !name.endsWith("us");
  }

  static boolean money(String field) {
    return Text.ofName(field).stream()
        .anyMatch(word -> Units.names("money", word.lower()) || word.stem().equals("spent"));
  }

  static boolean dated(JsonNode value) {
    return value.isString() && DATE.matcher(value.asString()).matches();
  }

  /** True of a value that is a sentence or more. */
  static boolean text(JsonNode value) {
    if (!value.isString() || dated(value)) {
      return false;
    }
    String text = value.asString().strip();
    return text.split("\\s+", -1).length >= TEXT || text.endsWith(".") || text.endsWith("!");
  }

  static String plain(JsonNode value) {
    if (value.isBoolean()) {
      return value.booleanValue() ? "yes" : "no";
    }
    return value.isString() ? value.asString() : value.toString();
  }

  /** An identifier as words. */
  static String words(String name) {
    String words = words(Text.ofName(name));
    return words.isEmpty() ? name : words;
  }

  private static String words(List<Word> name) {
    return name.stream()
        .map(word -> acronym(word.text()) ? word.text() : word.lower())
        .collect(Collectors.joining(" "));
  }

  private static boolean acronym(String text) {
    return text.length() > 1 && text.equals(text.toUpperCase(Locale.ROOT));
  }

  static String sentence(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }

  /** {@code a}, {@code a and b}, {@code a, b and c}. */
  static String joined(List<String> parts, String last) {
    if (parts.size() < 2) {
      return String.join("", parts);
    }
    return String.join(", ", parts.subList(0, parts.size() - 1)) + last + parts.getLast();
  }

  static String lines(String... parts) {
    return Arrays.stream(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining("\n"));
  }
}
