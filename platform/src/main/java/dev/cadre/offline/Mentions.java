package dev.cadre.offline;

import dev.cadre.offline.Value.Kind;
import dev.cadre.offline.Value.Term;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/** Everything in a text that may be an argument, by place; the longer first where they begin alike. */
final class Mentions {
  /** Of a longer text the beginning counts. */
  private static final int MOST = 400;

  private static final Comparator<Mention> BY_PLACE =
      Comparator.comparingInt(Mention::start).thenComparing(Mention::end, Comparator.reverseOrder());

  private Mentions() {}

  static List<Mention> in(Text text, LocalDate today) {
    List<Mention> days = new Calendar(today).in(text);
    List<Mention> fixed = new ArrayList<>();
    for (Mention mention : Patterns.in(text)) {
      boolean date = !mention.is(Kind.QUOTED) && days.stream().anyMatch(day -> day.covers(mention));
      if (!date) {
        fixed.add(mention);
      }
    }
    List<Mention> found = new ArrayList<>(fixed);
    for (Mention day : days) {
      if (outside(day, fixed)) {
        found.add(day);
      }
    }
    for (Mention number : Numbers.in(text)) {
      if (outside(number, fixed) || formula(number, fixed)) {
        found.add(number);
      }
    }
    for (Mention name : Names.in(text)) {
      if (fixed.stream().noneMatch(m -> m.covers(name))) {
        found.add(name);
      }
    }
    List<Mention> whole = List.copyOf(found);
    for (Mention phrase : Phrases.in(text)) {
      if (whole.stream().noneMatch(m -> phrase.overlaps(m) && !follows(phrase, m))) {
        found.add(phrase);
      }
    }
    found.sort(BY_PLACE);
    if (found.size() > MOST) {
      found = new ArrayList<>(found.subList(0, MOST));
    }
    found.addAll(Enumerations.in(text, List.copyOf(found)));
    found.sort(BY_PLACE);
    return List.copyOf(new LinkedHashSet<>(found));
  }

  /** A phrase may go on after a name, as in {@code Mississippi river}; it never cuts one. */
  private static boolean follows(Mention phrase, Mention name) {
    return name.is(Kind.NAME) && phrase.start() == name.start() && phrase.end() > name.end();
  }

  private static boolean outside(Mention mention, List<Mention> fixed) {
    return fixed.stream().noneMatch(mention::overlaps);
  }

  private static boolean formula(Mention number, List<Mention> fixed) {
    return fixed.stream()
        .filter(number::overlaps)
        .allMatch(m -> m.value() instanceof Term term && term.kind() == Kind.FORMULA);
  }
}
