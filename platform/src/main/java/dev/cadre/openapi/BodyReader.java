package dev.cadre.openapi;

import dev.cadre.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads what an operation is sent. A body that is a plain object gives its members to the tool as
 * arguments; any other is one argument, {@code body}. Of one operation; not thread-safe.
 */
final class BodyReader {
  private static final String BODY = "body";
  private static final int MAX_MEMBERS = 200;
  private static final int MAX_DEPTH = 16;

  /** A schema with one of these is no plain object. */
  private static final List<String> NOT_PLAIN =
      List.of(
          "oneOf", "anyOf", "not", "if", "patternProperties", "dependentSchemas", "propertyNames");

  private final Refs refs;
  private final SchemaWriter schemas;
  private final Arguments arguments;
  private final String where;

  BodyReader(Refs refs, SchemaWriter schemas, Arguments arguments, String where) {
    this.refs = refs;
    this.schemas = schemas;
    this.arguments = arguments;
    this.where = where;
  }

  /** Null when there is nothing to send. */
  @Nullable RequestBody read(JsonNode node) {
    JsonNode body = refs.resolve(node, where + ".requestBody");
    MediaTypes.Choice choice = MediaTypes.best(body.path("content"));
    if (choice == null) {
      return null;
    }
    boolean required = body.path("required").asBoolean(false);
    JsonNode schema = choice.content().path("schema");
    return switch (choice.kind()) {
      case JSON, FORM, MULTIPART -> structured(choice, schema, required, body);
      case TEXT -> whole(choice, text(schema), required, body);
      case BYTES -> whole(choice, bytes(Json.object()), required, body);
    };
  }

  private RequestBody structured(
      MediaTypes.Choice choice, JsonNode schema, boolean required, JsonNode body) {
    Members members = new Members();
    boolean plain = gather(schema, members, 0);
    if (!plain || members.schemas.isEmpty() || members.schemas.size() > MAX_MEMBERS) {
      JsonNode any = schema.isMissingNode() ? Json.object() : schemas.write(schema);
      return whole(choice, any, required, body);
    }
    Map<String, RequestBody.FieldEncoding> encodings = encodings(choice.content());
    List<RequestBody.Field> fields = new ArrayList<>();
    members.schemas.forEach(
        (name, member) -> {
          boolean bytes =
              choice.kind() == RequestBody.Kind.MULTIPART && isBytes(member, encodings.get(name));
          JsonNode written = bytes ? bytesOf(member) : schemas.write(member);
          String argument =
              arguments.add(BODY, name, written, required && members.required.contains(name));
          fields.add(new RequestBody.Field(name, argument, bytes));
        });
    return new RequestBody(choice.kind(), choice.type(), required, fields, "", encodings);
  }

  private RequestBody whole(
      MediaTypes.Choice choice, JsonNode schema, boolean required, JsonNode body) {
    if (schema instanceof ObjectNode object
        && !object.has("description")
        && body.path("description").isString()) {
      object.set("description", body.get("description"));
    }
    String argument = arguments.add("request", BODY, schema, required);
    return new RequestBody(
        choice.kind(), choice.type(), required, List.of(), argument, encodings(choice.content()));
  }

  /** What the parts of an object's schema say together. */
  private static final class Members {
    private final Map<String, JsonNode> schemas = new LinkedHashMap<>();
    private final Set<String> required = new HashSet<>();
  }

  /** False when the schema says more than which members an object has. */
  private boolean gather(JsonNode node, Members members, int depth) {
    if (depth > MAX_DEPTH || node.isMissingNode()) {
      return false;
    }
    JsonNode schema = refs.resolve(node, where + ".requestBody");
    JsonNode more = schema.path("additionalProperties");
    boolean open = more.isObject() || more.asBoolean(false);
    boolean object = schema.path("type").asString("object").equals("object");
    if (!object || open || NOT_PLAIN.stream().anyMatch(schema::has)) {
      return false;
    }
    for (JsonNode part : schema.path("allOf")) {
      if (!gather(part, members, depth + 1)) {
        return false;
      }
    }
    for (Map.Entry<String, JsonNode> one : schema.path("properties").properties()) {
      if (!refs.resolve(one.getValue(), where).path("readOnly").asBoolean(false)) {
        members.schemas.put(one.getKey(), one.getValue());
      }
    }
    schema.path("required").forEach(name -> members.required.add(name.asString("")));
    return true;
  }

  private static Map<String, RequestBody.FieldEncoding> encodings(JsonNode content) {
    Map<String, RequestBody.FieldEncoding> encodings = new HashMap<>();
    for (Map.Entry<String, JsonNode> one : content.path("encoding").properties()) {
      JsonNode said = one.getValue();
      Style style = Style.of(said.path("style").asString(""), Style.FORM);
      encodings.put(
          one.getKey(),
          new RequestBody.FieldEncoding(
              said.has("style") || said.has("explode") ? "" : said.path("contentType").asString(""),
              style,
              said.path("explode").asBoolean(style == Style.FORM)));
    }
    return encodings;
  }

  private boolean isBytes(JsonNode node, RequestBody.@Nullable FieldEncoding encoding) {
    JsonNode schema = refs.resolve(node, where);
    JsonNode one = schema.path("type").asString("").equals("array") ? items(schema) : schema;
    String type = encoding == null ? "" : encoding.mediaType();
    boolean file = !type.isEmpty() && !MediaTypes.isText(type.split(",", -1)[0]);
    return one.path("format").asString("").equals("binary")
        || one.path("type").asString("").equals("file")
        || (one.has("contentMediaType") && !one.has("contentEncoding"))
        || (file && !one.path("type").asString("string").equals("object"));
  }

  private JsonNode items(JsonNode schema) {
    return refs.resolve(schema.path("items"), where);
  }

  private JsonNode bytesOf(JsonNode node) {
    JsonNode schema = refs.resolve(node, where);
    ObjectNode made = Json.object();
    if (schema.path("type").asString("").equals("array")) {
      made.put("type", "array").set("items", bytes(Json.object()));
    } else {
      made = bytes(made);
    }
    if (schema.path("description").isString()) {
      made.set("description", schema.get("description"));
    }
    return made;
  }

  private static ObjectNode bytes(ObjectNode schema) {
    return schema.put("type", "string").put("contentEncoding", "base64");
  }

  private JsonNode text(JsonNode schema) {
    JsonNode written = schema.isMissingNode() ? Json.object() : schemas.write(schema);
    boolean string = written.path("type").asString("").equals("string");
    return string ? written : Json.object().put("type", "string");
  }
}
