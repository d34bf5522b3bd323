package dev.cadre.memory;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a memory makes records of events.
 *
 * @param members the API's MemoryStrategy, as it is stored and answered
 */
record Strategy(ObjectNode members) {

  String id() {
    return members.path("strategyId").asString();
  }

  String name() {
    return members.path("name").asString();
  }

  NamespaceTemplate namespace() {
    return new NamespaceTemplate(members.path("namespaceTemplates").path(0).asString());
  }

  /** Empty when the platform makes nothing: its owner writes the records. */
  Optional<Extractor.Kind> kind() {
    String type = members.path("type").asString();
    return switch (type.equals("CUSTOM") ? override() : type) {
      case "SEMANTIC", "SEMANTIC_OVERRIDE" -> Optional.of(Extractor.Kind.FACTS);
      case "SUMMARIZATION", "SUMMARY_OVERRIDE" -> Optional.of(Extractor.Kind.SUMMARY);
      case "USER_PREFERENCE", "USER_PREFERENCE_OVERRIDE" -> Optional.of(Extractor.Kind.PREFERENCES);
      case "EPISODIC", "EPISODIC_OVERRIDE" -> Optional.of(Extractor.Kind.EPISODE);
      default -> Optional.empty();
    };
  }

  /**
   * Where it keeps what it learns over episodes; null when it makes none. Without a namespace of
   * their own they stand above the sessions.
   */
  @Nullable NamespaceTemplate reflections() {
    if (!kind().equals(Optional.of(Extractor.Kind.EPISODE))) {
      return null;
    }
    String own = reflection().path("namespaceTemplates").path(0).asString("");
    return own.isEmpty() ? namespace().aboveSessions() : new NamespaceTemplate(own);
  }

  /** The step of reflection, however it is configured; missing when it is not. */
  JsonNode reflection() {
    JsonNode step = members.path("configuration").path("reflection");
    return step.has("customReflectionConfiguration")
        ? step.path("customReflectionConfiguration").path("episodicReflectionOverride")
        : step.path("episodicReflectionConfiguration");
  }

  /** What its owner adds to the task of making records. */
  String instructions() {
    return String.join(
        "\n",
        members.path("configuration").path("extraction").findValuesAsString("appendToPrompt"));
  }

  /** The metadata that its records get. */
  JsonNode metadataSchema() {
    return members.path("memoryRecordSchema").path("metadataSchema");
  }

  private String override() {
    return members.path("configuration").path("type").asString("");
  }
}
