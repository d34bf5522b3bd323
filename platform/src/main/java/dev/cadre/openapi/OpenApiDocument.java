package dev.cadre.openapi;

import dev.cadre.fault.Fault;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An OpenAPI document, 3.0 or 3.1, read and found usable. Immutable.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.1.html">OpenAPI Specification</a>
 */
public final class OpenApiDocument {
  private static final Pattern VERSION = Pattern.compile("3\\.[01](\\..*)?");
  private static final int MAX_OPERATIONS = 5_000;

  /** Without trace, which is for finding out what lies between. */
  private static final List<String> METHODS =
      List.of("get", "put", "post", "delete", "patch", "head", "options");

  private final String title;
  private final String version;
  private final String description;
  private final List<ApiOperation> operations;

  private OpenApiDocument(
      String title, String version, String description, List<ApiOperation> operations) {
    this.title = title;
    this.version = version;
    this.description = description;
    this.operations = List.copyOf(operations);
  }

  /** As {@link #parse(String, URI)}, of a document that says where its API is. */
  public static OpenApiDocument parse(String text) {
    return parse(text, null);
  }

  /**
   * Reads a document.
   *
   * @param text JSON or YAML, at most 10 MiB of characters
   * @param base the address of servers that the document names relative to itself; null when it is
   *     not known
   * @throws Fault.Invalid that says which place of the document is wrong, and how
   */
  public static OpenApiDocument parse(String text, @Nullable URI base) {
    ObjectNode root = DocumentText.parse(text);
    requireVersion(root);
    JsonNode paths = root.path("paths");
    if (!paths.isObject()) {
      throw new Fault.Invalid("paths: the OpenAPI document has none; there is nothing to call");
    }
    Refs refs = new Refs(root);
    OperationReader reader =
        new OperationReader(refs, new ToolNames(), new Servers(base), root.path("servers"));
    List<ApiOperation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      JsonNode item = refs.resolve(path.getValue(), "paths." + path.getKey());
      for (String method : METHODS) {
        if (item.path(method).isObject()) {
          operations.add(reader.read(path.getKey(), item, method, item.get(method)));
        }
      }
      if (operations.size() > MAX_OPERATIONS) {
        throw new Fault.Invalid(
            "paths: the OpenAPI document has more than %,d operations; leave out what is not needed"
                .formatted(MAX_OPERATIONS));
      }
    }
    if (operations.isEmpty()) {
      throw new Fault.Invalid("paths: the OpenAPI document has no operation; add a get or post");
    }
    JsonNode info = root.path("info");
    return new OpenApiDocument(
        info.path("title").asString("API"),
        info.path("version").asString("1"),
        info.path("description").asString(""),
        operations);
  }

  private static void requireVersion(ObjectNode root) {
    if (root.has("swagger")) {
      throw new Fault.Invalid(
          "swagger: version %s is not read; convert the document to OpenAPI 3"
              .formatted(root.path("swagger").asString("2.0")));
    }
    String version = root.path("openapi").asString("");
    if (!VERSION.matcher(version).matches()) {
      throw new Fault.Invalid(
          version.isEmpty()
              ? "openapi: the version is missing; an OpenAPI document begins with 'openapi: 3.1.0'"
              : "openapi: version " + version + " is not read; use 3.0 or 3.1");
    }
  }

  /** How many tools it makes. */
  public int size() {
    return operations.size();
  }

  String title() {
    return title;
  }

  String version() {
    return version;
  }

  String description() {
    return description;
  }

  List<ApiOperation> operations() {
    return operations;
  }
}
