package dev.cadre.offline;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.offline.Value.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Finds arrays and objects written as JSON, or as Python would with single quotation marks. */
final class Literals {
  private static final int LONGEST = 10_000;

  private Literals() {}

  static List<Mention> in(Text text) {
    List<Mention> found = new ArrayList<>();
    String source = text.source();
    for (int i = 0; i < source.length(); i++) {
      if (source.charAt(i) == '[' || source.charAt(i) == '{') {
        int start = i;
        int end = end(source, i);
        Optional<JsonNode> json = end < 0 ? Optional.empty() : read(source.substring(i, end));
        json.ifPresent(node -> found.add(Mention.of(source, start, end, new Literal(node))));
        i = json.isPresent() ? end - 1 : i;
      }
    }
    return found;
  }

  /** After the bracket that closes the one at {@code from}; -1 when none does. */
  private static int end(String source, int from) {
    int open = 0;
    for (int i = from; i < source.length() && i < from + LONGEST; i++) {
      char c = source.charAt(i);
      open += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
      if (open == 0) {
        return i + 1;
      }
    }
    return -1;
  }

  private static Optional<JsonNode> read(String literal) {
    try {
      return Optional.of(Json.parse(literal.replace('\'', '"').replace("(", "[").replace(")", "]")));
    } catch (Fault.Invalid notJson) {
      return Optional.empty();
    }
  }
}
