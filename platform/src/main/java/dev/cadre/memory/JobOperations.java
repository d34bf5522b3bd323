package dev.cadre.memory;

import dev.cadre.fault.Fault;
import dev.cadre.http.PageToken;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Extraction jobs that failed, listed and started anew over the AWS API. */
final class JobOperations {
  private static final String SERVICE = EventOperations.SERVICE;

  /** Events named of one job. */
  private static final int MESSAGES = 100;

  private static final UUID FIRST = new UUID(0, 0);

  private final Database database;
  private final InstantSource clock;

  JobOperations(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  void bind(Routes routes) {
    routes
        .aws(SERVICE, "ListMemoryExtractionJobs", (_, input) -> list(input))
        .aws(SERVICE, "StartMemoryExtractionJob", (_, input) -> start(input));
  }

  ObjectNode list(ObjectNode input) {
    Memory memory = MemoryStore.require(database, MemoryId.of(input));
    JsonNode filter = input.path("filter");
    String listing = "ListMemoryExtractionJobs " + memory.id();
    String token = input.path("nextToken").asString(null);
    int limit = EventOperations.limit(input);
    List<ExtractionStore.Work> jobs =
        ExtractionStore.failed(
            database,
            memory.id(),
            new ExtractionStore.Wanted(
                filter.path("strategyId").asString(null),
                filter.path("actorId").asString(null),
                filter.path("sessionId").asString(null)),
            token == null ? FIRST : UUID.fromString(PageToken.decode(listing, token)),
            limit + 1);
    ObjectNode body = Json.object();
    ArrayNode list = body.putArray("jobs");
    jobs.stream().limit(limit).forEach(job -> list.add(json(job)));
    if (jobs.size() > limit) {
      body.put("nextToken", PageToken.encode(listing, jobs.get(limit - 1).id().toString()));
    }
    return body;
  }

  private ObjectNode json(ExtractionStore.Work job) {
    ObjectNode json = Json.object().put("jobID", job.id().toString());
    ArrayNode messages = json.putObject("messages").putArray("messagesList");
    for (Event event : ExtractionStore.unread(database, job, MESSAGES)) {
      for (int i = 0; i < Turns.of(event).size(); i++) {
        messages.addObject().put("eventId", event.id().toString()).put("messageIndex", i);
      }
    }
    return json.put("status", "FAILED")
        .put("failureReason", job.failure())
        .put("strategyId", job.strategy())
        .put("sessionId", job.session())
        .put("actorId", job.actor());
  }

  ObjectNode start(ObjectNode input) {
    Memory memory = MemoryStore.require(database, MemoryId.of(input)).requireActive();
    String id = input.path("extractionJob").path("jobId").asString();
    if (!started(memory, id)) {
      throw new Fault.NotFound(
          "memory '%s' has no extraction job '%s'; ListMemoryExtractionJobs names all"
              .formatted(memory.id(), id));
    }
    return Json.object().put("jobId", id);
  }

  private boolean started(Memory memory, String id) {
    try {
      return ExtractionStore.start(database, memory.id(), UUID.fromString(id), clock.instant());
    } catch (IllegalArgumentException notOfOurs) {
      return false;
    }
  }
}
