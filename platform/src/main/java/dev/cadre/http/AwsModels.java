package dev.cadre.http;

import dev.cadre.http.Shape.Location;
import dev.cadre.http.Shape.Member;
import dev.cadre.http.Shape.Range;
import dev.cadre.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The official AWS service models, extracted by {@code src/model/extract.py}: the one source of
 * what input is valid.
 */
final class AwsModels {
  private static final String RESOURCE = "aws-models.json";

  private final Map<String, Service> services;

  /** One service: its operations and the shapes their inputs reach, by name. */
  private record Service(Map<String, AwsOperation> operations, Map<String, Shape> shapes) {}

  /**
   * @param uri the route's pattern
   * @param status of a successful answer
   * @param errors the statuses of the errors that the operation may return, by name
   */
  record AwsOperation(
      String service,
      String name,
      String method,
      String uri,
      int status,
      Shape.Structure input,
      Map<String, Integer> errors) {}

  private AwsModels(Map<String, Service> services) {
    this.services = services;
  }

  static AwsModels load() {
    try (InputStream resource = AwsModels.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the platform's jar");
      }
      Map<String, Service> services = new HashMap<>();
      for (var entry : Json.parse(resource.readAllBytes()).properties()) {
        services.put(entry.getKey(), service(entry.getKey(), entry.getValue()));
      }
      return new AwsModels(services);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  AwsOperation operation(String service, String name) {
    Service found = services.get(service);
    AwsOperation operation = found == null ? null : found.operations.get(name);
    if (operation == null) {
      throw new IllegalStateException(
          service
              + " "
              + name
              + " is not in "
              + RESOURCE
              + "; add it to src/model/extract.py and run that");
    }
    return operation;
  }

  Shape shape(String service, String name) {
    Shape shape = services.getOrDefault(service, new Service(Map.of(), Map.of())).shapes.get(name);
    if (shape == null) {
      throw new IllegalStateException(
          "shape " + name + " of " + service + " is not in " + RESOURCE);
    }
    return shape;
  }

  private static Service service(String name, JsonNode model) {
    Map<String, Shape> shapes = new HashMap<>();
    for (var entry : model.get("shapes").properties()) {
      shapes.put(entry.getKey(), shape(entry.getValue()));
    }
    Map<String, AwsOperation> operations = new HashMap<>();
    for (var entry : model.get("operations").properties()) {
      operations.put(entry.getKey(), operation(name, entry.getKey(), entry.getValue(), shapes));
    }
    return new Service(operations, shapes);
  }

  private static AwsOperation operation(
      String service, String name, JsonNode node, Map<String, Shape> shapes) {
    Map<String, Integer> errors = new HashMap<>();
    for (var error : node.get("errors").properties()) {
      errors.put(error.getKey(), error.getValue().asInt());
    }
    String input = node.get("input").asString();
    if (!(shapes.get(input) instanceof Shape.Structure structure)) {
      throw new IllegalStateException(input + " of " + service + " is no structure");
    }
    return new AwsOperation(
        service,
        name,
        node.get("method").asString(),
        node.get("uri").asString(),
        node.get("status").asInt(),
        structure,
        Map.copyOf(errors));
  }

  private static Shape shape(JsonNode node) {
    String type = node.get("type").asString();
    return switch (type) {
      case "structure" ->
          node.path("document").asBoolean(false) ? new Shape.Document() : structure(node);
      case "list" -> new Shape.ListOf(node.get("member").asString(), range(node, 0));
      case "map" ->
          new Shape.MapOf(
              node.get("key").asString(),
              node.get("value").asString(),
              range(node, 0),
              node.path("sensitive").asBoolean(false));
      case "string" -> text(node);
      case "integer" -> new Shape.Whole(range(node, Integer.MIN_VALUE));
      case "long" -> new Shape.Whole(range(node, Long.MIN_VALUE));
      case "float", "double" -> new Shape.Decimal();
      case "boolean" -> new Shape.Bool();
      case "timestamp" -> new Shape.Timestamp();
      case "blob" -> new Shape.Blob(range(node, 0));
      default -> throw new IllegalStateException("shape type " + type + " is not known");
    };
  }

  private static Shape.Structure structure(JsonNode node) {
    Map<String, Member> members = new LinkedHashMap<>();
    for (var entry : node.path("members").properties()) {
      members.put(entry.getKey(), member(entry.getKey(), entry.getValue()));
    }
    return new Shape.Structure(
        members,
        texts(node.path("required")),
        node.path("union").asBoolean(false),
        textOrNull(node, "payload"));
  }

  private static Member member(String name, JsonNode node) {
    String location = textOrNull(node, "location");
    String wireName = textOrNull(node, "locationName");
    return new Member(
        node.get("shape").asString(),
        location == null ? Location.BODY : Location.valueOf(location.toUpperCase(Locale.ROOT)),
        wireName == null ? name : wireName);
  }

  private static Shape.Text text(JsonNode node) {
    String pattern = textOrNull(node, "pattern");
    List<String> values = new ArrayList<>();
    node.path("enum").forEach(value -> values.add(value.asString()));
    return new Shape.Text(
        range(node, 0),
        pattern == null ? null : Pattern.compile(pattern),
        List.copyOf(values),
        node.path("sensitive").asBoolean(false));
  }

  private static Range range(JsonNode node, long lowest) {
    return new Range(node.path("min").asLong(lowest), node.path("max").asLong(Long.MAX_VALUE));
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new TreeSet<>();
    array.forEach(text -> texts.add(text.asString()));
    return texts;
  }

  private static @Nullable String textOrNull(JsonNode node, String key) {
    JsonNode value = node.get(key);
    return value == null ? null : value.asString();
  }
}
