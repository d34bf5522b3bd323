package dev.cadre.offline;

import dev.cadre.offline.Conversation.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a conversation knows besides its last request: the arguments and results of earlier calls
 * and what the instructions state. Results give values to parameters of their fields' names, and
 * nothing else: no text in them is ever read as a request.
 */
final class Facts {
  private static final int DEEPEST = 4;
  private static final Set<String> REFERENCES =
      Lexicon.set(
          "it its that this they them those these he she his her their one ones same again there"
              + " then");

  private final List<Exchange> calls;
  private final String instructions;
  private final Filler filler;

  Facts(List<Exchange> calls, String instructions, Filler filler) {
    this.calls = calls;
    this.instructions = instructions;
    this.filler = filler;
  }

  /** True when a request points at something said before. */
  static boolean refers(Text request) {
    return request.words().stream().anyMatch(word -> REFERENCES.contains(word.lower()));
  }

  /**
   * The value of a slot from the latest results and arguments that have one of its name; where the
   * request names a place in a list ({@code the second one}), from that item.
   */
  Optional<JsonNode> value(Slot slot, Text request) {
    int place = place(request);
    for (Exchange exchange : calls.reversed()) {
      if (!exchange.failed()) {
        JsonNode from = place == 0 ? exchange.result() : item(exchange.result(), place);
        Optional<JsonNode> value = in(from, slot, 0);
        if (value.isPresent()) {
          return value;
        }
      }
    }
    for (Exchange exchange : calls.reversed()) {
      Optional<JsonNode> value = in(exchange.call().arguments(), slot, 0);
      if (value.isPresent()) {
        return value;
      }
    }
    return stated(slot);
  }

  /**
   * Values that stand in the instructions beside the parameter's whole name: {@code customer id is
   * cust001}.
   */
  Optional<JsonNode> stated(Slot slot) {
    Text text = Text.of(instructions);
    List<Word> name = slot.words();
    for (int i = 0; i + name.size() < text.size(); i++) {
      if (matches(text, i, name)) {
        int end = Math.min(text.size(), i + name.size() + 6);
        Optional<JsonNode> value = filler.only(slot, text.between(i, end));
        if (value.isPresent()) {
          return value;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean matches(Text text, int at, List<Word> name) {
    for (int i = 0; i < name.size(); i++) {
      if (!text.word(at + i).stem().equals(name.get(i).stem())) {
        return false;
      }
    }
    return true;
  }

  /** {@code the second one} is 2, {@code the last one} -1; 0 when no place is named. */
  static int place(Text request) {
    for (int i = 0; i + 1 < request.size(); i++) {
      String word = request.word(i).lower();
      boolean pointing = i > 0 && request.word(i - 1).lower().equals("the");
      if (pointing && word.equals("last")) {
        return -1;
      }
      Optional<Integer> ordinal = NumberWords.ordinal(word);
      if (pointing && ordinal.isPresent()) {
        return ordinal.get();
      }
    }
    return 0;
  }

  private static JsonNode item(JsonNode result, int place) {
    JsonNode list = list(result, 0);
    return list.path(place < 0 ? list.size() - 1 : place - 1);
  }

  private static JsonNode list(JsonNode node, int depth) {
    if (node.isArray() || depth == DEEPEST) {
      return node;
    }
    for (JsonNode inner : node) {
      JsonNode list = list(inner, depth + 1);
      if (list.isArray()) {
        return list;
      }
    }
    return tools.jackson.databind.node.JsonNodeFactory.instance.arrayNode();
  }

  private static Optional<JsonNode> in(JsonNode node, Slot slot, int depth) {
    if (depth > DEEPEST) {
      return Optional.empty();
    }
    List<JsonNode> inner = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (sameName(field.getKey(), slot) && fits(slot, field.getValue())) {
        return Optional.of(field.getValue());
      }
      inner.add(field.getValue());
    }
    if (node.isArray()) {
      node.forEach(inner::add);
    }
    for (JsonNode child : inner) {
      Optional<JsonNode> found =
          child.isContainer() ? in(child, slot, depth + 1) : Optional.empty();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static boolean sameName(String field, Slot slot) {
    List<String> stems = Text.ofName(field).stream().map(Word::stem).toList();
    List<String> own = slot.words().stream().map(Word::stem).toList();
    return stems.equals(own);
  }

  private static boolean fits(Slot slot, JsonNode value) {
    return switch (slot.type()) {
      case STRING -> value.isString();
      case INTEGER -> value.isIntegralNumber();
      case NUMBER -> value.isNumber();
      case BOOLEAN -> value.isBoolean();
      case ARRAY -> value.isArray();
      case OBJECT -> value.isObject();
      case ANY -> true;
    };
  }
}
