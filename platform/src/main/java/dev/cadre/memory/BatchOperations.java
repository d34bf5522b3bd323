package dev.cadre.memory;

import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import dev.cadre.store.Idempotency;
import dev.cadre.store.Sql;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Many records at once over the AWS API: each succeeds or fails by itself, none is half done. */
final class BatchOperations {
  private static final String SERVICE = EventOperations.SERVICE;
  private static final String NO_STRATEGY = "none";
  private static final String NO_NAMESPACE = "/";

  private final Database database;
  private final InstantSource clock;
  private final Meaning meaning;

  BatchOperations(Database database, InstantSource clock, Meaning meaning) {
    this.database = database;
    this.clock = clock;
    this.meaning = meaning;
  }

  void bind(Routes routes) {
    routes
        .aws(SERVICE, "BatchCreateMemoryRecords", (_, input) -> create(input))
        .aws(SERVICE, "BatchUpdateMemoryRecords", (_, input) -> update(input))
        .aws(SERVICE, "BatchDeleteMemoryRecords", (_, input) -> delete(input));
  }

  ObjectNode create(ObjectNode input) {
    Memory memory = MemoryStore.require(database, MemoryId.of(input)).requireActive();
    Storable.check(input);
    List<MemoryRecord> records = new ArrayList<>();
    input.path("records").forEach(node -> records.add(made(node)));
    List<Vector> vectors = meaning.embedAll(records.stream().map(MemoryRecord::content).toList());
    return database
        .transaction(
            sql ->
                Idempotency.once(
                    sql,
                    operation(memory.id()),
                    input,
                    clock.instant(),
                    () -> inserted(sql, memory, input, records, vectors)))
        .body();
  }

  private ObjectNode inserted(
      Sql sql, Memory memory, ObjectNode input, List<MemoryRecord> records, List<Vector> vectors) {
    Map<String, Namespaces.Locked> namespaces =
        Namespaces.lock(
            sql, memory.id(), records.stream().map(MemoryRecord::namespace).distinct().toList());
    Outcome outcome = new Outcome();
    for (int i = 0; i < records.size(); i++) {
      MemoryRecord made = records.get(i);
      RecordStore.insert(
          sql,
          memory.id(),
          Objects.requireNonNull(namespaces.get(made.namespace())),
          made,
          vectors.get(i),
          meaning.name());
      outcome
          .succeeded(made.id())
          .put(
              "requestIdentifier",
              input.path("records").path(i).path("requestIdentifier").asString());
    }
    return outcome.body;
  }

  private static MemoryRecord made(JsonNode node) {
    Instant at = Timestamps.read(node.path("timestamp"), "timestamp");
    return new MemoryRecord(
        MemoryRecord.newId(),
        0,
        node.path("namespaces").path(0).asString(NO_NAMESPACE),
        node.path("memoryStrategyId").asString(NO_STRATEGY),
        null,
        node.path("content").path("text").asString(),
        metadata(node),
        at,
        at);
  }

  private static @Nullable ObjectNode metadata(JsonNode node) {
    if (!(node.get("metadata") instanceof ObjectNode metadata)) {
      return null;
    }
    for (JsonNode value : metadata) {
      if (value.hasNonNull("dateTimeValue")) {
        Timestamps.read(value.get("dateTimeValue"), "metadata.dateTimeValue");
      }
    }
    return metadata;
  }

  ObjectNode update(ObjectNode input) {
    Memory memory = MemoryStore.require(database, MemoryId.of(input)).requireActive();
    Storable.check(input);
    Map<String, Vector> vectors = new HashMap<>();
    for (JsonNode node : input.path("records")) {
      if (node.hasNonNull("content")) {
        String text = node.path("content").path("text").asString();
        vectors.computeIfAbsent(text, meaning::embed);
      }
    }
    return database.transaction(
        sql -> {
          Map<String, Namespaces.Locked> namespaces =
              RecordChanges.lock(sql, memory.id(), ids(input), destinations(input));
          Outcome outcome = new Outcome();
          for (JsonNode node : input.path("records")) {
            String id = node.path("memoryRecordId").asString();
            RecordStore.find(sql, memory.id(), id)
                .ifPresentOrElse(
                    present -> {
                      updated(sql, namespaces, present, node, vectors);
                      outcome.succeeded(id);
                    },
                    () -> outcome.missing(id));
          }
          return outcome.body;
        });
  }

  private void updated(
      Sql sql,
      Map<String, Namespaces.Locked> namespaces,
      MemoryRecord present,
      JsonNode node,
      Map<String, Vector> vectors) {
    ObjectNode metadata = metadata(node);
    String namespace = node.path("namespaces").path(0).asString(present.namespace());
    String strategy = node.path("memoryStrategyId").asString(present.strategy());
    boolean stays = namespace.equals(present.namespace()) && strategy.equals(present.strategy());
    MemoryRecord changed =
        new MemoryRecord(
            present.id(),
            present.seq(),
            namespace,
            strategy,
            // Where it goes, something else may be known about its subject.
            stays ? present.subject() : null,
            node.path("content").path("text").asString(present.content()),
            metadata == null ? present.metadata() : metadata,
            present.createdAt(),
            Timestamps.read(node.path("timestamp"), "timestamp"));
    if (!namespace.equals(present.namespace())) {
      Namespaces.removed(sql, Objects.requireNonNull(namespaces.get(present.namespace())));
    }
    RecordStore.update(
        sql,
        Objects.requireNonNull(namespaces.get(namespace)),
        changed,
        vectors.get(node.path("content").path("text").asString("")),
        meaning.name());
  }

  ObjectNode delete(ObjectNode input) {
    Memory memory = MemoryStore.require(database, MemoryId.of(input));
    List<String> ids = ids(input);
    return database.transaction(
        sql -> {
          List<String> gone = RecordChanges.remove(sql, memory.id(), ids);
          Outcome outcome = new Outcome();
          ids.forEach(
              id -> {
                if (gone.contains(id)) {
                  outcome.succeeded(id);
                } else {
                  outcome.missing(id);
                }
              });
          return outcome.body;
        });
  }

  /** What answers to a repeated client token are kept under. */
  static String operation(MemoryId memory) {
    return "BatchCreateMemoryRecords " + memory;
  }

  private static List<String> ids(ObjectNode input) {
    return input
        .path("records")
        .valueStream()
        .map(node -> node.path("memoryRecordId").asString())
        .distinct()
        .toList();
  }

  private static Set<String> destinations(ObjectNode input) {
    return input
        .path("records")
        .valueStream()
        .flatMap(node -> node.path("namespaces").valueStream())
        .map(JsonNode::asString)
        .collect(Collectors.toSet());
  }

  /** The answer of a batch: what became of each of its records. */
  private static final class Outcome {
    private final ObjectNode body = Json.object();
    private final ArrayNode succeeded = body.putArray("successfulRecords");
    private final ArrayNode failed = body.putArray("failedRecords");

    ObjectNode succeeded(String id) {
      return succeeded.addObject().put("memoryRecordId", id).put("status", "SUCCEEDED");
    }

    void missing(String id) {
      failed
          .addObject()
          .put("memoryRecordId", id)
          .put("status", "FAILED")
          .put("errorCode", 404)
          .put("errorMessage", "the memory has no such record");
    }
  }
}
