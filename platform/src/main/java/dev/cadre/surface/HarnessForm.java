package dev.cadre.surface;

import dev.cadre.fault.Fault;
import dev.cadre.fault.Fault.Invalid.Field;
import dev.cadre.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Between the members of a harness and the form of an agent's file. What would silently not happen
 * here (a skill, a hook to AWS, a browser) is refused; what has no place in a harness (a built-in
 * tool, an output schema) stays as the file has it.
 */
final class HarnessForm {
  private static final String INSTRUCTIONS = "You are a helpful assistant.";

  private final ObjectNode form;
  private final JsonNode members;
  private final List<Field> faults = new ArrayList<>();

  private HarnessForm(ObjectNode form, JsonNode members) {
    this.form = form;
    this.members = members;
  }

  /**
   * The form of {@code base}, changed to what {@code members} say.
   *
   * @throws Fault.Invalid with every member that cannot be in force here
   */
  static ObjectNode of(ObjectNode base, ObjectNode members) {
    HarnessForm made = new HarnessForm(base.deepCopy(), members);
    made.fill();
    if (!made.faults.isEmpty()) {
      throw new Fault.Invalid(
          made.faults.stream()
              .map(field -> field.path() + " " + field.message())
              .collect(Collectors.joining("; ")),
          made.faults);
    }
    return made.form;
  }

  private void fill() {
    if (members.hasNonNull("model")) {
      form.set("model", model());
    } else if (!form.has("model")) {
      form.put("model", "default");
    }
    instructions();
    if (members.hasNonNull("tools")) {
      form.set("tools", tools());
    }
    if (members.hasNonNull("allowedTools")) {
      form.set("tools", allowed(form.path("tools")));
    }
    if (members.hasNonNull("truncation")) {
      boolean summary = text(members.path("truncation"), "strategy").equals("summarization");
      form.put("history", summary ? "summary" : "window");
    }
    if (members.hasNonNull("memory")) {
      memory();
    }
    limits();
    replies();
    refuse("skills", "are not supported: put what they say into the system prompt");
    refuse("hooks", "to AWS Lambda, SNS or EventBridge are not supported: an agent file's are");
  }

  private ObjectNode model() {
    ObjectNode model = Json.object();
    members
        .path("model")
        .forEach(
            config -> {
              model.set("id", config.path("modelId"));
              for (String name : List.of("maxTokens", "temperature", "topP")) {
                if (config.hasNonNull(name)) {
                  model.set(name, config.get(name));
                }
              }
            });
    return model;
  }

  private void instructions() {
    if (members.path("systemPrompt").isArray()) {
      String text =
          members
              .path("systemPrompt")
              .valueStream()
              .map(block -> text(block, "text"))
              .collect(Collectors.joining("\n"));
      form.put("instructions", text.isBlank() ? INSTRUCTIONS : text);
    } else if (!form.has("instructions")) {
      form.put("instructions", INSTRUCTIONS);
    }
  }

  private ArrayNode tools() {
    ArrayNode tools = Json.array();
    int number = 0;
    for (JsonNode tool : members.path("tools")) {
      number++;
      String at = "tools." + number + ".member";
      String type = text(tool, "type");
      String given = text(tool, "name");
      String name = given.isEmpty() ? type + "_" + number : given;
      JsonNode config = tool.path("config");
      switch (type) {
        case "remote_mcp" -> tools.add(mcp(at, name, config.path("remoteMcp")));
        case "agentcore_gateway" ->
            tools.addObject().set("gateway", config.path("agentCoreGateway").path("gatewayArn"));
        case "inline_function" -> tools.add(function(name, config.path("inlineFunction")));
        default -> fault(at + ".type", "is " + type + ", which this platform does not have");
      }
    }
    return tools;
  }

  private ObjectNode mcp(String at, String name, JsonNode config) {
    if (!config.path("headers").isEmpty()) {
      fault(at + ".config.remoteMcp.headers", "are not sent; use a server that needs none");
    }
    ObjectNode tool = Json.object();
    tool.putObject("mcp").put("name", name).set("url", config.path("url"));
    return tool;
  }

  private static ObjectNode function(String name, JsonNode config) {
    ObjectNode tool = Json.object();
    ObjectNode client = tool.putObject("client").put("name", name);
    client.set("description", config.path("description"));
    client.set("input", config.path("inputSchema"));
    return tool;
  }

