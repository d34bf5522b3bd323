package dev.cadre.offline;

import dev.cadre.offline.Value.Kind;
import dev.cadre.offline.Value.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Arithmetic as people say it, such as {@code 15% of $240} and {@code 12 times 8}, as formulas. */
final class WordedSums {
  private static final String NUMBER = "[$€£]?(?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d+)?";
  private static final String OPERAND =
      "(?:(?:the )?square root of )?"
          + NUMBER
          + "(?:\\s?%| per ?cent\\b)?(?: squared\\b| cubed\\b)?";
  private static final String OPERATOR =
      "(?:(?<=%|cent) of(?: the)? | plus | minus | times | multiplied by | divided by | to the"
          + " power of |\\s?[-+*/^×÷]\\s?)";

  private static final Pattern SUM =
      Pattern.compile(
          "(?<![\\w.$€£-])(?:half of )?" + OPERAND + "(?:" + OPERATOR + OPERAND + ")*(?![\\w%])",
          Pattern.CASE_INSENSITIVE);

  /** What makes it more than a number, or a formula in signs. */
  private static final Pattern WORDED =
      Pattern.compile(
          " of | plus | minus | times | by | squared| cubed|power", Pattern.CASE_INSENSITIVE);

  private static final Pattern ROOT = Pattern.compile("(?:the )?square root of ([\\d.]+)");
  private static final Pattern SPELLED =
      Pattern.compile(
          "half of | per ?cent| of(?: the)? | plus | minus | times | multiplied by | divided by | to the"
              + " power of | squared| cubed|×|÷");

  private static final Map<String, String> SIGNS =
      Map.ofEntries(
          Map.entry("half of", "0.5 * "),
          Map.entry("percent", "%"),
          Map.entry("per cent", "%"),
          Map.entry("of", " * "),
          Map.entry("of the", " * "),
          Map.entry("plus", " + "),
          Map.entry("minus", " - "),
          Map.entry("times", " * "),
          Map.entry("multiplied by", " * "),
          Map.entry("divided by", " / "),
          Map.entry("to the power of", " ^ "),
          Map.entry("squared", "^2"),
          Map.entry("cubed", "^3"),
          Map.entry("×", " * "),
          Map.entry("÷", " / "));

  private WordedSums() {}

  static List<Mention> in(Text text) {
    List<Mention> found = new ArrayList<>();
    Matcher matcher = SUM.matcher(text.source());
    while (matcher.find()) {
      if (WORDED.matcher(matcher.group()).find()) {
        found.add(
            Mention.of(
                text.source(),
                matcher.start(),
                matcher.end(),
                new Term(Kind.FORMULA, formula(matcher.group()))));
      }
    }
    return found;
  }

  private static String formula(String said) {
    String plain = said.toLowerCase(Locale.ROOT).replaceAll("(?<=\\d),(?=\\d)|[$€£]", "");
    String rooted = ROOT.matcher(plain).replaceAll("sqrt($1)");
    return SPELLED
        .matcher(rooted)
        .replaceAll(match -> SIGNS.getOrDefault(match.group().strip(), match.group()))
        .strip();
  }
}
