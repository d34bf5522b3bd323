package dev.cadre.offline;

import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Objects and lists inside of others, as indented lines. */
final class Nested {
  private static final int MOST = 10;
  private static final int DEEPEST = 3;
  private static final int LONGEST_TEXT = 4_000;
  private static final int LONGEST_CELL = 80;

  private Nested() {}

  static String indented(JsonNode node, int depth) {
    if (node.isEmpty()) {
      return " none";
    }
    if (depth >= DEEPEST) {
      return " " + Shown.cut(node.toString(), LONGEST_CELL);
    }
    return node.isArray() ? items(node, depth) : fields(node, depth);
  }

  private static String items(JsonNode list, int depth) {
    return list.valueStream()
        .limit(MOST)
        .map(item -> line(depth) + Shown.cut(flat(item), LONGEST_TEXT))
        .collect(Collectors.joining());
  }

  private static String fields(JsonNode object, int depth) {
    return object.properties().stream()
        .map(field -> line(depth) + Shown.words(field.getKey()) + ":" + inner(field, depth))
        .collect(Collectors.joining());
  }

  private static String inner(Map.Entry<String, JsonNode> field, int depth) {
    return field.getValue().isContainer()
        ? indented(field.getValue(), depth + 1)
        : " " + Shown.plain(field.getValue());
  }

  private static String line(int depth) {
    return "\n" + "  ".repeat(depth) + "- ";
  }

  private static String flat(JsonNode item) {
    if (!item.isObject()) {
      return Shown.plain(item);
    }
    return item.properties().stream()
        .filter(field -> !field.getValue().isNull())
        .map(field -> Shown.words(field.getKey()) + " " + Shown.plain(field.getValue()))
        .collect(Collectors.joining(", "));
  }
}
