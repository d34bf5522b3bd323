package dev.cadre.offline;

import dev.cadre.offline.Planner.Call;
import dev.cadre.offline.Value.Amount;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A quantity that is wanted in another unit of what it measures: {@code 42 km in miles}. */
record Conversion(Amount amount, String from, String to) {

  /** The first in a text; of the other units the one that is nearest is wanted. */
  static Optional<Conversion> in(Text text) {
    for (Mention mention : Numbers.in(text)) {
      if (mention.value() instanceof Amount amount && !amount.unit().isEmpty()) {
        String dimension = Units.dimension(amount.unit()).orElse("");
        boolean measured = !dimension.isEmpty() && !dimension.equals("money");
        String other = !measured ? null : other(text, mention, amount, dimension);
        if (other != null) {
          return Optional.of(new Conversion(amount, amount.unit(), other));
        }
      }
    }
    return Optional.empty();
  }

  private static @Nullable String other(
      Text text, Mention mention, Amount amount, String dimension) {
    String own = Units.canonical(amount.unit()).orElse("");
    String found = null;
    int nearest = Integer.MAX_VALUE;
    for (Word word : text.words()) {
      boolean outside = word.end() <= mention.start() || word.start() >= mention.end();
      boolean unit =
          word.lower().length() > 1
              && !Lexicon.STOP.contains(word.lower())
              && Units.dimension(word.lower()).filter(dimension::equals).isPresent();
      int away =
          word.start() < mention.start()
              ? mention.start() - word.end()
              : word.start() - mention.end();
      if (outside
          && unit
          && !Units.canonical(word.lower()).orElse("").equals(own)
          && away < nearest) {
        found = word.text();
        nearest = away;
      }
    }
    return found;
  }

  /** True of a tool that takes a quantity and two units. */
  static boolean takenBy(Tool tool) {
    return slot(tool, "from") >= 0 && slot(tool, "to") >= 0 && number(tool) >= 0;
  }

  /** The call with this in its place. */
  Call in(Call call) {
    Tool tool = call.tool();
    Map<Integer, JsonNode> filled = new HashMap<>(call.filled());
    Slot number = tool.slots().get(number(tool));
    JsonNodeFactory json = JsonNodeFactory.instance;
    filled.put(
        number(tool),
        number.type() == Slot.Type.INTEGER && amount.whole()
            ? json.numberNode(amount.number().intValue())
            : json.numberNode(amount.number().doubleValue()));
    filled.put(slot(tool, "from"), json.stringNode(from));
    filled.put(slot(tool, "to"), json.stringNode(to));
    return Call.of(tool, filled);
  }

  private static int slot(Tool tool, String side) {
    List<Slot> slots = tool.slots();
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      boolean named = slot.words().stream().anyMatch(word -> word.lower().equals(side));
      if (named && slot.has(Sense.UNIT) && slot.type() == Slot.Type.STRING && !slot.closed()) {
        return i;
      }
    }
    return -1;
  }

  private static int number(Tool tool) {
    for (int i = 0; i < tool.slots().size(); i++) {
      if (tool.slots().get(i).numeric() && tool.slots().get(i).required()) {
        return i;
      }
    }
    return -1;
  }
}
