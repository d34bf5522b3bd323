package dev.cadre.offline;

import dev.cadre.offline.Value.Amount;
import dev.cadre.offline.Value.Kind;
import dev.cadre.offline.Value.Literal;
import dev.cadre.offline.Value.Several;
import dev.cadre.offline.Value.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds enumerations: mentions of one kind with commas, {@code and} or {@code or} between them. */
final class Enumerations {
  private static final Pattern SEPARATOR =
      Pattern.compile(
          "\\s?(?:,|;|&|,?\\s(?:and|or|as well"
              + " as|plus|vs\\.?|versus)\\b)(?:\\s?(?:also|then))?\\s?(?:the\\s)?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern RANGE =
      Pattern.compile("\\s?(?:to|and|,)\\s(?:[a-z]\\s?=\\s?)?|(?:\\s\\p{L}{1,6})?\\s?[x×]\\s?");
  private static final Pattern BRACKETED = Pattern.compile("[\\[({]([^\\[\\](){}]{1,2000})[\\])}]");

  private Enumerations() {}

  /** {@code mentions} in the order of their places. */
  static List<Mention> in(Text text, List<Mention> mentions) {
    List<Mention> found = new ArrayList<>();
    for (int i = 0; i < mentions.size(); i++) {
      List<Mention> items = run(text, mentions, i);
      if (items.size() > 1
          && found.stream()
              .noneMatch(f -> f.covers(items.getLast()) && f.covers(items.getFirst()))) {
        found.add(several(text, items.getFirst().start(), items.getLast().end(), items));
      }
    }
    found.addAll(bracketed(text, mentions));
    return found;
  }

  private static List<Mention> run(Text text, List<Mention> mentions, int from) {
    List<Mention> items = new ArrayList<>(List.of(mentions.get(from)));
    for (Mention next : mentions.subList(from + 1, mentions.size())) {
      Mention last = items.getLast();
      if (next.start() >= last.end() + 1 && alike(last, next)) {
        String between = text.source().substring(last.end(), next.start());
        if (!SEPARATOR.matcher(between).matches()
            && !unitAndSeparator(last, between)
            && !range(last, between)) {
          if (between.length() > 40) {
            break;
          }
          continue;
        }
        items.add(next);
      }
    }
    return items;
  }

  /** {@code 5 kg and 7 kg} enumerates amounts. */
  private static boolean unitAndSeparator(Mention last, String between) {
    return last.value() instanceof Amount amount
        && !amount.unit().isEmpty()
        && between.strip().startsWith(amount.unit())
        && SEPARATOR.matcher(between.strip().substring(amount.unit().length())).matches();
  }

  /** {@code from x = 1 to x = 3} is a pair. */
  private static boolean range(Mention last, String between) {
    return last.value() instanceof Amount && RANGE.matcher(between).matches();
  }

  private static boolean alike(Mention a, Mention b) {
    return switch (a.value()) {
      case Term term -> b.value() instanceof Term other && near(term.kind(), other.kind());
      case Several _, Literal _ -> false;
      default -> a.value().getClass() == b.value().getClass();
    };
  }

  private static boolean near(Kind a, Kind b) {
    return a == b;
  }

  private static List<Mention> bracketed(Text text, List<Mention> mentions) {
    List<Mention> found = new ArrayList<>();
    Matcher matcher = BRACKETED.matcher(text.source());
    while (matcher.find()) {
      List<Mention> items = new ArrayList<>();
      for (Mention mention : mentions) {
        boolean inside = mention.start() >= matcher.start(1) && mention.end() <= matcher.end(1);
        if (inside && (items.isEmpty() || items.getLast().end() <= mention.start())) {
          items.add(mention);
        }
      }
      if (!items.isEmpty() && (matcher.group().startsWith("[") || items.size() > 1)) {
        found.add(several(text, matcher.start(), matcher.end(), items));
      }
    }
    return found;
  }

  private static Mention several(Text text, int start, int end, List<Mention> items) {
    return Mention.of(text.source(), start, end, new Several(items));
  }
}
