package dev.cadre.offline;

import dev.cadre.model.ToolSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A tool as the planner sees it.
 *
 * @param slots its parameters, in its schema's order
 * @param stems of its name and description
 */
record Tool(ToolSpec spec, List<Word> name, List<Slot> slots, Set<String> stems) {

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

  /** What its vector is made of. */
  String meaning() {
    StringBuilder text = new StringBuilder();
    name.forEach(word -> text.append(word.lower()).append(' '));
    return text.append(": ").append(spec.description()).toString();
  }
}
