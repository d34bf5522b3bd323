package dev.cadre.console;

import dev.cadre.fault.Fault;
import dev.cadre.http.Exchange;
import dev.cadre.http.PageToken;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import dev.cadre.telemetry.StoredSpan;
import dev.cadre.telemetry.Telemetry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /cadre/v1/traces}: what was asked of agents, newest first, and all that happened for one
 * request.
 */
final class TraceRoutes {
  private static final int DEFAULT_PAGE = 50;
  private static final int MAX_PAGE = 500;

  /** A page draws as many without effort; a trace that has more is cut, and says so. */
  private static final int MAX_SPANS = 5_000;

  private static final Pattern TRACE = Pattern.compile("[0-9a-f]{32}");

  /** What ended a moment ago is wanted as well. */
  private static final Duration FLUSH = Duration.ofSeconds(1);

  /** What a database can compare with. */
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private final Telemetry telemetry;

  TraceRoutes(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  void bind(Routes routes) {
    routes
        .add("GET", "/cadre/v1/traces", this::list)
        .add("GET", "/cadre/v1/traces/{id}", this::show);
  }

  private void list(Exchange exchange) throws IOException {
    String agent = exchange.query("agent").orElse(null);
    String session = exchange.query("session").orElse(null);
    String listing = "traces " + agent + " " + session;
    int limit = limit(exchange);
    Instant before =
        exchange
            .query("nextToken")
            .map(token -> instant(PageToken.decode(listing, token)))
            .orElse(LATEST);
    boolean _ = telemetry.flush(FLUSH);
    List<StoredSpan> page = telemetry.spans().invocations(agent, session, before, limit + 1);
    ObjectNode answer = Json.object();
    ArrayNode traces = answer.putArray("traces");
    page.stream().limit(limit).forEach(span -> traces.add(invocation(span)));
    if (page.size() > limit) {
      Instant last = ended(page.get(limit - 1));
      answer.put("nextToken", PageToken.encode(listing, last.toString()));
    }
    exchange.json(200, answer);
  }

  private void show(Exchange exchange) throws IOException {
    String id = exchange.pathVariable("id");
    if (!TRACE.matcher(id).matches()) {
      throw new Fault.Invalid("trace '" + id + "' must be 32 hexadecimal digits in lower case");
    }
    boolean _ = telemetry.flush(FLUSH);
    List<StoredSpan> spans = telemetry.spans().trace(id, MAX_SPANS + 1);
    if (spans.isEmpty()) {
      throw new Fault.NotFound(
          "there is no trace " + id + "; it was not sampled, or is past its retention");
    }
    Instant begin = spans.getFirst().startedAt();
    ObjectNode answer = Json.object().put("traceId", id).put("startedAt", begin.toString());
    answer.put("truncated", spans.size() > MAX_SPANS);
    ArrayNode list = answer.putArray("spans");
    spans.stream().limit(MAX_SPANS).forEach(span -> list.add(json(span, begin)));
    exchange.json(200, answer);
  }

  private static ObjectNode invocation(StoredSpan span) {
    ObjectNode json =
        Json.object()
            .put("traceId", span.traceId())
            .put("spanId", span.spanId())
            .put("agent", span.agent())
            .put("agentName", span.attributes().path("gen_ai.agent.name").asString(""))
            .put("session", span.session());
    return timed(json, span);
  }

  private static ObjectNode json(StoredSpan span, Instant begin) {
    ObjectNode json =
        Json.object()
            .put("id", span.spanId())
            .put("parent", span.parentId())
            .put("name", span.name())
            .put("kind", span.kind())
            .put("offsetMicros", ChronoUnit.MICROS.between(begin, span.startedAt()))
            .put("agent", span.agent())
            .put("session", span.session());
    timed(json, span);
    json.set("attributes", span.attributes());
    json.set("events", span.events());
    return json;
  }

  private static ObjectNode timed(ObjectNode json, StoredSpan span) {
    return json.put("startedAt", span.startedAt().toString())
        .put("durationMicros", span.durationNanos() / 1_000)
        .put("status", span.status())
        .put("message", span.statusMessage());
  }

  private static Instant ended(StoredSpan span) {
    return span.startedAt().plusNanos(span.durationNanos());
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new Fault.Invalid("nextToken is not one that this listing returned", List.of());
    }
  }

  private static int limit(Exchange exchange) {
    String text = exchange.query("maxResults").orElse(Integer.toString(DEFAULT_PAGE));
    boolean number = text.matches("[0-9]{1,4}");
    int limit = number ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MAX_PAGE) {
      throw new Fault.Invalid("maxResults '" + text + "' must be a number from 1 to " + MAX_PAGE);
    }
    return limit;
  }
}
