package dev.cadre.bench;

import dev.cadre.http.Authenticator;
import dev.cadre.http.Exchange;
import dev.cadre.http.HttpConfig;
import dev.cadre.http.HttpServer;
import dev.cadre.http.Principal;
import dev.cadre.json.Json;
import io.opentelemetry.api.OpenTelemetry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** MCP servers that do as little as a server can, each at its own path with its own tools. */
final class BenchTools implements AutoCloseable {
  static final int TOOLS = 1_000;

  private static final int MAX_BODY = 1 << 20;
  private static final String[] VERBS = {
    "create", "list", "delete", "update", "send", "search", "archive", "approve", "export", "merge"
  };
  private static final String[] THINGS = {
    "invoice",
    "order",
    "customer",
    "ticket",
    "calendar event",
    "shipment",
    "photo",
    "contract",
    "database table",
    "server",
    "weather report",
    "flight",
    "hotel room",
    "playlist",
    "recipe",
    "payment",
    "employee",
    "project",
    "repository",
    "message"
  };
  private static final String[] PLACES = {
    "in the shop", "of the warehouse", "for the sales team", "in the cloud", "of the hospital"
  };

  private final HttpServer server = new HttpServer(HttpConfig.defaults("127.0.0.1", 0));
  private final URI url;

  BenchTools() throws IOException {
    url = server.bind();
    server.start(
        routes -> routes.add("POST", "/mcp/{number}", BenchTools::answer),
        (_, _) -> Authenticator.Grant.of(Principal.ANONYMOUS),
        OpenTelemetry.noop().getTracer("bench"),
        new PrometheusRegistry());
  }

  /** Of the server with this number. */
  URI url(int number) {
    return url.resolve("/mcp/" + number);
  }

  private static void answer(Exchange exchange) throws IOException {
    JsonNode request = Json.parse(exchange.body(MAX_BODY));
    ObjectNode message = Json.object().put("jsonrpc", "2.0");
    message.set("id", request.path("id"));
    ObjectNode result = message.putObject("result").put("resultType", "complete");
    switch (request.path("method").asString()) {
      case "server/discover" -> {
        result.putArray("supportedVersions").add("2026-07-28");
        result.putObject("capabilities").putObject("tools");
      }
      case "tools/list" ->
          list(Integer.parseInt(exchange.pathVariable("number")), result.putArray("tools"));
      default -> result.putArray("content").addObject().put("type", "text").put("text", "done");
    }
    exchange.json(200, message);
  }

  private static void list(int number, ArrayNode tools) {
    for (int i = 0; i < TOOLS; i++) {
      String verb = VERBS[i % VERBS.length];
      String thing = THINGS[i / VERBS.length % THINGS.length];
      String place = PLACES[(i / VERBS.length / THINGS.length + number) % PLACES.length];
      ObjectNode tool = tools.addObject();
      tool.put("name", "%s_%s_%d".formatted(verb, thing.replace(' ', '_'), i));
      tool.put("description", "Can %s one %s %s, by number %d".formatted(verb, thing, place, i));
      ObjectNode schema = tool.putObject("inputSchema").put("type", "object");
      schema
          .putObject("properties")
          .putObject("id")
          .put("type", "string")
          .put("description", "Which " + thing);
      schema.putArray("required").add("id");
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
