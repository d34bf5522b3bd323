package dev.cadre.json;

import dev.cadre.fault.Fault;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes JSON with one immutable mapper: duplicate keys and trailing text are errors. */
public final class Json {
  /** What the parser says of its own settings and classes, which help nobody outside. */
  private static final Pattern PARSERS_OWN =
      Pattern.compile(" \\((?:bound as )?`[^`]*`\\)|, from `[^`]*`|: not allowed as per `[^`]*`");

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /**
   * Throws {@link Fault.Invalid} with line and column when {@code bytes} is not one JSON value in
   * UTF-8.
   */
  public static JsonNode parse(byte[] bytes) {
    try {
      return present(MAPPER.readTree(bytes));
    } catch (JacksonException e) {
      throw invalid(e);
    }
  }

  /** As {@link #parse(byte[])}. */
  public static JsonNode parse(String text) {
    try {
      return present(MAPPER.readTree(text));
    } catch (JacksonException e) {
      throw invalid(e);
    }
  }

  /** White space alone is no value. */
  private static JsonNode present(JsonNode node) {
    if (node.isMissingNode()) {
      throw new Fault.Invalid("the body is not valid JSON: it is empty");
    }
    return node;
  }

  /** Binds {@code node} to a record; throws {@link Fault.Invalid} when it has another shape. */
  public static <T> T bind(JsonNode node, Class<T> type) {
    try {
      return MAPPER.treeToValue(node, type);
    } catch (JacksonException e) {
      throw invalid(e);
    }
  }

  /** The tree of a record, map or list. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** UTF-8 without white space. */
  public static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /** As {@link #bytes}, as text. */
  public static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  private static Fault.Invalid invalid(JacksonException e) {
    var at = e.getLocation();
    String where =
        at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    String told = PARSERS_OWN.matcher(e.getOriginalMessage()).replaceAll("");
    return new Fault.Invalid("the body is not valid JSON: " + told + where);
  }
}
