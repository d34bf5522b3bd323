package dev.cadre.bench;

import dev.cadre.bench.AstMatch.Call;
import dev.cadre.json.Json;
import dev.cadre.model.Message;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Reply;
import dev.cadre.model.ToolSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A question of BFCL with the functions it may call.
 *
 * @param answers the calls allowed; null when no call is right
 */
record BfclCase(String id, ModelRequest request, Map<String, JsonNode> functions, @Nullable JsonNode answers) {
  private static final int MAX_NAME = 64;

  /** The cases of one file of {@code folder}, in their order. */
  static List<BfclCase> read(Path folder, String category) throws IOException {
    String file = "BFCL_v4_" + category + ".json";
    Map<String, JsonNode> answers = new HashMap<>();
    Path possible = folder.resolve("possible_answer").resolve(file);
    if (Files.exists(possible)) {
      for (JsonNode line : lines(possible)) {
        answers.put(line.path("id").asString(), line.path("ground_truth"));
      }
    }
    List<BfclCase> cases = new ArrayList<>();
    for (JsonNode line : lines(folder.resolve(file))) {
      cases.add(of(line, answers.get(line.path("id").asString())));
    }
    return cases;
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank()) {
        lines.add(Json.parse(line));
      }
    }
    return lines;
  }

  private static BfclCase of(JsonNode line, @Nullable JsonNode answers) {
    StringBuilder system = new StringBuilder();
    List<Message> messages = new ArrayList<>();
    for (JsonNode message : line.path("question").path(0)) {
      String text = message.path("content").asString();
      switch (message.path("role").asString()) {
        case "system" -> system.append(text);
        case "assistant" -> messages.add(new Message.Assistant(text));
        default -> messages.add(new Message.User(text));
      }
    }
    List<ToolSpec> tools = new ArrayList<>();
    Map<String, JsonNode> functions = new LinkedHashMap<>();
    for (JsonNode function : line.path("function")) {
      String name = name(function.path("name").asString());
      functions.put(name, function);
      tools.add(new ToolSpec(name, function.path("description").asString(""), schema(function.path("parameters"))));
    }
    ModelRequest request = new ModelRequest("offline", system.toString(), messages, tools);
    return new BfclCase(line.path("id").asString(), request, functions, answers);
  }

  /** As BFCL itself renames functions for the models whose names take no dots. */
  private static String name(String name) {
    String plain = name.replace('.', '_');
    return plain.length() > MAX_NAME ? plain.substring(0, MAX_NAME) : plain;
  }

  /** BFCL's types are Python's: JSON Schema has other names for them. */
  private static ObjectNode schema(JsonNode parameters) {
    ObjectNode schema = (ObjectNode) parameters.deepCopy();
    String type = schema.path("type").asString("");
    switch (type) {
      case "dict" -> schema.put("type", "object");
      case "float" -> schema.put("type", "number");
      case "tuple" -> schema.put("type", "array");
      case "any" -> schema.remove("type");
      default -> {}
    }
    if (schema.path("properties") instanceof ObjectNode properties) {
      for (Map.Entry<String, JsonNode> property : List.copyOf(properties.properties())) {
        properties.set(property.getKey(), schema(property.getValue()));
      }
    }
    if (schema.path("items").isObject()) {
      schema.set("items", schema(schema.path("items")));
    }
    return schema;
  }

  boolean solvedBy(Reply reply) {
    List<Call> calls = reply.toolCalls().stream().map(c -> new Call(c.name(), c.arguments())).toList();
    return answers == null ? calls.isEmpty() : new AstMatch(functions).matches(calls, answers);
  }

  String described(Reply reply) {
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    told.put("id", id);
    told.set("answers", answers);
    var calls = told.putArray("calls");
    reply.toolCalls().forEach(c -> calls.addObject().set(c.name(), c.arguments()));
    return told.toString();
  }
}
