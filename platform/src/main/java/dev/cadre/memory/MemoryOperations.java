package dev.cadre.memory;

import dev.cadre.fault.Fault;
import dev.cadre.http.PageToken;
import dev.cadre.http.Routes;
import dev.cadre.id.IdSource;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import dev.cadre.store.Idempotency;
import dev.cadre.store.Sql;
import dev.cadre.store.UniqueViolation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Memories and their strategies over the AWS API. */
final class MemoryOperations {
  private static final String SERVICE = "bedrock-agentcore-control";
  private static final String LISTING = "ListMemories";
  private static final int MAX_STRATEGIES = 6;
  private static final int MAX_INDEXED_KEYS = 10;
  private static final int PAGE = 10;

  /** What the API's Memory holds that is kept as it came. */
  private static final List<String> KEPT =
      List.of(
          "description",
          "encryptionKeyArn",
          "memoryExecutionRoleArn",
          "indexedKeys",
          "namespaceKeys",
          "streamDeliveryResources");

  private final Database database;
  private final InstantSource clock;
  private final IdSource ids;
  private final MemoryArns arns;
  private final int maxMemories;
  private final Runnable removal;

  /**
   * @param removal told when a memory is to be removed
   */
  MemoryOperations(
      Database database,
      InstantSource clock,
      IdSource ids,
      MemoryArns arns,
      int maxMemories,
      Runnable removal) {
    this.database = database;
    this.clock = clock;
    this.ids = ids;
    this.arns = arns;
    this.maxMemories = maxMemories;
    this.removal = removal;
  }

  void bind(Routes routes) {
    routes
        .aws(SERVICE, "CreateMemory", (_, input) -> create(input))
        .aws(SERVICE, "GetMemory", (_, input) -> get(input))
        .aws(SERVICE, "UpdateMemory", (_, input) -> update(input))
        .aws(SERVICE, "DeleteMemory", (_, input) -> delete(input))
        .aws(SERVICE, LISTING, (_, input) -> list(input));
  }

  ObjectNode create(ObjectNode input) {
    Storable.check(input);
    MemoryRules.requireServed(input);
    try {
      return once("CreateMemory", input, sql -> created(sql, input));
    } catch (UniqueViolation e) {
      if (!e.constraint().equals("memory_name_taken")) {
        throw e;
      }
      // Not a conflict: clients that get or create know this refusal by its kind and words.
      throw new Fault.Invalid(
          "a memory named '%s' already exists; update it or choose another name"
              .formatted(input.path("name").asString()));
    }
  }

  /** Does nothing where there is one of that name, whatever it is like. */
  void ensure(ObjectNode input) {
    String name = input.path("name").asString();
    if (!MemoryStore.exists(database, name)) {
      create(input);
    }
  }

  private ObjectNode created(Sql sql, ObjectNode input) {
    if (MemoryStore.count(sql) >= maxMemories) {
      throw new Fault.QuotaExceeded(
          "there are " + maxMemories + " memories already; delete one first");
    }
    Instant now = clock.instant();
    String name = input.path("name").asString();
    List<Strategy> strategies = new ArrayList<>();
    input
        .path("memoryStrategies")
        .forEach(s -> strategies.add(StrategyInputs.created(s, ids, now)));
    Memory memory =
        checked(
            new Memory(
                new MemoryId(name + "-" + ids.alphanumeric(10)),
                0,
                name,
                MemoryStatus.ACTIVE,
                input.path("eventExpiryDuration").asInt(),
                kept(input, Json.object()),
                strategies,
                now,
                now));
    MemoryStore.insert(sql, memory, input.hasNonNull("tags") ? input.get("tags") : Json.object());
    return wrapped(memory);
  }

  ObjectNode get(ObjectNode input) {
    return wrapped(MemoryStore.require(database, MemoryId.of(input)));
  }

  ObjectNode update(ObjectNode input) {
    Storable.check(input);
    MemoryRules.requireServed(input);
    return once("UpdateMemory", input, sql -> updated(sql, input));
  }

  private ObjectNode updated(Sql sql, ObjectNode input) {
    Memory memory = MemoryStore.lock(sql, MemoryId.of(input)).requireActive();
    Instant now = clock.instant();
    JsonNode changes = input.path("memoryStrategies");
    List<Strategy> strategies = new ArrayList<>(memory.strategies());
    for (JsonNode deleted : changes.path("deleteMemoryStrategies")) {
      Strategy gone = require(memory, deleted);
      strategies.remove(gone);
      ExtractionStore.dropStrategy(sql, gone.id());
    }
    for (JsonNode modified : changes.path("modifyMemoryStrategies")) {
      Strategy present = require(memory, modified);
      strategies.replaceAll(
          s -> s.equals(present) ? StrategyInputs.modified(present, modified, now) : s);
    }
    changes
        .path("addMemoryStrategies")
        .forEach(added -> strategies.add(StrategyInputs.created(added, ids, now)));
    Memory changed =
        checked(
            new Memory(
                memory.id(),
                memory.seq(),
                memory.name(),
                memory.status(),
                input.path("eventExpiryDuration").asInt(memory.expiryDays()),
                indexed(kept(input, memory.definition().deepCopy()), input.path("addIndexedKeys")),
                strategies,
                memory.createdAt(),
                now));
    MemoryStore.update(sql, changed);
    return wrapped(changed);
  }

