package dev.cadre.memory;

import dev.cadre.fault.Fault;
import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Beyond AWS: memories shown, moved and forgotten, under {@code /cadre/v1/memory}. */
final class MemoryRoutes {
  private static final int LISTED = 1_000;
  private static final int MOST_KNOWN = 200;
  private static final int MAX_BODY = 64 * 1024;

  private final Database database;
  private final InstantSource clock;
  private final Transfer transfer;
  private final Forgetting forgetting;

  MemoryRoutes(Database database, InstantSource clock, Transfer transfer, Forgetting forgetting) {
    this.database = database;
    this.clock = clock;
    this.transfer = transfer;
    this.forgetting = forgetting;
  }

  void bind(Routes routes) {
    routes
        .add("GET", "/cadre/v1/memory", this::list)
        .add("GET", "/cadre/v1/memory/{memory}", this::show)
        .add("GET", "/cadre/v1/memory/{memory}/people/{person}", this::person)
        .add("GET", "/cadre/v1/memory/{memory}/lag", this::lag)
        .add("GET", "/cadre/v1/memory/{memory}/export", this::export)
        .add("POST", "/cadre/v1/memory/{memory}/import", this::take)
        .add("POST", "/cadre/v1/memory/{memory}/forget", this::forget)
        .add("GET", "/cadre/v1/memory/{memory}/records/{record}", this::record);
  }

  private void list(Exchange exchange) throws IOException {
    ObjectNode body = Json.object();
    ArrayNode memories = body.putArray("memories");
    MemoryStore.page(database, Long.MAX_VALUE, LISTED)
        .forEach(memory -> memories.add(shown(memory)));
    exchange.json(200, body);
  }

  private void show(Exchange exchange) throws IOException {
    Memory memory = memory(exchange);
    ObjectNode json = shown(memory);
    MemoryStore.size(database, memory.id())
        .ifPresent(
            size ->
                json.put("actors", size.actors())
                    .put("sessions", size.sessions())
                    .put("events", size.events())
                    .put("records", size.records()));
    json.set("extraction", behind(memory));
    exchange.json(200, json);
  }

  private static ObjectNode shown(Memory memory) {
    ObjectNode json =
        Json.object()
            .put("id", memory.id().value())
            .put("name", memory.name())
            .put("status", memory.status().name())
            .put("eventExpiryDays", memory.expiryDays())
            .put("createdAt", memory.createdAt().toString());
    ArrayNode strategies = json.putArray("strategies");
    memory
        .strategies()
        .forEach(
            strategy ->
                strategies
                    .addObject()
                    .put("id", strategy.id())
                    .put("name", strategy.name())
                    .put("type", strategy.members().path("type").asString())
                    .put("namespace", strategy.namespace().text()));
    return json;
  }

  /** What is known of somebody whom agents talk with, under whatever name that is; newest first. */
  private void person(Exchange exchange) throws IOException {
    Memory memory = memory(exchange);
    String actor = Ids.actor(exchange.pathVariable("person"));
    ObjectNode json = Json.object().put("memory", memory.id().value()).put("actorId", actor);
    ArrayNode records = json.putArray("records");
    for (Recollection.Known known : Recollection.of(database, memory, actor, MOST_KNOWN)) {
      records
          .addObject()
          .put("id", known.record().id())
          .put("strategy", known.strategy())
          .put("text", known.record().content())
          .put("createdAt", known.record().createdAt().toString())
          .put("updatedAt", known.record().updatedAt().toString());
    }
    exchange.json(200, json);
  }

  private void lag(Exchange exchange) throws IOException {
    exchange.json(200, behind(memory(exchange)));
  }

  private ObjectNode behind(Memory memory) {
    ExtractionStore.Lag lag = ExtractionStore.lag(database, memory.id());
    double seconds =
        lag.since() == null
            ? 0
            : Duration.between(lag.since(), clock.instant()).toMillis() / 1000.0;
    return Json.object()
        .put("waiting", lag.waiting())
        .put("failed", lag.failed())
        .put("oldestSeconds", seconds);
  }

  private void export(Exchange exchange) throws IOException {
    Memory memory = memory(exchange);
    try (OutputStream lines =
        new BufferedOutputStream(exchange.stream(200, "application/x-ndjson"), 64 * 1024)) {
      transfer.export(memory, lines);
    }
  }

  private void take(Exchange exchange) throws IOException {
    Memory memory = memory(exchange).requireActive();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(exchange.body(), StandardCharsets.UTF_8));
    Transfer.Imported imported = transfer.take(memory, lines);
    exchange.json(
        200, Json.object().put("events", imported.events()).put("records", imported.records()));
  }

  private void forget(Exchange exchange) throws IOException {
    Memory memory = memory(exchange);
    JsonNode body = Json.parse(exchange.body(MAX_BODY));
    String actor = body.path("actorId").asString("");
    if (actor.isEmpty()) {
      throw new Fault.Invalid("actorId is missing: name who is to be forgotten");
    }
    String session = body.path("sessionId").asString(null);
    Forgetting.Subject subject = new Forgetting.Subject(memory.id(), actor, session);
    if (body.path("dryRun").asBoolean(false)) {
      exchange.json(200, Json.object().set("found", Json.tree(forgetting.count(memory, subject))));
      return;
    }
    Forgetting.Forgotten forgotten = forgetting.forget(memory, subject);
    ObjectNode answer = Json.object();
    answer.set("found", Json.tree(forgotten.before()));
    answer.set("left", Json.tree(forgotten.left()));
    exchange.json(200, answer.put("verified", forgotten.left().none()));
  }

  /** A record with what it was made of. */
  private void record(Exchange exchange) throws IOException {
    Memory memory = memory(exchange);
    MemoryRecord record =
        RecordStore.require(database, memory.id(), exchange.pathVariable("record"));
    exchange.json(200, transfer.record(record));
  }

  private Memory memory(Exchange exchange) {
    return MemoryStore.named(database, exchange.pathVariable("memory"));
  }
}
