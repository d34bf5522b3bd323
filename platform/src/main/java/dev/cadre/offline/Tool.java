package dev.cadre.offline;

import dev.cadre.model.ToolSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A tool as the planner sees it.
 *
 * @param slots its parameters, in its schema's order
 * @param stems of its name and description
 */
record Tool(ToolSpec spec, List<Word> name, List<Slot> slots, Set<String> stems) {
  private static final Pattern NOT_LETTERS = Pattern.compile("[^\\p{L}\\d]");

  static Tool of(ToolSpec spec) {
    List<Word> name = Text.ofName(spec.name());
    Set<String> stems = new HashSet<>();
    name.forEach(word -> stems.add(word.stem()));
    for (Word word : Text.of(spec.description()).words()) {
      if (Lexicon.content(word)) {
        stems.add(word.stem());
      }
    }
    return new Tool(spec, name, Schemas.slots(spec.inputSchema()), Set.copyOf(stems));
  }

  /** The same with other slots. */
  Tool with(List<Slot> others) {
    return new Tool(spec, name, List.copyOf(others), stems);
  }

  /** True when no parameter is required: what is said is then meant for one of the others. */
  boolean needsNothing() {
    return slots.stream().noneMatch(Slot::required);
  }

  /** True when all words are of its parameters' names, which name no value. */
  boolean namesSlots(List<Word> words) {
    return words.stream()
        .allMatch(
            word ->
                slots.stream()
                    .flatMap(slot -> slot.words().stream())
                    .anyMatch(own -> own.stem().equals(word.stem())));
  }

  /**
   * True when a mention is the tool's own name, as {@code calculate_tax} or {@code calculate.tax}.
   */
  boolean named(Mention mention) {
    String text =
        mention.value() instanceof Value.Term(Value.Kind _, String words) ? words : mention.text();
    return text.length() > 3
        && text.indexOf(' ') < 0
        && NOT_LETTERS
            .matcher(text)
            .replaceAll("")
            .equalsIgnoreCase(NOT_LETTERS.matcher(spec.name()).replaceAll(""));
  }

  boolean takesFormula() {
    return slots.stream().anyMatch(slot -> slot.required() && slot.has(Sense.FORMULA));
  }

  /** What its vector is made of. */
  String meaning() {
    StringBuilder text = new StringBuilder();
    name.forEach(word -> text.append(word.lower()).append(' '));
    return text.append(": ").append(spec.description()).toString();
  }
}
