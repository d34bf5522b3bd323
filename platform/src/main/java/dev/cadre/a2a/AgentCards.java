package dev.cadre.a2a;

import dev.cadre.agent.Artifact;
import dev.cadre.agent.Deployment;
import dev.cadre.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Cards of agents that the platform speaks A2A for, from their definitions. The public one says
 * what an agent is for; the extended one, for those who proved who they are, also what it uses.
 *
 * @see <a href="https://a2a-protocol.org/latest/specification/#441-agentcard">AgentCard</a>
 */
final class AgentCards {
  private static final List<String> BINDINGS = List.of("JSONRPC", "HTTP+JSON");
  private static final List<String> SOURCES =
      List.of("builtin", "mcp", "gateway", "agent", "a2a", "client");

  private final A2aConfig config;

  AgentCards(A2aConfig config) {
    this.config = config;
  }

  /** In the form of 1.0 with the members beside them that a 0.3 client needs. */
  ObjectNode open(Deployment agent, String base) {
    ObjectNode card = card10(agent, base, false);
    card03(agent, base, false)
        .properties()
        .forEach(member -> card.putIfAbsent(member.getKey(), member.getValue()));
    return card;
  }

  ObjectNode open(Deployment agent, String base, Version version) {
    return card(agent, base, version, false);
  }

  ObjectNode extended(Asked asked, String base) {
    return card(asked.agent(), base, asked.version(), true);
  }

  private ObjectNode card(Deployment agent, String base, Version version, boolean extended) {
    return switch (version) {
      case V1_0 -> card10(agent, base, extended);
      case V0_3 -> card03(agent, base, extended);
    };
  }

  private ObjectNode card10(Deployment agent, String base, boolean extended) {
    ObjectNode card = Json.object().put("name", agent.name()).put("description", about(agent));
    ArrayNode interfaces = card.putArray("supportedInterfaces");
    for (Version version : Version.values()) {
      for (String binding : BINDINGS) {
        interfaces
            .addObject()
            .put("url", base)
            .put("protocolBinding", binding)
            .put("protocolVersion", version.number());
      }
    }
    common(card, agent, extended);
    ((ObjectNode) card.path("capabilities")).put("extendedAgentCard", true);
    if (guarded(agent)) {
      card.putObject("securitySchemes")
          .putObject("bearer")
          .putObject("httpAuthSecurityScheme")
          .put("scheme", "Bearer");
      card.putArray("securityRequirements")
          .addObject()
          .putObject("schemes")
          .putObject("bearer")
          .putArray("list");
    }
    return card;
  }

  private ObjectNode card03(Deployment agent, String base, boolean extended) {
    ObjectNode card =
        Json.object()
            .put("protocolVersion", "0.3.0")
            .put("name", agent.name())
            .put("description", about(agent))
            .put("url", base)
            .put("preferredTransport", "JSONRPC");
    ArrayNode interfaces = card.putArray("additionalInterfaces");
    BINDINGS.forEach(binding -> interfaces.addObject().put("url", base).put("transport", binding));
    common(card, agent, extended);
    // Where nobody proves anything, nobody is authenticated.
    card.put("supportsAuthenticatedExtendedCard", config.authenticated());
    if (guarded(agent)) {
      card.putObject("securitySchemes")
          .putObject("bearer")
          .put("type", "http")
          .put("scheme", "Bearer");
      card.putArray("security").addObject().putArray("bearer");
    }
    return card;
  }

  private static void common(ObjectNode card, Deployment agent, boolean extended) {
    card.put("version", String.valueOf(agent.version()));
    card.putObject("capabilities").put("streaming", true).put("pushNotifications", true);
    ArrayNode inputs = card.putArray("defaultInputModes");
    Incoming.MEDIA_TYPES.forEach(inputs::add);
    card.putArray("defaultOutputModes").add("text/plain").add("application/json");
    ArrayNode skills = card.putArray("skills");
    skill(skills, agent.name(), agent.name(), about(agent), "agent");
    if (extended) {
      definition(agent).path("tools").forEach(tool -> uses(skills, tool));
    }
  }

  private static void uses(ArrayNode skills, JsonNode tool) {
    for (String source : SOURCES) {
      JsonNode value = tool.path(source);
      String name = value.isString() ? value.asString() : value.path("name").asString("");
      if (!name.isEmpty()) {
        String description = value.path("description").asString("");
        String said = description.isEmpty() ? "Uses " + name + "." : description;
        skill(skills, source + "/" + name, name, said, source);
      }
    }
  }

  private static void skill(
      ArrayNode skills, String id, String name, String description, String tag) {
    skills
        .addObject()
        .put("id", id)
        .put("name", name)
        .put("description", description)
        .putArray("tags")
        .add(tag);
  }

  private static String about(Deployment agent) {
    String description = definition(agent).path("description").asString("");
    return description.isBlank() ? "The agent " + agent.name() + "." : description;
  }

  private static JsonNode definition(Deployment agent) {
    return switch (agent.artifact()) {
      case Artifact.Declared(ObjectNode definition) -> definition;
      case Artifact.Code _, Artifact.Container _, Artifact.Remote _ -> Json.object();
    };
  }

  private boolean guarded(Deployment agent) {
    return config.authenticated() || agent.authorizer() != null;
  }

  /**
   * Another's card with the platform's address in place of its own, which nobody outside can reach,
   * and without the bindings that are not passed on.
   */
  static ObjectNode rewritten(ObjectNode card, String base) {
    ObjectNode made = card.deepCopy();
    if (made.has("url")) {
      made.put("url", base);
    }
    interfaces(made, "supportedInterfaces", "protocolBinding", base);
    interfaces(made, "additionalInterfaces", "transport", base);
    return made;
  }

  private static void interfaces(ObjectNode card, String member, String binding, String base) {
    if (!card.has(member)) {
      return;
    }
    ArrayNode kept = Json.array();
    for (JsonNode each : card.path(member)) {
      if (each instanceof ObjectNode known && BINDINGS.contains(known.path(binding).asString(""))) {
        kept.add(known.put("url", base));
      }
    }
    card.set(member, kept);
  }
}