  private static Strategy require(Memory memory, JsonNode named) {
    String id = named.path("memoryStrategyId").asString();
    return memory
        .strategy(id)
        .orElseThrow(
            () ->
                new Fault.NotFound(
                    "memory '%s' has no strategy '%s'; GetMemory names all"
                        .formatted(memory.id(), id)));
  }

  private static ObjectNode kept(ObjectNode input, ObjectNode definition) {
    KEPT.stream()
        .filter(input::hasNonNull)
        .forEach(member -> definition.set(member, input.get(member)));
    return definition;
  }

  /** A key keeps the type it was declared with. */
  private static ObjectNode indexed(ObjectNode definition, JsonNode added) {
    ArrayNode keys = definition.withArray("/indexedKeys");
    for (JsonNode key : added) {
      String name = key.path("key").asString();
      boolean taken = keys.valueStream().anyMatch(k -> k.path("key").asString().equals(name));
      if (taken) {
        throw new Fault.Invalid("indexed key '" + name + "' is declared already; leave it out");
      }
      keys.add(key);
    }
    if (keys.isEmpty()) {
      definition.remove("indexedKeys");
    }
    return definition;
  }

  private static Memory checked(Memory memory) {
    if (memory.strategies().size() > MAX_STRATEGIES) {
      throw new Fault.QuotaExceeded(
          "a memory may have %d strategies; this would be %d"
              .formatted(MAX_STRATEGIES, memory.strategies().size()));
    }
    if (memory.definition().path("indexedKeys").size() > MAX_INDEXED_KEYS) {
      throw new Fault.QuotaExceeded("a memory may have " + MAX_INDEXED_KEYS + " indexed keys");
    }
    MemoryRules.requireKeys(memory);
    memory.namespaceKeys().requirePatterns();
    Set<String> names = new HashSet<>();
    for (Strategy strategy : memory.strategies()) {
      if (!names.add(strategy.name())) {
        throw new Fault.Invalid(
            "two strategies are named '" + strategy.name() + "'; give each its own name");
      }
      strategy.namespace().requireKnown(memory.namespaceKeys());
      MemoryRules.requireSchema(memory, strategy);
      requireAbove(strategy);
    }
    return memory;
  }

  ObjectNode delete(ObjectNode input) {
    ObjectNode answer =
        once(
            "DeleteMemory",
            input,
            sql -> {
              Memory memory = MemoryStore.lock(sql, MemoryId.of(input));
              MemoryStore.update(sql, memory.deleting(clock.instant()));
              return Json.object()
                  .put("memoryId", memory.id().value())
                  .put("status", MemoryStatus.DELETING.name());
            });
    removal.run();
    return answer;
  }

  ObjectNode list(ObjectNode input) {
    String token = input.path("nextToken").asString(null);
    long before = token == null ? Long.MAX_VALUE : Long.parseLong(PageToken.decode(LISTING, token));
    int limit = input.path("maxResults").asInt(PAGE);
    List<Memory> page = MemoryStore.page(database, before, limit + 1);
    ObjectNode body = Json.object();
    ArrayNode memories = body.putArray("memories");
    page.stream().limit(limit).forEach(memory -> memories.add(summary(memory)));
    if (page.size() > limit) {
      body.put("nextToken", PageToken.encode(LISTING, String.valueOf(page.get(limit - 1).seq())));
    }
    return body;
  }

  private ObjectNode once(String operation, ObjectNode input, Function<Sql, ObjectNode> work) {
    return database
        .transaction(
            sql -> Idempotency.once(sql, operation, input, clock.instant(), () -> work.apply(sql)))
        .body();
  }

  /** A MemorySummary. */
  private ObjectNode summary(Memory memory) {
    return Json.object()
        .put("arn", arns.memory(memory.id()).toString())
        .put("id", memory.id().value())
        .put("status", memory.status().name())
        .put("createdAt", Timestamps.seconds(memory.createdAt()))
        .put("updatedAt", Timestamps.seconds(memory.updatedAt()));
  }

  private ObjectNode wrapped(Memory memory) {
    ObjectNode whole = summary(memory).put("name", memory.name());
    whole.put("eventExpiryDuration", memory.expiryDays());
    whole.setAll(memory.definition());
    ArrayNode strategies = whole.putArray("strategies");
    memory.strategies().forEach(strategy -> strategies.add(strategy.members()));
    ObjectNode body = Json.object();
    body.set("memory", whole);
    return body;
  }

  private static void requireAbove(Strategy strategy) {
    NamespaceTemplate reflections = strategy.reflections();
    if (reflections != null && !reflections.above(strategy.namespace())) {
      throw new Fault.Invalid(
          "strategy '%s': the namespace of its reflections, '%s', is neither that of its episodes, '%s', nor one above it"
              .formatted(strategy.name(), reflections.text(), strategy.namespace().text()));
    }
  }
}
