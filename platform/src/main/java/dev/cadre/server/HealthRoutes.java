package dev.cadre.server;

import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import dev.cadre.telemetry.Metrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** {@code /health} and {@code /metrics}: what a load balancer, a supervisor and a scraper ask. */
final class HealthRoutes {
  private final Map<String, Check> parts;
  private final Metrics metrics;

  /** Whether a part can do its work this moment: null when it can, else why not. */
  @FunctionalInterface
  interface Check {
    @org.jspecify.annotations.Nullable
    String trouble();
  }

  HealthRoutes(Map<String, Check> parts, Metrics metrics) {
    this.parts = new TreeMap<>(parts);
    this.metrics = metrics;
  }

  void bind(Routes routes) {
    routes
        .add("GET", "/health", this::health)
        .add("GET", "/health/ready", this::health)
        .add(
            "GET",
            "/health/live",
            exchange -> exchange.json(200, Json.object().put("status", "live")))
        .add("GET", "/metrics", this::scrape);
  }

  /** 200 when every part is ready, else 503 with those that are not and why. */
  private void health(Exchange exchange) throws IOException {
    ObjectNode answer = Json.object();
    ObjectNode shown = Json.object();
    boolean ready = true;
    for (Map.Entry<String, Check> part : parts.entrySet()) {
      String trouble = part.getValue().trouble();
      ready &= trouble == null;
      shown.put(part.getKey(), trouble == null ? "ready" : trouble);
    }
    answer.put("status", ready ? "ready" : "not ready").put("live", true);
    answer.set("parts", shown);
    exchange.json(ready ? 200 : 503, answer);
  }

  private void scrape(Exchange exchange) throws IOException {
    String accept = exchange.header("accept").orElse("");
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    metrics.write(accept, text);
    exchange.respond(200, metrics.contentType(accept), text.toByteArray());
  }
}
