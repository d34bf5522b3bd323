package dev.cadre.openapi;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.math.BigInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * The text of a document, JSON or YAML, as a tree. YAML aliases are refused: they let a short text
 * stand for an endless one.
 */
final class DocumentText {
  /** As AWS has it, in characters. */
  static final int MAX_CHARACTERS = 10 * 1024 * 1024;

  /** YAML, too, may begin with a brace, but then goes on with a bare name. */
  private static final Pattern JSON = Pattern.compile("\\s*\\{\\s*[\"}]");

  private static final int MAX_DEPTH = 200;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonParser tokens;

  private DocumentText(JsonParser tokens) {
    this.tokens = tokens;
  }

  /** Throws {@link Fault.Invalid} that names line and column. */
  static ObjectNode parse(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw new Fault.Invalid(
          "the OpenAPI document has %,d characters; at most %,d are read"
              .formatted(text.length(), MAX_CHARACTERS));
    }
    JsonNode root = JSON.matcher(text).lookingAt() ? json(text) : yaml(text);
    if (root instanceof ObjectNode object) {
      return object;
    }
    throw new Fault.Invalid("the OpenAPI document is no object; it begins with 'openapi: 3.1.0'");
  }

  private static JsonNode json(String text) {
    try {
      return Json.parse(text);
    } catch (Fault.Invalid e) {
      throw new Fault.Invalid(
          String.valueOf(e.getMessage()).replaceFirst("^the body", "the OpenAPI document"));
    }
  }

  private static JsonNode yaml(String text) {
    YAMLFactory factory =
        YAMLFactory.builder()
            .loadSettings(LoadSettings.builder().setCodePointLimit(MAX_CHARACTERS).build())
            .build();
    try (JsonParser tokens = new YAMLMapper(factory).createParser(text)) {
      JsonToken first = tokens.nextToken();
      if (first == null) {
        throw new Fault.Invalid("the OpenAPI document is empty");
      }
      return new DocumentText(tokens).node(first, 0);
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      throw new Fault.Invalid(
          "the OpenAPI document is not valid YAML: %s (line %d)"
              .formatted(problem(e.getOriginalMessage()), line));
    }
  }

  /** What was done and what went wrong, without the excerpts between. */
  private static String problem(String message) {
    return message
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith(" "))
        .limit(3)
        .collect(Collectors.joining("; "));
  }

  private JsonNode node(JsonToken token, int depth) {
    if (depth > MAX_DEPTH) {
      throw at("is nested deeper than " + MAX_DEPTH + " levels");
    }
    if (tokens instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      throw at("uses a YAML alias; write the value out");
    }
    return switch (token) {
      case START_OBJECT -> object(depth);
      case START_ARRAY -> array(depth);
      case VALUE_NUMBER_INT -> whole(tokens.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> decimal();
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case VALUE_STRING,
          VALUE_EMBEDDED_OBJECT,
          END_OBJECT,
          END_ARRAY,
          PROPERTY_NAME,
          NOT_AVAILABLE ->
          NODES.stringNode(tokens.getString());
    };
  }

  /** As JSON's reader has it, so that the same number is the same node. */
  private static JsonNode whole(BigInteger value) {
    int bits = value.bitLength();
    return bits < Integer.SIZE
        ? NODES.numberNode(value.intValue())
        : bits < Long.SIZE ? NODES.numberNode(value.longValue()) : NODES.numberNode(value);
  }

  /** YAML knows numbers, such as .inf, that JSON does not. */
  private JsonNode decimal() {
    double value = tokens.getDoubleValue();
    return Double.isFinite(value)
        ? NODES.numberNode(tokens.getDecimalValue())
        : NODES.stringNode(tokens.getString());
  }

  private ObjectNode object(int depth) {
    ObjectNode object = NODES.objectNode();
    while (tokens.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = tokens.currentName();
      if (object.has(key)) {
        throw at("has '" + key + "' twice in one object");
      }
      object.set(key, node(tokens.nextToken(), depth + 1));
    }
    return object;
  }

  private ArrayNode array(int depth) {
    ArrayNode array = NODES.arrayNode();
    for (JsonToken next = tokens.nextToken();
        next != JsonToken.END_ARRAY;
        next = tokens.nextToken()) {
      array.add(node(next, depth + 1));
    }
    return array;
  }

  private Fault.Invalid at(String what) {
    return new Fault.Invalid(
        "the OpenAPI document %s (line %d)"
            .formatted(what, tokens.currentTokenLocation().getLineNr()));
  }
}
