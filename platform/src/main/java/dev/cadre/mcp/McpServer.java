package dev.cadre.mcp;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an MCP server offers, apart from how it is spoken to. Descriptors and results are JSON as
 * the protocol's schema has them, so that a server which passes on another's loses nothing. Calls
 * block; many threads may call at once.
 */
public interface McpServer {

  /** Who it is. */
  record About(String name, String version, @Nullable String instructions) {}

  /** Parts of the protocol a server may offer. */
  enum Feature {
    TOOLS,
    RESOURCES,
    SUBSCRIPTIONS,
    PROMPTS,
    COMPLETIONS,
    LOGGING
  }

  About about();

  /** The same for as long as the server serves a client. */
  Set<Feature> features() throws InterruptedException;

  /** Tool descriptors in a stable order. */
  List<ObjectNode> tools(McpCall call) throws InterruptedException;

  /** The descriptor of one tool; empty when there is no such tool. */
  default Optional<ObjectNode> tool(String name, McpCall call) throws InterruptedException {
    return tools(call).stream()
        .filter(tool -> tool.path("name").asString("").equals(name))
        .findFirst();
  }

  /** Descriptors in one answer of a list, where the rest follows by cursor. */
  default int pageSize() {
    return 1_000;
  }

  /**
   * A {@code CallToolResult}. A failure that the model can act on is a result with {@code isError}.
   *
   * @throws McpServer.Unknown when there is no such tool
   */
  ObjectNode callTool(String name, ObjectNode arguments, McpCall call) throws InterruptedException;

  default List<ObjectNode> resources(McpCall call) throws InterruptedException {
    return List.of();
  }

  default List<ObjectNode> resourceTemplates(McpCall call) throws InterruptedException {
    return List.of();
  }

  /** A {@code ReadResourceResult}; {@link Unknown} when there is no such resource. */
  default ObjectNode readResource(String uri, McpCall call) throws InterruptedException {
    throw new Unknown("resource " + uri);
  }

  /**
   * Has {@code changed} run whenever the content of a resource changes, until it is closed. A
   * server that announces its own changes has nothing to do.
   *
   * @throws McpServer.Unknown when there is no such resource
   */
  default Watch watch(String uri, Runnable changed) throws InterruptedException {
    return () -> {};
  }

  /** An eye on one resource. */
  @FunctionalInterface
  interface Watch extends AutoCloseable {
    @Override
    void close();

    /** True once it looks where the resource no longer is. */
    default boolean stale() {
      return false;
    }
  }

  default List<ObjectNode> prompts(McpCall call) throws InterruptedException {
    return List.of();
  }

  /** A {@code GetPromptResult}; {@link Unknown} when there is no such prompt. */
  default ObjectNode prompt(String name, ObjectNode arguments, McpCall call)
      throws InterruptedException {
    throw new Unknown("prompt '" + name + "'");
  }

  /** A {@code CompleteResult} for the parameters of {@code completion/complete}. */
  default ObjectNode complete(ObjectNode params, McpCall call) throws InterruptedException {
    throw new Unknown("completion");
  }

  /** The caller named a tool, resource or prompt that is not there. */
  final class Unknown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unknown(String what) {
      super("there is no " + what);
    }
  }
}
