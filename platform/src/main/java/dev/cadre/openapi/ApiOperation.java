package dev.cadre.openapi;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One operation of an API, and the tool that calls it.
 *
 * @param base the server's address, without a slash at its end
 * @param path with {@code {names}} of its parameters
 * @param tool the MCP descriptor
 * @param accept media types that the operation answers with
 */
record ApiOperation(
    String name,
    String method,
    String base,
    String path,
    List<Parameter> parameters,
    @Nullable RequestBody body,
    String accept,
    ObjectNode tool) {

  ApiOperation {
    parameters = List.copyOf(parameters);
  }

  /** The schema of the tool's arguments. */
  ObjectNode inputSchema() {
    return (ObjectNode) tool.path("inputSchema");
  }

  /** How errors speak of it. */
  String words() {
    return method + " " + path;
  }
}
