package dev.cadre.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trees of JSON. Jackson's parser, generator and nodes without its mapper, which costs 0.1 s of CPU
 * to make and would do no more here.
 */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Json() {}

  /** Throws {@link JacksonException} when {@code text} is not one JSON value. */
  static JsonNode parse(String text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      JsonNode node = value(parser, parser.nextToken());
      if (parser.nextToken() != null) {
        throw new StreamReadException(parser, "something follows the value");
      }
      return node;
    }
  }

  private static JsonNode value(JsonParser parser, @Nullable JsonToken token) {
    if (token == null) {
      throw new StreamReadException(parser, "a value is missing");
    }
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> NODES.stringNode(parser.getString());
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
      case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(parser.getBooleanValue());
      case VALUE_NULL -> NODES.nullNode();
      default -> throw new StreamReadException(parser, "a value is missing");
    };
  }

  private static JsonNode integer(JsonParser parser) {
    return switch (parser.getNumberType()) {
      case INT, LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }

  private static ObjectNode object(JsonParser parser) {
    ObjectNode object = NODES.objectNode();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      object.set(name, value(parser, parser.nextToken()));
    }
    return object;
  }

  private static ArrayNode array(JsonParser parser) {
    ArrayNode array = NODES.arrayNode();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      array.add(value(parser, token));
    }
    return array;
  }

  /** The answer of a platform: throws {@link Failure} when it is not JSON or longer than limit. */
  static JsonNode read(InputStream body, int limit) throws IOException {
    byte[] bytes = body.readNBytes(limit);
    if (bytes.length == 0) {
      return object();
    }
    try {
      return parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      throw new Failure(
          Exit.FAILED,
          "the answer is not JSON: is something other than a Cadre platform behind this address?");
    }
  }

  static ObjectNode object() {
    return NODES.objectNode();
  }

  static byte[] bytes(JsonNode node) {
    return text(node).getBytes(StandardCharsets.UTF_8);
  }

  static String text(JsonNode node) {
    return written(node, ObjectWriteContext.empty());
  }

  /** Indented, for people. */
  static String pretty(JsonNode node) {
    return written(
        node,
        new ObjectWriteContext.Base() {
          @Override
          public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
          }

          @Override
          public boolean hasPrettyPrinter() {
            return true;
          }
        });
  }

  private static String written(JsonNode node, ObjectWriteContext context) {
    var text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(context, text)) {
      write(node, generator);
    }
    return text.toString();
  }

  private static void write(JsonNode node, JsonGenerator generator) {
    switch (node.getNodeType()) {
      case OBJECT -> {
        generator.writeStartObject();
        node.forEachEntry(
            (name, value) -> {
              generator.writeName(name);
              write(value, generator);
            });
        generator.writeEndObject();
      }
      case ARRAY -> {
        generator.writeStartArray();
        node.forEach(value -> write(value, generator));
        generator.writeEndArray();
      }
      case STRING -> generator.writeString(node.asString());
      case NUMBER -> generator.writeNumber(node.asString());
      case BOOLEAN -> generator.writeBoolean(node.asBoolean());
      case NULL, MISSING -> generator.writeNull();
      case BINARY, POJO -> throw new IllegalArgumentException("not of JSON: " + node.getNodeType());
    }
  }

  /** A member as text; empty when it is absent or null. */
  static String string(JsonNode node, String member) {
    JsonNode value = node.path(member);
    return value.isNull() || value.isMissingNode() ? "" : value.asString();
  }
}
