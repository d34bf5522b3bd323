package dev.cadre.offline;

import dev.cadre.offline.Slot.Type;
import dev.cadre.offline.Value.Amount;
import dev.cadre.offline.Value.Clock;
import dev.cadre.offline.Value.Day;
import dev.cadre.offline.Value.Kind;
import dev.cadre.offline.Value.Literal;
import dev.cadre.offline.Value.Moment;
import dev.cadre.offline.Value.Several;
import dev.cadre.offline.Value.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * How well mentions fit slots, from what they are, the words around them and those of the schema.
 * The weights were tuned on the first half of each file of BFCL; docs/offline.md has the scores.
 */
final class Fit {
  private static final double BASE = 0.3;
  private static final double CUE = 1.0;
  private static final double ROLE = 1.2;
  private static final double OBJECT = 0.25;
  private static final double OPTIONAL = 1.0;
  private static final double SPREAD = 0.3;
  private static final double COUNTING = 1.6;
  private static final double CERTAIN = 0.9;

  private final Text text;
  private final Tool tool;
  private final boolean part;
  private final Map<String, Integer> sharing;
  private final Set<Mention> enumerated = new HashSet<>();

  /**
   * @param part whether the text is only part of a request, the rest of which may say more
   */
  Fit(Text text, Tool tool, boolean part) {
    this.part = part;
    this.text = text;
    this.tool = tool;
    this.sharing = sharing(tool.slots());
  }

  /** How many slots have a stem among their cues: what all have tells none apart. */
  private static Map<String, Integer> sharing(List<Slot> slots) {
    Map<String, Integer> sharing = new HashMap<>();
    for (Slot slot : slots) {
      slot.cues().keySet().forEach(stem -> sharing.merge(stem, 1, Integer::sum));
    }
    return sharing;
  }

  /** Every pair of a mention and a slot that is worth a thought. */
  List<Candidate> candidates(List<Mention> mentions) {
    List<Candidate> found = new ArrayList<>();
    Map<Mention, Surroundings> around = surroundings(mentions);
    for (Mention mention : mentions) {
      for (int i = 0; i < tool.slots().size(); i++) {
        candidate(mention, i, around).ifPresent(found::add);
      }
    }
    for (int i = 0; i < tool.slots().size(); i++) {
      found.addAll(Choices.in(text, tool.slots().get(i), i));
    }
    return found;
  }

  /** Mentions that are enumerated share what stands around all of them. */
  private Map<Mention, Surroundings> surroundings(List<Mention> mentions) {
    Map<Mention, Surroundings> around = new HashMap<>();
    mentions.forEach(mention -> around.put(mention, Surroundings.of(text, mention)));
    for (Mention mention : mentions) {
      if (mention.value() instanceof Several(List<Mention> items)) {
        Surroundings all = around.get(mention);
        for (Mention item : items) {
          around.put(item, around.getOrDefault(item, all).with(all));
          enumerated.add(item);
        }
      }
    }
    return around;
  }

  private Optional<Candidate> candidate(Mention mention, int index, Map<Mention, Surroundings> around) {
    Slot slot = tool.slots().get(index);
    if (tool.named(mention)) {
      return Optional.empty();
    }
    boolean counted = mention.value() instanceof Amount amount && amount.spelled();
    if (slot.type() == Type.ARRAY && (counted || enumerated.contains(mention))) {
      return Optional.empty();
    }
    if (slot.type() != Type.ARRAY && mention.value() instanceof Several(List<Mention> items)) {
      return spread(mention, items, index, around);
    }
    double penalty = slot.required() ? 0 : OPTIONAL;
    return Values.of(slot, mention)
        .map(value -> new Candidate(mention, index, value, score(slot, mention, around.get(mention)) - penalty))
        .filter(candidate -> candidate.score() > (part && mention.is(Kind.PHRASE) ? CERTAIN : 0));
  }

  /** One value for each of several calls. */
  private Optional<Candidate> spread(Mention mention, List<Mention> items, int index, Map<Mention, Surroundings> around) {
    if (mention.text().startsWith("(") || text.source().startsWith("(", mention.start() - 1)) {
      return Optional.empty();
    }
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    double sum = 0;
    for (Mention item : items) {
      Optional<Candidate> one = candidate(item, index, around);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      values.add(one.get().value());
      sum += one.get().score() - SPREAD;
    }
    return sum > 0 && items.size() > 1
        ? Optional.of(new Candidate(mention, index, values, sum, true))
        : Optional.empty();
  }

  private double score(Slot slot, Mention mention, Surroundings around) {
    double cues = cues(slot, around);
    double role = Roles.of(around.preposition(), slot) * ROLE;
    if (role == 0 && !around.preposition().isEmpty() && mention.value() instanceof Term) {
      role = OBJECT;
    }
    if (Roles.opposed(around.preposition(), slot)) {
      role = -ROLE;
    }
    return BASE + cues + role + kind(slot, mention, around);
  }

  private double cues(Slot slot, Surroundings around) {
    double sum = 0;
    for (Map.Entry<String, Double> cue : slot.cues().entrySet()) {
      double near =
          Math.max(
              around.left().getOrDefault(cue.getKey(), 0.0),
              around.right().getOrDefault(cue.getKey(), 0.0));
      boolean told = cue.getValue() < 1 && tool.stems().contains(cue.getKey());
      sum += near * cue.getValue() * (told ? 0.4 : 1) / Math.sqrt(sharing.getOrDefault(cue.getKey(), 1));
    }
    return Math.min(sum * CUE, 3);
  }

