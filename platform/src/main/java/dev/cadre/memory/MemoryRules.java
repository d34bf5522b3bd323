package dev.cadre.memory;

import dev.cadre.fault.Fault;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What the official model cannot say of one member alone, and what this platform does not do: it is
 * refused by its name, so that nobody waits for it. Every method throws {@link Fault.Invalid}.
 */
final class MemoryRules {
  private static final String RESERVED = "x-amz-agentcore-";

  private MemoryRules() {}

  /** Of the members of CreateMemory or UpdateMemory as they came. */
  static void requireServed(JsonNode input) {
    if (!input.path("streamDeliveryResources").path("resources").isEmpty()) {
      throw new Fault.Invalid(
          "streamDeliveryResources: records are not delivered to Kinesis; leave it out and read"
              + " them with ListMemoryRecords");
    }
  }

  /** Of a strategy as it came. */
  static void requireOneNamespace(JsonNode strategy) {
    JsonNode old = strategy.path("namespaces");
    JsonNode templates = strategy.path("namespaceTemplates");
    if (!old.isMissingNode() && !templates.isMissingNode() && !old.equals(templates)) {
      throw new Fault.Invalid(
          "strategy '%s' has namespaces %s and namespaceTemplates %s; give one of them"
              .formatted(strategy.path("name").asString(""), old, templates));
    }
  }

  static void requireKeys(Memory memory) {
    unique("indexedKeys", memory.definition().path("indexedKeys"));
    unique("namespaceKeys", memory.definition().path("namespaceKeys"));
    for (JsonNode key : memory.definition().path("indexedKeys")) {
      String name = key.path("key").asString();
      if (name.startsWith(RESERVED)) {
        throw new Fault.Invalid(
            "indexed key '%s' begins with %s, as the service's own do; choose another"
                .formatted(name, RESERVED));
      }
    }
  }

  /** Of the metadata that a strategy's records get. */
  static void requireSchema(Memory memory, Strategy strategy) {
    Map<String, String> indexed = new HashMap<>();
    memory
        .definition()
        .path("indexedKeys")
        .forEach(key -> indexed.put(key.path("key").asString(), key.path("type").asString()));
    for (JsonNode schema :
        new JsonNode[] {
          strategy.metadataSchema(),
          strategy.reflection().path("memoryRecordSchema").path("metadataSchema")
        }) {
      unique("metadataSchema of strategy '" + strategy.name() + "'", schema);
      schema.forEach(entry -> entry(strategy, entry, indexed));
    }
  }

  private static void entry(Strategy strategy, JsonNode entry, Map<String, String> indexed) {
    String key = entry.path("key").asString();
    String where = "metadataSchema '%s' of strategy '%s'".formatted(key, strategy.name());
    String type = entry.path("type").asString("STRING");
    if (!indexed.getOrDefault(key, type).equals(type)) {
      throw new Fault.Invalid(
          "%s is a %s, but the memory indexes it as a %s".formatted(where, type, indexed.get(key)));
    }
    JsonNode config = entry.path("extractionConfig");
    if (entry.path("extractionType").asString("").equals("STRICTLY_CONSISTENT")
        && !config.isMissingNode()) {
      throw new Fault.Invalid(
          where + " has an extractionConfig, which goes with LLM_INFERRED; leave it out");
    }
    validation(where, type, config.path("llmExtractionConfig").path("validation"));
  }

  private static void validation(String where, String type, JsonNode validation) {
    String member =
        switch (type) {
          case "NUMBER" -> "numberValidation";
          case "STRINGLIST" -> "stringListValidation";
          default -> "stringValidation";
        };
    if (!validation.isMissingNode() && !validation.has(member)) {
      throw new Fault.Invalid("%s is a %s; its validation is a %s".formatted(where, type, member));
    }
    JsonNode bounds = validation.path("numberValidation");
    if (bounds.path("minValue").asDouble(Double.NEGATIVE_INFINITY)
        > bounds.path("maxValue").asDouble(Double.POSITIVE_INFINITY)) {
      throw new Fault.Invalid(where + ": minValue is over maxValue");
    }
  }

  private static void unique(String where, JsonNode entries) {
    Set<String> seen = new HashSet<>();
    for (JsonNode entry : entries) {
      String key = entry.path("key").asString();
      if (!seen.add(key)) {
        throw new Fault.Invalid("%s: '%s' is named twice".formatted(where, key));
      }
    }
  }
}
