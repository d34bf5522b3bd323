package dev.cadre.openapi;

import dev.cadre.credential.Outbound;
import dev.cadre.http.Principal;
import dev.cadre.http.ServerStandIn;
import dev.cadre.json.Json;
import dev.cadre.mcp.McpCall;
import io.opentelemetry.context.Context;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An API that is described by a test, and what it was asked. */
final class Apis implements AutoCloseable {
  static final McpCall CALL =
      new McpCall() {
        @Override
        public Principal principal() {
          return Principal.ANONYMOUS;
        }

        @Override
        public Context trace() {
          return Context.root();
        }

        @Override
        public void progress(double done, @Nullable Double total, @Nullable String message) {}

        @Override
        public void log(LogLevel level, String logger, JsonNode data) {}

        @Override
        public Map<String, ObjectNode> ask(Map<String, Question> questions) {
          throw new AssertionError("nothing to ask");
        }
      };

  final ServerStandIn api = new ServerStandIn();
  private final HttpClient http = HttpClient.newHttpClient();

  /** A document with these paths, in YAML, of this API. */
  String document(String paths) {
    return """
        openapi: 3.1.0
        info: {title: Test, version: "7"}
        servers: [{url: "%s/v1"}]
        paths:
        %s
        """
        .formatted(api.address(), paths.indent(2));
  }

  OpenApiServer server(String paths) {
    return server(paths, Outbound.NONE);
  }

  OpenApiServer server(String paths, Outbound outbound) {
    return server(paths, outbound, new OpenApiConfig(Duration.ofSeconds(20), 4_000));
  }

  OpenApiServer server(String paths, Outbound outbound, OpenApiConfig config) {
    return server(paths, outbound, http, config);
  }

  OpenApiServer server(String paths, Outbound outbound, HttpClient client, OpenApiConfig config) {
    return new OpenApiServer(
        "test",
        OpenApiDocument.parse(document(paths)),
        outbound,
        client,
        InstantSource.system(),
        config);
  }

  /** Calls the only tool with arguments in JSON with single quotes. */
  static ObjectNode call(OpenApiServer server, String arguments) throws InterruptedException {
    String tool = server.tools(CALL).getFirst().path("name").asString();
    return server.callTool(tool, (ObjectNode) Json.parse(arguments.replace('\'', '"')), CALL);
  }

  static String text(ObjectNode result) {
    return result.path("content").path(0).path("text").asString();
  }

  /** The request that a call of the only tool makes. */
  ServerStandIn.Asked sent(String paths, String arguments) throws InterruptedException {
    ObjectNode result = call(server(paths), arguments);
    if (result.path("isError").asBoolean(false)) {
      throw new AssertionError(text(result));
    }
    return api.asked();
  }

  @Override
  public void close() {
    api.close();
    http.close();
  }
}
