package dev.cadre.memory;

import dev.cadre.http.PageToken;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Actors and their sessions over the AWS API. */
final class SessionOperations {
  private static final String SERVICE = EventOperations.SERVICE;

  private final Database database;
  private final InstantSource clock;

  SessionOperations(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  void bind(Routes routes) {
    routes
        .aws(SERVICE, "ListActors", (_, input) -> listActors(input))
        .aws(SERVICE, "ListSessions", (_, input) -> listSessions(input));
  }

  ObjectNode listActors(ObjectNode input) {
    Memory memory = MemoryStore.require(database, MemoryId.of(input));
    String listing = "ListActors " + memory.id();
    String token = input.path("nextToken").asString(null);
    int limit = EventOperations.limit(input);
    List<String> page =
        SessionStore.actors(
            database,
            memory.id(),
            token == null ? "" : PageToken.decode(listing, token),
            limit + 1);
    ObjectNode body = Json.object();
    ArrayNode actors = body.putArray("actorSummaries");
    page.stream().limit(limit).forEach(actor -> actors.addObject().put("actorId", actor));
    if (page.size() > limit) {
      body.put("nextToken", PageToken.encode(listing, page.get(limit - 1)));
    }
    return body;
  }

  ObjectNode listSessions(ObjectNode input) {
    Memory memory = MemoryStore.require(database, MemoryId.of(input));
    String actor = input.path("actorId").asString();
    String listing = "ListSessions " + memory.id() + " " + actor;
    int limit = EventOperations.limit(input);
    List<SessionStore.Row> page =
        SessionStore.page(
            database,
            memory.id(),
            actor,
            input.path("filter").hasNonNull("eventFilter"),
            memory.horizon(clock.instant()),
            EventOperations.place(listing, input),
            limit + 1);
    ObjectNode body = Json.object();
    ArrayNode sessions = body.putArray("sessionSummaries");
    for (SessionStore.Row row : page.subList(0, Math.min(limit, page.size()))) {
      sessions
          .addObject()
          .put("sessionId", row.session())
          .put("actorId", row.actor())
          .put("createdAt", Timestamps.seconds(row.createdAt()));
    }
    if (page.size() > limit) {
      body.put("nextToken", PageToken.encode(listing, String.valueOf(page.get(limit - 1).key())));
    }
    return body;
  }
}
