package dev.cadre.offline;

import dev.cadre.offline.Value.Kind;
import dev.cadre.offline.Value.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Finds which of a slot's enumerated values a text names, and whether it asks for a switch. */
final class Choices {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final double CHOSEN = 2.5;
  private static final double SWITCHED = 1.4;

  private Choices() {}

  static List<Candidate> in(Text text, Slot slot, int index) {
    if (slot.type() == Slot.Type.BOOLEAN) {
      return flag(text, slot, index).stream().toList();
    }
    Slot of = slot.type() == Slot.Type.ARRAY && slot.items() != null ? slot.items() : slot;
    List<Candidate> found = new ArrayList<>();
    for (String choice : of.choices()) {
      named(text, choice, Text.ofName(choice), slot, index, found);
      List<Word> whole = Text.of(choice).words();
      // A name such as SoundWave is one word where people write it.
      if (whole.size() < Text.ofName(choice).size()) {
        named(text, choice, whole, slot, index, found);
      }
    }
    return found;
  }

  private static void named(
      Text text, String choice, List<Word> words, Slot slot, int index, List<Candidate> found) {
    for (int i = 0; !words.isEmpty() && i + words.size() <= text.size(); i++) {
      if (says(text, i, words)) {
        found.add(candidate(text, i, words.size(), choice, slot, index));
      }
    }
  }

  private static boolean says(Text text, int at, List<Word> words) {
    for (int i = 0; i < words.size(); i++) {
      if (!same(text.word(at + i), words.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(Word said, Word choice) {
    if (said.lower().equals(choice.lower())) {
      return true;
    }
    boolean stems = said.lower().length() > 3 && said.stem().equals(choice.stem());
    Optional<String> unit = Units.canonical(choice.lower());
    return stems
        || (choice.lower().length() > 1
            && unit.isPresent()
            && unit.equals(Units.canonical(said.lower())));
  }

  private static Candidate candidate(
      Text text, int from, int words, String choice, Slot slot, int index) {
    int start = text.word(from).start();
    int end = text.word(from + words - 1).end();
    Mention mention = Mention.of(text.source(), start, end, new Term(Kind.CHOICE, choice));
    JsonNode value =
        switch (slot.type()) {
          case INTEGER -> JSON.numberNode(Long.parseLong(choice));
          case NUMBER -> JSON.numberNode(Double.parseDouble(choice));
          case ARRAY -> JSON.arrayNode().add(choice);
          case STRING, ANY, BOOLEAN, OBJECT -> JSON.stringNode(choice);
        };
    return new Candidate(mention, index, value, CHOSEN + 0.2 * words);
  }

  /** A switch is on when the text names it, off when it does so with a negation. */
  private static Optional<Candidate> flag(Text text, Slot slot, int index) {
    List<Word> names =
        slot.words().stream()
            .filter(
                w ->
                    !Lexicon.LIGHT.contains(w.lower())
                        && !Lexicon.STOP.contains(w.lower())
                        && !w.lower().equals("include"))
            .toList();
    int first = -1;
    int seen = 0;
    for (Word name : names) {
      for (int i = 0; i < text.size(); i++) {
        if (text.word(i).stem().equals(name.stem())) {
          first = first < 0 ? i : Math.min(first, i);
          seen++;
          break;
        }
      }
    }
    if (names.isEmpty() || seen * 2 < names.size() || (!slot.required() && seen < names.size())) {
      return Optional.empty();
    }
    boolean off = false;
    for (int i = Math.max(0, first - 4); i < first; i++) {
      off |= Lexicon.NEGATIONS.contains(text.word(i).lower());
    }
    Word at = text.word(first);
    Mention mention =
        Mention.of(text.source(), at.start(), at.start(), new Term(Kind.CHOICE, at.text()));
    return Optional.of(new Candidate(mention, index, JSON.booleanNode(!off), SWITCHED));
  }
}
