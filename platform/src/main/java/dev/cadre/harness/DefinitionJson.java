package dev.cadre.harness;

import dev.cadre.harness.AgentDefinition.Hook;
import dev.cadre.harness.AgentDefinition.Limits;
import dev.cadre.harness.AgentDefinition.MemoryUse;
import dev.cadre.harness.AgentDefinition.Source;
import dev.cadre.harness.AgentDefinition.Supervision;
import dev.cadre.harness.AgentDefinition.ToolUse;
import dev.cadre.json.Json;
import dev.cadre.model.Sampling;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a definition in the form of its file. */
final class DefinitionJson {
  private DefinitionJson() {}

  static ObjectNode of(AgentDefinition definition) {
    ObjectNode json = Json.object();
    json.put("name", definition.name());
    json.put("description", definition.description());
    json.put("instructions", definition.instructions());
    json.set("model", model(definition.model(), definition.sampling()));
    ArrayNode tools = json.putArray("tools");
    definition.tools().forEach(use -> tools.add(tool(use)));
    json.put("history", written(definition.history()));
    switch (definition.memory()) {
      case MemoryUse.None() -> json.put("memory", "none");
      case MemoryUse.Session() -> json.put("memory", "session");
      case MemoryUse.LongTerm use -> json.set("memory", longTerm(use));
    }
    json.set("limits", limits(definition.limits()));
    ObjectNode output = definition.outputSchema();
    if (output != null) {
      json.set("output", output);
    }
    Supervision supervision = definition.supervision();
    if (supervision != null) {
      json.putObject("supervision")
          .put("agents", supervision.agents())
          .put("askBelow", supervision.askBelow())
          .put("answer", supervision.answer())
          .put("deadline", text(supervision.deadline()));
    }
    ArrayNode hooks = json.putArray("hooks");
    definition.hooks().forEach(hook -> hooks.add(hook(hook)));
    return json;
  }

  private static ObjectNode longTerm(MemoryUse.LongTerm use) {
    ObjectNode json = Json.object().put("use", use.memory());
    if (!use.actor().isEmpty()) {
      json.put("actor", use.actor());
    }
    if (!use.strategies().isEmpty()) {
      ArrayNode strategies = json.putArray("strategies");
      use.strategies().forEach(strategies::add);
    }
    if (!use.recall().isEmpty()) {
      ArrayNode places = json.putArray("recall");
      use.recall().forEach(place -> recall(places.addObject(), place));
    }
    return json.put("top", use.top())
        .put("summaries", use.summaries())
        .put("preferences", use.preferences());
  }

  private static void recall(ObjectNode json, MemoryUse.Recall place) {
    json.put("namespace", place.namespace()).put("top", place.top()).put("score", place.score());
    if (!place.strategy().isEmpty()) {
      json.put("strategy", place.strategy());
    }
  }

  private static ObjectNode model(String id, Sampling sampling) {
    ObjectNode json = Json.object().put("id", id);
    Integer maxTokens = sampling.maxTokens();
    if (maxTokens != null) {
      json.put("maxTokens", maxTokens);
    }
    Double temperature = sampling.temperature();
    if (temperature != null) {
      json.put("temperature", temperature);
    }
    Double topP = sampling.topP();
    if (topP != null) {
      json.put("topP", topP);
    }
    if (!sampling.stop().isEmpty()) {
      ArrayNode stop = json.putArray("stop");
      sampling.stop().forEach(stop::add);
    }
    return json;
  }

  private static ObjectNode tool(ToolUse use) {
    ObjectNode json = source(use.source());
    if (use.approval()) {
      json.put("approval", true);
    }
    if (!use.only().isEmpty()) {
      ArrayNode only = json.putArray("only");
      use.only().forEach(only::add);
    }
    return json;
  }

  private static ObjectNode source(Source source) {
    ObjectNode json = Json.object();
    switch (source) {
      case Source.BuiltIn(String name) -> json.put("builtin", name);
      case Source.Mcp(String name, String url) when url.isEmpty() -> json.put("mcp", name);
      case Source.Mcp(String name, String url) ->
          json.putObject("mcp").put("name", name).put("url", url);
      case Source.Gateway(String id) -> json.put("gateway", id);
      case Source.Agent(String name, String description) ->
          json.putObject("agent").put("name", name).put("description", description);
      case Source.A2a(String name, String url, String description, String credential) -> {
        ObjectNode a2a = json.putObject("a2a").put("url", url);
        written(a2a, "name", name);
        written(a2a, "description", description);
        written(a2a, "credential", credential);
      }
      case Source.Client(String name, String description, ObjectNode schema) ->
          json.putObject("client")
              .put("name", name)
              .put("description", description)
              .set("input", schema);
    }
    return json;
  }

  private static void written(ObjectNode json, String name, String value) {
    if (!value.isEmpty()) {
      json.put(name, value);
    }
  }

  private static ObjectNode limits(Limits limits) {
    ObjectNode json =
        Json.object()
            .put("steps", limits.steps())
            .put("tokens", limits.tokens())
            .put("time", text(limits.time()))
            .put("toolTime", text(limits.toolTime()));
    BigDecimal cost = limits.cost();
    if (cost != null) {
      json.put("cost", cost);
    }
    return json;
  }

  private static ObjectNode hook(Hook hook) {
    return Json.object()
        .put("name", hook.name())
        .put("on", written(hook.on()))
        .put("url", hook.url())
        .put("timeout", text(hook.timeout()));
  }

  private static String text(Duration duration) {
    return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
