package dev.cadre.offline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The records of a result: those of its list, or the object that it is. */
final class Records {
  private static final int DEEPEST = 4;

  private Records() {}

  static List<Map<String, JsonNode>> in(JsonNode result) {
    return in(result, 0);
  }

  private static List<Map<String, JsonNode>> in(JsonNode node, int depth) {
    List<Map<String, JsonNode>> records = new ArrayList<>();
    if (node.isArray()) {
      node.valueStream().filter(JsonNode::isObject).forEach(row -> records.add(scalars(row)));
      return records;
    }
    if (!node.isObject() || depth == DEEPEST) {
      return records;
    }
    Map<String, JsonNode> own = scalars(node);
    if (!own.isEmpty()) {
      return List.of(own);
    }
    for (JsonNode inner : node) {
      List<Map<String, JsonNode>> found = in(inner, depth + 1);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return records;
  }

  /** Its fields that hold neither an object nor a list. */
  static Map<String, JsonNode> scalars(JsonNode row) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    row.properties()
        .forEach(
            field -> {
              if (!field.getValue().isContainer()) {
                fields.put(field.getKey(), field.getValue());
              }
            });
    return fields;
  }
}
