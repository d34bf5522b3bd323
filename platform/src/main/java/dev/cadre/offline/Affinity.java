package dev.cadre.offline;

import dev.cadre.offline.Value.Amount;
import dev.cadre.offline.Value.Clock;
import dev.cadre.offline.Value.Day;
import dev.cadre.offline.Value.Kind;
import dev.cadre.offline.Value.Literal;
import dev.cadre.offline.Value.Moment;
import dev.cadre.offline.Value.Several;
import dev.cadre.offline.Value.Term;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How well what a mention is goes with what a slot holds: a day with a date, a name with a place.
 */
final class Affinity {
  /** What is lost by a number that counts or orders what is asked about. */
  private static final double COUNTING = 1.6;

  /** Before a year these stand, before other numbers others. */
  private static final Set<String> BEFORE_YEARS =
      Lexicon.set("in of since from for to between after");

  private static final Set<String> ACROSS = Lexicon.set("by per over against versus across");

  private final Tool tool;

  Affinity(Tool tool) {
    this.tool = tool;
  }

  double of(Slot slot, Mention mention, Surroundings around) {
    return switch (mention.value()) {
      case Amount amount -> amount(slot, amount, around);
      case Day _ -> slot.has(Sense.DATE) ? 2.5 : slot.has(Sense.TIME) ? 0.2 : -1;
      case Clock _ -> slot.has(Sense.TIME) ? 2.5 : -1;
      case Moment _ -> moment(slot) ? 3.5 : -1;
      case Literal _ -> 3;
      case Several several -> 0.8 + of(slot, several.items().getFirst(), around);
      case Term term ->
          (slot.type() == Slot.Type.ARRAY ? -0.3 : 0)
              + term(slot, term, mention)
              + axis(slot, around.preposition());
    };
  }

  /** Of a chart: {@code revenue by region} has the regions below and the revenue at the side. */
  private static double axis(Slot slot, String preposition) {
    boolean across = ACROSS.contains(preposition);
    return switch (slot.name()) {
      case "x" -> across ? 1.5 : 0;
      case "y" -> across ? -1.5 : preposition.equals("of") ? 1.5 : 0;
      default -> 0;
    };
  }

  private static boolean moment(Slot slot) {
    return (slot.has(Sense.DATE) && slot.has(Sense.TIME))
        || slot.says("date-time")
        || (slot.says("hh:mm") && slot.says("yyyy"));
  }

  private double amount(Slot slot, Amount amount, Surroundings around) {
    boolean number = slot.numeric() || (slot.items() != null && slot.items().numeric());
    double score = number ? 0.6 : slot.has(Sense.ID) || slot.has(Sense.YEAR) ? 0.3 : -0.8;
    if (amount.ordinal()) {
      score -= COUNTING;
    } else if (amount.spelled() && !Units.known(amount.unit()) && !counts(slot, around)) {
      score -= COUNTING;
    }
    boolean year =
        amount.whole()
            && amount.unit().isEmpty()
            && amount.number().intValue() >= 1500
            && amount.number().intValue() < 2200;
    if (year && BEFORE_YEARS.contains(around.preposition())) {
      score += slot.has(Sense.YEAR) ? 2 : -0.6;
    } else if (slot.has(Sense.YEAR) && !year && !slot.words().getLast().lower().equals("years")) {
      score -= 1.5;
    }
    return score + unit(slot, amount);
  }

  /**
   * {@code two triangles} counts what is asked about, {@code two bedrooms} is a value of bedrooms.
   */
  private static boolean counts(Slot slot, Surroundings around) {
    return slot.words().stream().anyMatch(w -> around.right().getOrDefault(w.stem(), 0.0) >= 0.7);
  }

  private static double unit(Slot slot, Amount amount) {
    Optional<String> dimension = Units.dimension(amount.unit());
    if (dimension.isEmpty()) {
      return 0;
    }
    double said =
        slot.cues().containsKey(Stem.of(Units.canonical(amount.unit()).orElse(""))) ? 0.6 : 0;
    boolean named = slot.words().stream().anyMatch(w -> Units.names(dimension.get(), w.lower()));
    boolean other =
        !named && slot.words().stream().anyMatch(w -> Units.named(w.lower()).isPresent());
    return said + (named ? 1 : other ? -1 : 0);
  }