  private double kind(Slot slot, Mention mention, Surroundings around) {
    return switch (mention.value()) {
      case Amount amount -> amount(slot, amount, around);
      case Day _ -> slot.has(Sense.DATE) ? 2.5 : slot.has(Sense.TIME) ? 0.2 : -1;
      case Clock _ -> slot.has(Sense.TIME) ? 2.5 : -1;
      case Moment _ -> slot.has(Sense.DATE) && slot.has(Sense.TIME) || slot.says("date-time") || slot.says("hh:mm") && slot.says("yyyy") ? 3.5 : -1;
      case Literal _ -> 3;
      case Several several -> 0.8 + kind(slot, several.items().getFirst(), around);
      case Term term -> (slot.type() == Type.ARRAY ? -0.3 : 0) + term(slot, term, mention);
    };
  }

  private double amount(Slot slot, Amount amount, Surroundings around) {
    boolean number = slot.numeric() || (slot.items() != null && slot.items().numeric());
    double score = number ? 0.6 : slot.has(Sense.ID) || slot.has(Sense.YEAR) ? 0.3 : -0.8;
    if (amount.ordinal()) {
      score -= COUNTING;
    } else if (amount.spelled() && !Units.known(amount.unit()) && !counts(slot, around)) {
      score -= COUNTING;
    }
    boolean year = amount.whole() && amount.unit().isEmpty() && amount.number().intValue() >= 1500 && amount.number().intValue() < 2200;
    if (year && Set.of("in", "of", "since", "from", "for", "to", "between", "after").contains(around.preposition())) {
      score += slot.has(Sense.YEAR) ? 2 : -0.6;
    } else if (slot.has(Sense.YEAR) && !year && !slot.words().getLast().lower().equals("years")) {
      score -= 1.5;
    }
    return score + unit(slot, amount);
  }

  /** {@code two triangles} counts what is asked about, {@code two bedrooms} is a value of bedrooms. */
  private static boolean counts(Slot slot, Surroundings around) {
    return slot.words().stream().anyMatch(w -> around.right().getOrDefault(w.stem(), 0.0) >= 0.7);
  }

  private static double unit(Slot slot, Amount amount) {
    Optional<String> dimension = Units.dimension(amount.unit());
    if (dimension.isEmpty()) {
      return 0;
    }
    double said = slot.cues().containsKey(Stem.of(Units.canonical(amount.unit()).orElse(""))) ? 0.6 : 0;
    boolean named = slot.words().stream().anyMatch(w -> Units.names(dimension.get(), w.lower()));
    boolean other = !named && slot.words().stream().anyMatch(w -> Units.named(w.lower()).isPresent());
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
          case QUOTED -> slot.has(Sense.PROSE) ? 2 : slot.has(Sense.PERSON) || slot.has(Sense.PLACE) ? 0.6 : 1.2;
          case MONTH -> slot.has(Sense.MONTH) ? 3 : -1;
          case NAME -> name(slot) + (ownWord(slot, term) ? 0.8 : 0) - 1.2 * known(slot, words(term));
          case CHOICE -> 2;
          case PHRASE -> phrase(slot, term, mention);
          case CLAUSE -> slot.has(Sense.PROSE) ? 0.5 : -2;
        };
    boolean formal =
        slot.has(Sense.EMAIL) && term.kind() != Kind.EMAIL
            || slot.has(Sense.URL) && term.kind() != Kind.URL && term.kind() != Kind.IDENTIFIER
            || slot.has(Sense.PHONE) && term.kind() != Kind.PHONE
            || (slot.has(Sense.DATE) || slot.has(Sense.TIME)) && term.kind() != Kind.QUOTED;
    if (formal) {
      score -= 2;
    }
    if (!slot.has(Sense.UNIT) && !slot.has(Sense.CURRENCY) && Units.known(term.text()) && term.kind() != Kind.QUOTED) {
      score -= 1.5;
    }
    if (slot.has(Sense.CURRENCY) && Currencies.code(term.text()).isPresent()) {
      score += 1.5;
    }
    boolean example = slot.examples().stream().anyMatch(e -> e.equalsIgnoreCase(term.text()));
    return score + (example ? 1.5 : 0) - (slot.choices().isEmpty() ? 0 : slot.closed() ? 9 : 1.5);
  }

  /** An address goes where one is asked for, or where nothing is known of what is. */
  private static double formal(Slot slot, Sense sense) {
    return slot.has(sense) ? 4 : slot.senses().isEmpty() ? -0.5 : -4;
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
    double known = words.stream().filter(w -> tool.stems().contains(w.stem()) && !own.contains(w.stem())).count();
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
    if (Lexicon.VERBS.contains(first)) {
      score -= words.size() == 1 ? 1 : 0.5;
    }
    if (first.endsWith("ing") || first.endsWith("ly")) {
      score -= 0.6;
    }
    if (slot.has(Sense.UNIT) && Units.known(term.text())) {
      return score + 1.5;
    }
    return score - (slot.has(Sense.PLACE) || slot.has(Sense.PERSON) || slot.has(Sense.ID) ? 0.5 : 0);
  }
}
