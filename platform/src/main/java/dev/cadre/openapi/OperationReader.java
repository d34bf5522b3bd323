package dev.cadre.openapi;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes a tool of each operation of one document. Not thread-safe. */
final class OperationReader {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}/]+)}");
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final int MAX_DESCRIPTION = 10_000;
  private static final int MAX_TITLE = 200;
  private static final int MAX_ACCEPTED = 4;

  /** Said by the connection, the media types or the credentials, never by a caller. */
  private static final Set<String> NOT_PARAMETERS =
      Set.of(
          "accept",
          "authorization",
          "connection",
          "content-length",
          "content-type",
          "expect",
          "host",
          "transfer-encoding",
          "upgrade");

  private final Refs refs;
  private final ToolNames names;
  private final Servers servers;
  private final JsonNode documentServers;

  OperationReader(Refs refs, ToolNames names, Servers servers, JsonNode documentServers) {
    this.refs = refs;
    this.names = names;
    this.servers = servers;
    this.documentServers = documentServers;
  }

  /**
   * @throws Fault.Invalid that names the place
   */
  ApiOperation read(String path, JsonNode item, String method, JsonNode operation) {
    String where = "paths." + path + "." + method;
    if (!path.startsWith("/")) {
      throw new Fault.Invalid(where + ": a path begins with '/'");
    }
    String verb = method.toUpperCase(Locale.ROOT);
    String name = names.name(operation.path("operationId").asString(""), verb, path);
    SchemaWriter schemas = new SchemaWriter(refs, where);
    Arguments arguments = new Arguments();
    List<Parameter> parameters =
        parameters(where, path, declared(where, item, operation), schemas, arguments);
    @Nullable RequestBody body =
        operation.has("requestBody")
            ? new BodyReader(refs, schemas, arguments, where).read(operation.get("requestBody"))
            : null;
    ObjectNode tool = tool(name, verb, path, operation, arguments.schema(schemas.definitions()));
    return new ApiOperation(
        name,
        verb,
        address(where, item, operation),
        path,
        parameters,
        body,
        accept(where, operation),
        tool);
  }

  private String address(String where, JsonNode item, JsonNode operation) {
    if (!operation.path("servers").isEmpty()) {
      return servers.address(operation.get("servers"), where + ".servers[0]");
    }
    if (!item.path("servers").isEmpty()) {
      return servers.address(item.get("servers"), where + ", servers[0] of the path");
    }
    return servers.address(documentServers, "servers[0]");
  }

  /** The path's parameters and the operation's, which go before. */
  private Map<String, JsonNode> declared(String where, JsonNode item, JsonNode operation) {
    Map<String, JsonNode> declared = new LinkedHashMap<>();
    for (JsonNode source : List.of(item.path("parameters"), operation.path("parameters"))) {
      for (JsonNode node : source) {
        JsonNode parameter = refs.resolve(node, where + ".parameters");
        declared.put(
            parameter.path("in").asString("") + " " + parameter.path("name").asString(""),
            parameter);
      }
    }
    return declared;
  }

  private List<Parameter> parameters(
      String where,
      String path,
      Map<String, JsonNode> declared,
      SchemaWriter schemas,
      Arguments arguments) {
    for (String name : placeholders(path)) {
      declared.putIfAbsent("path " + name, implied(name));
    }
    List<Parameter> made = new ArrayList<>();
    for (Parameter.Place place : Parameter.Place.values()) {
      for (JsonNode parameter : declared.values()) {
        String in = parameter.path("in").asString("");
        if (Parameter.Place.of(in, where + ".parameters") == place
            && wanted(where, path, place, parameter)) {
          made.add(parameter(place, parameter, schemas, arguments));
        }
      }
    }
    return made;
  }

  private static Set<String> placeholders(String path) {
    Set<String> names = new LinkedHashSet<>();
    Matcher found = PLACEHOLDER.matcher(path);
    while (found.find()) {
      names.add(found.group(1));
    }
    return names;
  }

  /** A place in the path that nobody declared. */
  private static ObjectNode implied(String name) {
    ObjectNode parameter = Json.object().put("name", name).put("in", "path").put("required", true);
    parameter.putObject("schema").put("type", "string");
    return parameter;
  }

  private static boolean wanted(
      String where, String path, Parameter.Place place, JsonNode parameter) {
    String name = parameter.path("name").asString("");
    if (name.isEmpty()) {
      throw new Fault.Invalid(where + ".parameters: a parameter has no name");
    }
    return switch (place) {
      case PATH -> path.contains("{" + name + "}");
      case QUERY -> true;
      case COOKIE -> token(where, name);
      case HEADER -> !NOT_PARAMETERS.contains(name.toLowerCase(Locale.ROOT)) && token(where, name);
    };
  }

  private static boolean token(String where, String name) {
    if (!TOKEN.matcher(name).matches()) {
      throw new Fault.Invalid(where + ".parameters: '" + name + "' can be no name of a header");
    }
    return true;
  }

  private Parameter parameter(
      Parameter.Place place, JsonNode given, SchemaWriter schemas, Arguments arguments) {
    String name = given.path("name").asString();
    boolean json = given.path("content").isObject() && !given.path("content").isEmpty();
    JsonNode schema =
        json ? given.path("content").iterator().next().path("schema") : given.path("schema");
    JsonNode written =
        schema.isMissingNode() ? Json.object().put("type", "string") : schemas.write(schema);
    if (written instanceof ObjectNode object) {
      described(given, object);
    }
    boolean required = place == Parameter.Place.PATH || given.path("required").asBoolean(false);
    @Nullable JsonNode standard = required ? written.get("default") : null;
    Style style = Style.of(given.path("style").asString(""), place.style());
    return new Parameter(
        name,
        place,
        arguments.add(place.wire(), name, written, required && standard == null),
        required,
        style,
        given.path("explode").asBoolean(style == Style.FORM || style == Style.DEEP_OBJECT),
        given.path("allowReserved").asBoolean(false),
        json,
        standard);
  }

  private static void described(JsonNode given, ObjectNode schema) {
    if (given.path("description").isString()) {
      schema.set("description", given.get("description"));
    }
    if (given.has("example") && !schema.has("examples")) {
      schema.putArray("examples").add(given.get("example"));
    }
    if (given.path("deprecated").asBoolean(false)) {
      schema.put("deprecated", true);
    }
  }

  private static ObjectNode tool(
      String name, String verb, String path, JsonNode operation, ObjectNode schema) {
    String summary = operation.path("summary").asString("").strip();
    String description = operation.path("description").asString("").strip();
    String words = verb + " " + path;
    String told =
        description.isEmpty()
            ? summary
            : summary.isEmpty() || description.startsWith(summary)
                ? description
                : summary + "\n\n" + description;
    ObjectNode tool = Json.object().put("name", name);
    if (!summary.isEmpty()) {
      tool.put("title", cut(summary, MAX_TITLE));
    }
    tool.put("description", told.isEmpty() ? words : cut(told, MAX_DESCRIPTION));
    tool.set("inputSchema", schema);
    boolean reads = verb.equals("GET") || verb.equals("HEAD") || verb.equals("OPTIONS");
    ObjectNode hints = tool.putObject("annotations").put("readOnlyHint", reads);
    if (!reads) {
      hints
          .put("destructiveHint", !verb.equals("POST"))
          .put("idempotentHint", verb.equals("PUT") || verb.equals("DELETE"));
    }
    hints.put("openWorldHint", true);
    return tool;
  }

  private static String cut(String text, int limit) {
    return text.length() <= limit ? text : text.substring(0, limit) + "…";
  }

  private String accept(String where, JsonNode operation) {
    Set<String> types = new LinkedHashSet<>();
    for (Map.Entry<String, JsonNode> one : operation.path("responses").properties()) {
      if (one.getKey().startsWith("2") || one.getKey().equals("default")) {
        JsonNode response = refs.resolve(one.getValue(), where + ".responses." + one.getKey());
        types.addAll(response.path("content").propertyNames());
      }
    }
    String told =
        types.stream()
            .filter(type -> type.chars().allMatch(c -> c >= ' ' && c < 127))
            .sorted((a, b) -> Boolean.compare(MediaTypes.isJson(b), MediaTypes.isJson(a)))
            .limit(MAX_ACCEPTED)
            .collect(Collectors.joining(", "));
    return told.isEmpty() || told.contains("*/*") ? "*/*" : told + ", */*;q=0.1";
  }
}