  private double term(Slot slot, Term term, Mention mention) {
    double score =
        switch (term.kind()) {
          case EMAIL -> formal(slot, Sense.EMAIL);
          case URL -> formal(slot, Sense.URL);
          case PHONE -> formal(slot, Sense.PHONE);
          case FORMULA -> slot.has(Sense.FORMULA) ? 3 : -1.5;
          case IDENTIFIER -> slot.has(Sense.ID) || slot.has(Sense.FILE) ? 2.2 : 0.4;
          case QUOTED ->
              slot.has(Sense.PROSE)
                  ? 2
                  : slot.has(Sense.PERSON) || slot.has(Sense.PLACE) ? 0.6 : 1.2;
          case NAME ->
              name(slot)
                  + region(slot, term)
                  + (ownWord(slot, term) ? 0.8 : 0)
                  - 1.2 * known(slot, words(term));
          case CHOICE -> 2;
          case PHRASE -> phrase(slot, term, mention);
        };
    if (wants(slot, term.kind())) {
      score -= 2;
    }
    if (!slot.has(Sense.UNIT)
        && !slot.has(Sense.CURRENCY)
        && Units.known(term.text())
        && term.kind() != Kind.QUOTED) {
      score -= 1.5;
    }
    if (slot.has(Sense.CURRENCY) && Currencies.code(term.text()).isPresent()) {
      score += 1.5;
    }
    boolean example = slot.examples().stream().anyMatch(e -> e.equalsIgnoreCase(term.text()));
    return score + (example ? 1.5 : 0) - (slot.choices().isEmpty() ? 0 : slot.closed() ? 9 : 1.5);
  }

  /** True when the slot's values have a form that words of this kind have not. */
  private static boolean wants(Slot slot, Kind kind) {
    boolean address = kind == Kind.URL || kind == Kind.IDENTIFIER;
    return (slot.has(Sense.EMAIL) && kind != Kind.EMAIL)
        || (slot.has(Sense.URL) && !address)
        || (slot.has(Sense.PHONE) && kind != Kind.PHONE)
        || (slot.has(Sense.REQUEST) && kind != Kind.QUOTED)
        || ((slot.has(Sense.DATE) || slot.has(Sense.TIME)) && kind != Kind.QUOTED);
  }

  /** An address goes where one is asked for, or where nothing is known of what is. */
  private static double formal(Slot slot, Sense sense) {
    return slot.has(sense) ? 4 : slot.senses().isEmpty() ? -0.5 : -4;
  }

  /** With its region a place is named better; nothing else has a comma in its name. */
  private static double region(Slot slot, Term term) {
    return term.text().indexOf(',') < 0 ? 0 : slot.has(Sense.PLACE) ? 0.4 : -1;
  }

  private static double name(Slot slot) {
    if (slot.has(Sense.PLACE) || slot.has(Sense.PERSON)) {
      return 1.4;
    }
    return slot.has(Sense.ID) ? 0 : 0.7;
  }

  private static List<Word> words(Term term) {
    return Text.of(term.text()).words();
  }

  /** The share of words that the tool's name and description have: they say which tool is meant. */
  private double known(Slot slot, List<Word> words) {
    Set<String> own = own(slot);
    double known =
        words.stream()
            .filter(w -> tool.stems().contains(w.stem()) && !own.contains(w.stem()))
            .count();
    return known / words.size();
  }

  private static boolean ownWord(Slot slot, Term term) {
    return words(term).stream().anyMatch(word -> own(slot).contains(word.stem()));
  }

  private static Set<String> own(Slot slot) {
    return slot.words().stream().map(Word::stem).collect(Collectors.toSet());
  }

  private double phrase(Slot slot, Term term, Mention mention) {
    List<Word> words = words(term);
    Set<String> own = own(slot);
    boolean trimmed = words.stream().anyMatch(w -> own.contains(w.stem()));
    double score = 0.1 * Math.min(words.size(), 3) - 1.2 * known(slot, words) + (trimmed ? 1 : 0);
    if (words.stream().anyMatch(Word::capital) && mention.start() > 0) {
      boolean place = slot.has(Sense.PLACE) && Lexicon.PLACES.contains(words.getLast().lower());
      return score + name(slot) + (place ? 0.2 : words.getLast().capital() ? -0.2 : -0.6);
    }
    String first = words.getFirst().lower();
    if (tool.namesSlots(words)) {
      score -= 1.5;
    }
    if (Lexicon.VERBS.contains(first)) {
      score -= words.size() == 1 ? 1 : 0.5;
    }
    if (first.endsWith("ing") || first.endsWith("ly")) {
      score -= 0.6;
    }
    if (slot.has(Sense.UNIT) && Units.known(term.text())) {
      return score + 1.5;
    }
    return score
        - (slot.has(Sense.PLACE) || slot.has(Sense.PERSON) || slot.has(Sense.ID) ? 0.5 : 0);
  }
}
