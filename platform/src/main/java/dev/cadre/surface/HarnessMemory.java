package dev.cadre.surface;

import dev.cadre.json.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The memory of a harness in the form of an agent's file. */
final class HarnessMemory {
  private static final String RESOURCE = "memory/";

  /** What the service takes where the caller says nothing. */
  private static final int TOP = 10;

  private static final int MOST = 50;
  private static final double SCORE = 0.2;

  private HarnessMemory() {}

  /**
   * The value of {@code memory} for a HarnessMemoryConfiguration; empty for a memory that the
   * harness would have to make.
   */
  static Optional<JsonNode> form(JsonNode union) {
    if (union.hasNonNull("disabled")) {
      return Optional.of(Json.object().put("keep", "session"));
    }
    JsonNode config = union.path("agentCoreMemoryConfiguration");
    return config.isObject() ? Optional.of(longTerm(config)) : Optional.empty();
  }

  private static ObjectNode longTerm(JsonNode config) {
    String arn = config.path("arn").asString("");
    ObjectNode use =
        Json.object().put("use", arn.substring(arn.lastIndexOf(RESOURCE) + RESOURCE.length()));
    String actor = config.path("actorId").asString("");
    if (!actor.isEmpty()) {
      use.put("actor", actor);
    }
    if (!config.path("retrievalConfig").isEmpty()) {
      ArrayNode places = use.putArray("recall");
      config
          .path("retrievalConfig")
          .properties()
          .forEach(place -> recall(places.addObject(), place.getKey(), place.getValue()));
    }
    return use;
  }

  private static void recall(ObjectNode place, String namespace, JsonNode settings) {
    place.put("namespace", namespace);
    place.put("top", Math.min(MOST, settings.path("topK").asInt(TOP)));
    place.put("score", settings.path("relevanceScore").asDouble(SCORE));
    if (settings.hasNonNull("strategyId")) {
      place.set("strategy", settings.get("strategyId"));
    }
  }
}
