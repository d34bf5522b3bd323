package dev.cadre.memory;

import dev.cadre.fault.Fault;
import dev.cadre.id.IdSource;
import dev.cadre.json.Json;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Strategies as callers send them, and as they are stored and answered: the API has two shapes. */
final class StrategyInputs {
  /** Where records go when the caller says nothing: by actor, or by session of an actor. */
  private static final String BY_ACTOR = "/strategies/{memoryStrategyId}/actors/{actorId}/";

  private static final String BY_SESSION = BY_ACTOR + "sessions/{sessionId}/";

  private record Form(String type, String namespace) {}

  private static final Map<String, Form> FORMS =
      Map.of(
          "semanticMemoryStrategy", new Form("SEMANTIC", BY_ACTOR),
          "userPreferenceMemoryStrategy", new Form("USER_PREFERENCE", BY_ACTOR),
          "summaryMemoryStrategy", new Form("SUMMARIZATION", BY_SESSION),
          "episodicMemoryStrategy", new Form("EPISODIC", BY_SESSION),
          "customMemoryStrategy", new Form("CUSTOM", BY_ACTOR));

  private record Overriding(String type, String key, String namespace) {}

  private static final Map<String, Overriding> OVERRIDES =
      Map.of(
          "semanticOverride", new Overriding("SEMANTIC_OVERRIDE", "semantic", BY_ACTOR),
          "userPreferenceOverride",
              new Overriding("USER_PREFERENCE_OVERRIDE", "userPreference", BY_ACTOR),
          "summaryOverride", new Overriding("SUMMARY_OVERRIDE", "summary", BY_SESSION),
          "episodicOverride", new Overriding("EPISODIC_OVERRIDE", "episodic", BY_SESSION));

  private StrategyInputs() {}

  /** A new strategy of one MemoryStrategyInput. */
  static Strategy created(JsonNode union, IdSource ids, Instant now) {
    Map.Entry<String, JsonNode> only = union.properties().iterator().next();
    Form form = FORMS.get(only.getKey());
    if (form == null) {
      throw new Fault.Invalid("strategy '" + only.getKey() + "' is not known");
    }
    JsonNode input = only.getValue();
    MemoryRules.requireOneNamespace(input);
    String name = input.path("name").asString();
    ObjectNode members =
        Json.object().put("strategyId", name + "-" + ids.alphanumeric(10)).put("name", name);
    copy(input, "description", members);
    ObjectNode configuration = configuration(only.getKey(), input);
    if (configuration != null) {
      members.set("configuration", configuration);
    }
    members.put("type", form.type());
    String own = namespace(input);
    namespace(members, own == null ? standard(form, input) : own);
    copy(input, "memoryRecordSchema", members);
    members.put("createdAt", Timestamps.seconds(now)).put("status", "ACTIVE");
    return new Strategy(members.put("updatedAt", Timestamps.seconds(now)));
  }

  /** What is left of {@code strategy} after one ModifyMemoryStrategyInput. */
  static Strategy modified(Strategy strategy, JsonNode input, Instant now) {
    MemoryRules.requireOneNamespace(input);
    ObjectNode members = strategy.members().deepCopy();
    copy(input, "description", members);
    copy(input, "memoryRecordSchema", members);
    String namespace = namespace(input);
    if (namespace != null) {
      namespace(members, namespace);
    }
    if (input.path("configuration") instanceof ObjectNode changes) {
      ObjectNode configuration = members.withObject("/configuration");
      changes
          .properties()
          .forEach(
              change -> {
                if (change.getValue() instanceof ObjectNode part
                    && configuration.get(change.getKey()) instanceof ObjectNode present) {
                  present.setAll(part);
                } else {
                  configuration.set(change.getKey(), change.getValue());
                }
              });
    }
    return new Strategy(members.put("updatedAt", Timestamps.seconds(now)));
  }

  private static String standard(Form form, JsonNode input) {
    return input.path("configuration").properties().stream()
        .map(override -> OVERRIDES.get(override.getKey()))
        .filter(java.util.Objects::nonNull)
        .map(Overriding::namespace)
        .findFirst()
        .orElse(form.namespace());
  }

  private static @Nullable String namespace(JsonNode input) {
    JsonNode templates = input.path("namespaceTemplates");
    JsonNode first = (templates.isMissingNode() ? input.path("namespaces") : templates).path(0);
    return first.isMissingNode() ? null : first.asString();
  }

  private static void namespace(ObjectNode members, String namespace) {
    members.putArray("namespaces").add(namespace);
    members.putArray("namespaceTemplates").add(namespace);
  }

  private static @Nullable ObjectNode configuration(String kind, JsonNode input) {
    if (kind.equals("episodicMemoryStrategy")
        && input.path("reflectionConfiguration") instanceof ObjectNode reflection) {
      ObjectNode configuration = Json.object();
      configuration
          .putObject("reflection")
          .set("episodicReflectionConfiguration", mirrored(reflection));
      return configuration;
    }
    JsonNode given = input.path("configuration");
    if (given.path("selfManagedConfiguration") instanceof ObjectNode selfManaged) {
      ObjectNode configuration = Json.object().put("type", "SELF_MANAGED");
      configuration.set("selfManagedConfiguration", selfManaged(selfManaged));
      return configuration;
    }
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      Overriding override = OVERRIDES.get(entry.getKey());
      if (override != null) {
        return overriding(override, entry.getValue());
      }
    }
    return null;
  }

  private static ObjectNode overriding(Overriding override, JsonNode steps) {
    ObjectNode configuration = Json.object().put("type", override.type());
    Map.of("extraction", "Extraction", "consolidation", "Consolidation", "reflection", "Reflection")
        .forEach(
            (step, word) -> {
              if (steps.path(step) instanceof ObjectNode own) {
                configuration
                    .putObject(step)
                    .putObject("custom" + word + "Configuration")
                    .set(override.key() + word + "Override", mirrored(own));
              }
            });
    return configuration;
  }

  /** Defaults as the service has them. */
  private static ObjectNode selfManaged(ObjectNode given) {
    ObjectNode whole = given.deepCopy();
    if (!whole.has("triggerConditions")) {
      var triggers = whole.putArray("triggerConditions");
      triggers.addObject().putObject("messageBasedTrigger").put("messageCount", 6);
      triggers.addObject().putObject("tokenBasedTrigger").put("tokenCount", 5000);
      triggers.addObject().putObject("timeBasedTrigger").put("idleSessionTimeout", 1800);
    }
    if (!whole.has("historicalContextWindowSize")) {
      whole.put("historicalContextWindowSize", 4);
    }
    return whole;
  }

  /** Namespaces have an old and a new name; an answer has both. */
  private static ObjectNode mirrored(ObjectNode part) {
    ObjectNode copy = part.deepCopy();
    String namespace = namespace(part);
    if (namespace != null) {
      namespace(copy, namespace);
    }
    return copy;
  }

  private static void copy(JsonNode from, String member, ObjectNode to) {
    if (from.hasNonNull(member)) {
      to.set(member, from.get(member));
    }
  }
}
