package dev.cadre.offline;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What was given and what came of it: {@code 15% * 80 = 12}, {@code 10 miles = 16.09344
 * kilometres}.
 */
final class Equations {
  private static final Set<String> RESULTS = Lexicon.set("result value answer output converted");

  private static final int DIGITS = 7;

  private Equations() {}

  /** Empty for a record that is none. */
  static String of(Map<String, JsonNode> record, JsonNode given) {
    Optional<Map.Entry<String, JsonNode>> result =
        record.entrySet().stream()
            .filter(field -> RESULTS.contains(field.getKey()) && !field.getValue().isNull())
            .findFirst();
    if (result.isEmpty()) {
      return "";
    }
    String value = number(result.get().getValue());
    String about = about(record, given);
    if (!about.isEmpty() && record.size() > 2 && record.size() != 4) {
      return Shown.sentence(about) + ": " + value + ".";
    }
    JsonNode from = named(record, "from");
    JsonNode to = named(record, "to");
    JsonNode amount =
        record.entrySet().stream()
            .filter(field -> !field.equals(result.get()) && field.getValue().isNumber())
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
    if (record.size() == 4 && from != null && to != null && amount != null) {
      String rounded = rounded(value);
      return measured(number(amount), from)
          + (rounded.equals(value) ? " = " : " are about ")
          + measured(rounded, to)
          + ".";
    }
    List<Map.Entry<String, JsonNode>> others =
        record.entrySet().stream().filter(field -> !field.equals(result.get())).toList();
    boolean formula =
        others.size() == 1
            && others.getFirst().getValue().isString()
            && given.properties().stream()
                .anyMatch(one -> one.getKey().equals(others.getFirst().getKey()));
    return formula ? others.getFirst().getValue().asString() + " = " + value + "." : "";
  }

  /** What was done with what, in the words of the arguments: {@code average amount}. */
  private static String about(Map<String, JsonNode> record, JsonNode given) {
    return record.values().stream()
        .filter(JsonNode::isString)
        .filter(value -> given.properties().stream().anyMatch(one -> one.getValue().equals(value)))
        .map(JsonNode::asString)
        .filter(text -> text.indexOf('.') < 0 && text.indexOf('/') < 0)
        .collect(Collectors.joining(" "));
  }

  private static @Nullable JsonNode named(Map<String, JsonNode> record, String word) {
    return record.entrySet().stream()
        .filter(
            field -> {
              List<Word> words = Text.ofName(field.getKey());
              return !words.isEmpty() && words.getFirst().lower().equals(word);
            })
        .map(Map.Entry::getValue)
        .filter(JsonNode::isString)
        .findFirst()
        .orElse(null);
  }

  private static String number(JsonNode value) {
    String text = Shown.plain(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** Seven digits are more than anybody measures. */
  private static String rounded(String number) {
    try {
      BigDecimal exact = new BigDecimal(number);
      return exact.precision() <= DIGITS + 2
          ? number
          : exact.round(new MathContext(DIGITS)).stripTrailingZeros().toPlainString();
    } catch (NumberFormatException noNumber) {
      return number;
    }
  }

  /** Most units of measure have a plural; signs, degrees and codes of currencies have none. */
  private static String measured(String number, JsonNode unit) {
    String name = unit.asString().replace('-', ' ');
    boolean word = name.length() > 3 && name.equals(name.toLowerCase(Locale.ROOT));
    boolean degrees = Units.dimension(name).filter("temperature"::equals).isPresent();
    boolean plural = word && !degrees && !number.equals("1");
    return number
        + " "
        + (degrees ? "degrees " + Shown.sentence(name) : plural ? plural(name) : name);
  }

  private static String plural(String name) {
    if (name.endsWith("s") || name.endsWith("hertz")) {
      return name;
    }
    return switch (name) {
      case "foot" -> "feet";
      case "inch" -> "inches";
      default -> name.endsWith(" foot") ? name.replace("foot", "feet") : name + "s";
    };
  }
}
