package dev.cadre.memory;

import dev.cadre.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The metadata that a strategy's records get, by the API's MetadataSchemaList: passed on from the
 * event, or inferred by a language model within what its owner allows. Without a model nothing is
 * inferred.
 */
record RecordMetadata(JsonNode schema) {
  private static final String PASSED = "STRICTLY_CONSISTENT";

  /** The API bounds a value so. */
  private static final int MAX_VALUE = 256;

  private static final int MAX_ITEM = 64;
  private static final int MAX_ITEMS = 5;

  /**
   * What a model is to infer.
   *
   * @param key names the field
   * @param type STRING, STRINGLIST or NUMBER
   * @param definition what it means; may be empty
   * @param instruction how it is found; may be empty
   * @param allowed the values it may have; empty for any
   */
  record Field(
      String key, String type, String definition, String instruction, List<String> allowed) {
    Field {
      allowed = List.copyOf(allowed);
    }
  }

  List<Field> inferred() {
    List<Field> fields = new ArrayList<>();
    for (JsonNode entry : schema) {
      if (!passed(entry)) {
        JsonNode config = entry.path("extractionConfig").path("llmExtractionConfig");
        fields.add(
            new Field(
                entry.path("key").asString(),
                type(entry),
                config.path("definition").asString(""),
                config.path("llmExtractionInstruction").asString(""),
                allowed(entry)));
      }
    }
    return fields;
  }

  /**
   * A record's metadata; null for none.
   *
   * @param event the last that it was made of
   * @param inferred what a model says of each key; what does not fit is left out
   */
  @Nullable ObjectNode of(Event event, @Nullable ObjectNode inferred) {
    ObjectNode metadata = Json.object();
    for (JsonNode entry : schema) {
      String key = entry.path("key").asString();
      if (passed(entry)) {
        String value =
            event.metadata() == null
                ? null
                : event.metadata().path(key).path("stringValue").asString(null);
        if (value != null && !value.isEmpty()) {
          metadata.set(key, typed(type(entry), value));
        }
      } else if (inferred != null) {
        ObjectNode fit = checked(entry, inferred.path(key));
        if (fit != null) {
          metadata.set(key, fit);
        }
      }
    }
    return metadata.isEmpty() ? null : metadata;
  }

  private static boolean passed(JsonNode entry) {
    return entry.path("extractionType").asString("").equals(PASSED);
  }

  private static String type(JsonNode entry) {
    return entry.path("type").asString("STRING");
  }

  private static JsonNode validation(JsonNode entry, String kind) {
    return entry.path("extractionConfig").path("llmExtractionConfig").path("validation").path(kind);
  }

  private static List<String> allowed(JsonNode entry) {
    String kind = type(entry).equals("STRINGLIST") ? "stringListValidation" : "stringValidation";
    return validation(entry, kind)
        .path("allowedValues")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  private static ObjectNode typed(String type, String value) {
    ObjectNode node = Json.object();
    switch (type) {
      case "NUMBER" -> {
        try {
          node.put("numberValue", Double.parseDouble(value));
        } catch (NumberFormatException notANumber) {
          node.put("stringValue", value);
        }
      }
      case "STRINGLIST" -> node.putArray("stringListValue").add(value);
      default -> node.put("stringValue", value);
    }
    return node;
  }

  /** Null when the value breaks what its owner allows. */
  private static @Nullable ObjectNode checked(JsonNode entry, JsonNode value) {
    return switch (type(entry)) {
      case "NUMBER" -> number(validation(entry, "numberValidation"), value);
      case "STRINGLIST" -> list(entry, value);
      default ->
          value.isString() && fits(value.asString(), allowed(entry), MAX_VALUE)
              ? Json.object().put("stringValue", value.asString())
              : null;
    };
  }

  private static @Nullable ObjectNode number(JsonNode bounds, JsonNode value) {
    double number = value.isNumber() ? value.doubleValue() : Double.NaN;
    boolean fits =
        Double.isFinite(number)
            && number >= bounds.path("minValue").asDouble(Double.NEGATIVE_INFINITY)
            && number <= bounds.path("maxValue").asDouble(Double.POSITIVE_INFINITY);
    return fits ? Json.object().put("numberValue", number) : null;
  }

  private static @Nullable ObjectNode list(JsonNode entry, JsonNode value) {
    int most = validation(entry, "stringListValidation").path("maxItems").asInt(MAX_ITEMS);
    List<String> allowed = allowed(entry);
    ObjectNode node = Json.object();
    ArrayNode items = node.putArray("stringListValue");
    value
        .valueStream()
        .filter(JsonNode::isString)
        .map(JsonNode::asString)
        .filter(item -> fits(item, allowed, MAX_ITEM))
        .distinct()
        .limit(most)
        .forEach(items::add);
    return items.isEmpty() ? null : node;
  }

  private static boolean fits(String value, List<String> allowed, int length) {
    return !value.isBlank()
        && value.length() <= length
        && Storable.holds(value)
        && (allowed.isEmpty() || allowed.contains(value));
  }
}