  /** {@code *}, a tool's name, {@code @server} or {@code @server/tool}. */
  private ArrayNode allowed(JsonNode tools) {
    List<String> patterns =
        members.path("allowedTools").valueStream().map(JsonNode::asString).toList();
    ArrayNode kept = Json.array();
    for (JsonNode tool : tools) {
      String name = name(tool);
      String server = "@" + name;
      boolean whole =
          patterns.stream()
              .anyMatch(
                  p ->
                      p.equals("*")
                          || p.equals(name)
                          || p.equals(server)
                          || p.equals(server + "/*"));
      List<String> only =
          patterns.stream()
              .filter(p -> p.startsWith(server + "/"))
              .map(p -> p.substring(server.length() + 1))
              .toList();
      if (whole) {
        kept.add(tool);
      } else if (!only.isEmpty()) {
        ArrayNode names =
            kept.add(tool.deepCopy()).path(kept.size() - 1) instanceof ObjectNode use
                ? use.putArray("only")
                : Json.array();
        only.forEach(names::add);
      }
    }
    return kept;
  }

  /** What the patterns call a tool of a file's form. */
  private static String name(JsonNode tool) {
    for (String kind : List.of("mcp", "client", "agent")) {
      if (tool.path(kind).isObject()) {
        return text(tool.path(kind), "name");
      }
    }
    return tool.isString()
        ? tool.asString()
        : tool.path("builtin").asString(tool.path("gateway").asString(""));
  }

  private void memory() {
    HarnessMemory.form(members.path("memory"))
        .ifPresentOrElse(
            use -> form.set("memory", use),
            () ->
                fault(
                    "memory.managedMemoryConfiguration",
                    "is not supported: create a memory and name its ARN in"
                        + " agentCoreMemoryConfiguration"));
  }

  private void limits() {
    ObjectNode limits = form.path("limits") instanceof ObjectNode there ? there : Json.object();
    if (members.hasNonNull("maxIterations")) {
      limits.set("steps", members.get("maxIterations"));
    }
    if (members.hasNonNull("timeoutSeconds")) {
      limits.put("time", members.get("timeoutSeconds").asInt() + "s");
    }
    if (!limits.isEmpty()) {
      form.set("limits", limits);
    }
  }

  /** A harness limits what its replies write together; here each of them is held to it. */
  private void replies() {
    if (!members.hasNonNull("maxTokens")) {
      return;
    }
    int most = members.get("maxTokens").asInt();
    String id = text(form, "model");
    ObjectNode model =
        form.path("model") instanceof ObjectNode there
            ? there
            : form.putObject("model").put("id", id);
    if (model.path("maxTokens").asInt(most) >= most) {
      model.put("maxTokens", most);
    }
  }

  private void refuse(String member, String message) {
    if (!members.path(member).isEmpty()) {
      fault(member, message);
    }
  }

  private void fault(String path, String message) {
    faults.add(new Field(path, message));
  }

  /** The members that come nearest to a form with every key. */
  static ObjectNode members(ObjectNode form) {
    ObjectNode members = Json.object();
    ObjectNode model = members.putObject("model").putObject("bedrockModelConfig");
    JsonNode given = form.path("model");
    model.set("modelId", given.isString() ? given : given.path("id"));
    for (String name : List.of("maxTokens", "temperature", "topP")) {
      if (given.hasNonNull(name)) {
        model.set(name, given.get(name));
      }
    }
    members.putArray("systemPrompt").addObject().put("text", text(form, "instructions"));
    ArrayNode tools = members.putArray("tools");
    form.path("tools").forEach(tool -> tool(tool, tools));
    boolean summary = text(form, "history").equals("summary");
    members.putObject("truncation").put("strategy", summary ? "summarization" : "sliding_window");
    JsonNode steps = form.path("limits").path("steps");
    if (steps.isInt()) {
      members.set("maxIterations", steps);
    }
    return members;
  }

  private static void tool(JsonNode tool, ArrayNode tools) {
    if (tool.path("mcp").isObject()) {
      ObjectNode shown = shown("remote_mcp", text(tool.path("mcp"), "name"), tools);
      shown.putObject("config").putObject("remoteMcp").set("url", tool.path("mcp").path("url"));
    } else if (tool.path("gateway").isString()) {
      ObjectNode shown = shown("agentcore_gateway", "", tools);
      shown
          .putObject("config")
          .putObject("agentCoreGateway")
          .set("gatewayArn", tool.path("gateway"));
    } else if (tool.path("client").isObject()) {
      JsonNode client = tool.path("client");
      ObjectNode function =
          shown("inline_function", text(client, "name"), tools)
              .putObject("config")
              .putObject("inlineFunction");
      function.set("description", client.path("description"));
      function.set("inputSchema", client.path("input"));
    }
  }

  private static ObjectNode shown(String type, String name, ArrayNode tools) {
    ObjectNode tool = tools.addObject().put("type", type);
    return name.isEmpty() ? tool : tool.put("name", name);
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }
}
