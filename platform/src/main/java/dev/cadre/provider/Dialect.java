package dev.cadre.provider;

import dev.cadre.model.StopReason;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one call needs beyond LangChain4j on one provider's wire: the request's members that the
 * library has no place for, and the events of the stream that it passes over. Of one call; not
 * thread-safe.
 */
interface Dialect {

  /** Completes {@code body}, the request as LangChain4j wrote it. */
  void complete(ObjectNode body);

  /** Looks at one event of the stream before LangChain4j does. */
  void see(JsonNode event);

  /** The refusal that {@code event}, or the body of an answer that is no success, tells of. */
  Failures.@Nullable Told refusal(int status, JsonNode event);

  /** True once the provider has said that the reply is whole. */
  boolean ended();

  /** As the provider said; END_TURN when it did not. */
  StopReason stop();

  /** The text of {@code node}'s member, or an empty one. */
  static String text(JsonNode node, String member) {
    JsonNode found = node.path(member);
    return found.isString() ? found.asString() : found.isNumber() ? found.toString() : "";
  }

  /** The headers' first value of {@code name}, whose case does not matter. */
  static @Nullable String header(Map<String, List<String>> headers, String name) {
    return headers.entrySet().stream()
        .filter(header -> name.equalsIgnoreCase(header.getKey()) && !header.getValue().isEmpty())
        .map(header -> header.getValue().getFirst())
        .findFirst()
        .orElse(null);
  }
}
