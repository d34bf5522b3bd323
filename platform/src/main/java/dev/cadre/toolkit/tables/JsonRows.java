package dev.cadre.toolkit.tables;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Objects of JSON as rows, their members as columns; a member within a member is {@code a.b}. */
final class JsonRows {
  private static final int MAX_DEPTH = 8;

  private final CellBudget budget;
  private final Map<String, Integer> columns = new LinkedHashMap<>();
  private final List<String[]> rows = new ArrayList<>();

  private JsonRows(String name) {
    budget = new CellBudget("'" + name + "'");
  }

  /** One object on each line. */
  static Grid lines(String name, String text) throws InterruptedException {
    JsonRows reader = new JsonRows(name);
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (!line.isBlank()) {
        reader.add(parsed(line, "line " + number + " of '" + name + "'"));
      }
    }
    return reader.grid(name);
  }

  /** An array of objects, or an object with one such array. */
  static Grid array(String name, String text) throws InterruptedException {
    JsonNode root = parsed(text, "'" + name + "'");
    JsonNode array = root;
    if (root.isObject()) {
      array =
          root.values().stream()
              .filter(node -> node.isArray() && node.path(0).isObject())
              .findFirst()
              .orElse(Json.array().add(root));
    }
    JsonRows reader = new JsonRows(name);
    for (JsonNode item : array) {
      reader.add(item);
    }
    return reader.grid(name);
  }

  private static JsonNode parsed(String text, String what) {
    try {
      return Json.parse(text);
    } catch (Fault.Invalid e) {
      throw new Fault.Invalid(
          what + " is damaged: " + String.valueOf(e.getMessage()).replace("the body", "it"));
    }
  }

  private void add(JsonNode item) throws InterruptedException {
    Map<String, String> members = new LinkedHashMap<>();
    flatten("", item, 0, members);
    for (String member : members.keySet()) {
      columns.putIfAbsent(member, columns.size());
    }
    budget.row(columns.size());
    String[] row = new String[columns.size()];
    Arrays.fill(row, "");
    members.forEach((member, value) -> row[columns.getOrDefault(member, 0)] = value);
    rows.add(row);
  }

  private void flatten(String path, JsonNode node, int depth, Map<String, String> into) {
    if (node.isObject() && depth < MAX_DEPTH) {
      node.properties()
          .forEach(
              member ->
                  flatten(
                      path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                      member.getValue(),
                      depth + 1,
                      into));
      return;
    }
    String value =
        node.isNull()
            ? ""
            : node.isNumber()
                ? node.decimalValue().toPlainString()
                : node.isString() ? node.asString() : node.toString();
    into.put(path.isEmpty() ? "value" : path, budget.kept(value));
  }

  private Grid grid(String name) {
    List<List<String>> all = new ArrayList<>();
    all.add(List.copyOf(columns.keySet()));
    rows.forEach(row -> all.add(List.of(row)));
    return new Grid(name, all);
  }
}
