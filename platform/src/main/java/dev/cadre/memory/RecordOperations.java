package dev.cadre.memory;

import dev.cadre.fault.Fault;
import dev.cadre.http.PageToken;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import dev.cadre.store.Sql;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Records one by one and listed, over the AWS API. */
final class RecordOperations {
  private static final String SERVICE = EventOperations.SERVICE;

  /** Records read at once while a metadata filter looks for those that pass. */
  private static final int SCAN = 500;

  private final Database database;

  RecordOperations(Database database) {
    this.database = database;
  }

  void bind(Routes routes) {
    routes
        .aws(SERVICE, "GetMemoryRecord", (_, input) -> get(input))
        .aws(SERVICE, "DeleteMemoryRecord", (_, input) -> delete(input))
        .aws(SERVICE, "ListMemoryRecords", (_, input) -> list(input));
  }

  ObjectNode get(ObjectNode input) {
    Memory memory = MemoryStore.require(database, MemoryId.of(input));
    MemoryRecord found = require(database, memory, input);
    ObjectNode body = Json.object();
    body.set("memoryRecord", found.json());
    return body;
  }

  private static MemoryRecord require(Sql sql, Memory memory, ObjectNode input) {
    String id = input.path("memoryRecordId").asString();
    MemoryRecord found = RecordStore.require(sql, memory.id(), id);
    String namespace = input.path("namespace").asString(found.namespace());
    if (!new NamespacePath(namespace).equals(new NamespacePath(found.namespace()))) {
      throw new Fault.NotFound(
          "namespace '%s' has no record '%s'; leave the namespace out".formatted(namespace, id));
    }
    return found;
  }

  ObjectNode delete(ObjectNode input) {
    Memory memory = MemoryStore.require(database, MemoryId.of(input));
    String id = input.path("memoryRecordId").asString();
    database.transaction(
        sql -> {
          MemoryRecord found = require(sql, memory, input);
          RecordChanges.remove(sql, memory.id(), List.of(found.id()));
          return true;
        });
    return Json.object().put("memoryRecordId", id);
  }

  ObjectNode list(ObjectNode input) {
    Memory memory = MemoryStore.require(database, MemoryId.of(input));
    NamespacePath path = NamespacePath.of(input);
    MetadataFilter filter = MetadataFilter.of(input.path("metadataFilters"), memory);
    String strategy = input.path("memoryStrategyId").asString(null);
    String listing = "ListMemoryRecords " + memory.id() + " " + path.text();
    String token = input.path("nextToken").asString(null);
    long before = token == null ? Long.MAX_VALUE : Long.parseLong(PageToken.decode(listing, token));
    int limit = EventOperations.limit(input);
    List<MemoryRecord> found = new ArrayList<>();
    boolean more = true;
    while (more && found.size() <= limit) {
      int size = filter.equals(MetadataFilter.NONE) ? limit + 1 : SCAN;
      List<MemoryRecord> read =
          RecordStore.page(database, memory.id(), path, strategy, before, size);
      read.stream()
          .filter(r -> filter.holds(r.metadata(), r.createdAt(), r.updatedAt()))
          .forEach(found::add);
      more = read.size() == size;
      before = more ? read.getLast().seq() : before;
    }
    ObjectNode body = Json.object();
    ArrayNode records = body.putArray("memoryRecordSummaries");
    found.stream().limit(limit).forEach(r -> records.add(r.json()));
    if (found.size() > limit) {
      body.put("nextToken", PageToken.encode(listing, String.valueOf(found.get(limit - 1).seq())));
    }
    return body;
  }
}
