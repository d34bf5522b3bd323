package dev.cadre.cli;

import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Trees of JSON, read and written with one immutable mapper. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Json() {}

  /** Throws {@link JacksonException} when {@code text} is not one JSON value. */
  static JsonNode parse(String text) {
    return MAPPER.readTree(text);
  }

  /** The answer of a platform: throws {@link Failure} when it is not JSON or longer than limit. */
  static JsonNode read(InputStream body, int limit) throws IOException {
    byte[] bytes = body.readNBytes(limit);
    if (bytes.length == 0) {
      return object();
    }
    try {
      return MAPPER.readTree(bytes);
    } catch (JacksonException e) {
      throw new Failure(
          Exit.FAILED,
          "the answer is not JSON: is something other than a Cadre platform behind this address?");
    }
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  static String text(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  /** Indented, for people. */
  static String pretty(JsonNode node) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
  }

  /** A member as text; empty when it is absent or null. */
  static String string(JsonNode node, String member) {
    JsonNode value = node.path(member);
    return value.isNull() || value.isMissingNode() ? "" : value.asString();
  }
}
