package dev.cadre.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.fault.Fault;
import dev.cadre.http.PageToken;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import dev.cadre.store.UniqueViolation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Events over the AWS API. */
final class EventOperations {
  static final String SERVICE = "bedrock-agentcore";
  private static final int PAGE = 20;
  private static final int MAX_JSON = 100 * 1024;

  private final Database database;
  private final EventWriter writer;
  private final InstantSource clock;
  private final Duration settle;
  private final KnownMemories known;

  /**
   * @param settle how long strategies wait for more of a session
   */
  EventOperations(Database database, InstantSource clock, Duration settle) {
    this.database = database;
    this.writer = new EventWriter(database);
    this.clock = clock;
    this.settle = settle;
    this.known = new KnownMemories(database);
  }

  void bind(Routes routes) {
    routes
        .aws(SERVICE, "CreateEvent", (_, input) -> create(input))
        .aws(SERVICE, "GetEvent", (_, input) -> get(input))
        .aws(SERVICE, "DeleteEvent", (_, input) -> delete(input))
        .aws(SERVICE, "ListEvents", (_, input) -> list(input))
        .aws(SERVICE, "IngestData", (_, input) -> ingest(input));
  }

  ObjectNode create(ObjectNode input) {
    Event.Mode mode =
        input.hasNonNull("extractionMode")
            ? Event.Mode.valueOf(input.get("extractionMode").asString())
            : Event.Mode.EXTRACT;
    Event event = arrived(input, mode, "eventTimestamp", input.path("payload"));
    ObjectNode body = Json.object();
    body.set("event", stored(input, event, input.path("clientToken").asString(null)).json());
    return body;
  }

  ObjectNode ingest(ObjectNode input) {
    Event event =
        arrived(
            input,
            Event.Mode.INGESTED,
            "contentTimestamp",
            input.path("source").path("inline").path("payload"));
    String token = input.path("clientToken").asString(null);
    Event stored = stored(input, event, token == null ? null : "ingest:" + token);
    return Json.object().put("sessionId", stored.session());
  }

  private Event arrived(ObjectNode input, Event.Mode mode, String time, JsonNode payload) {
    JsonNode branch = input.path("branch");
    for (JsonNode item : payload) {
      Storable.checkJson(item);
      if (item.path("json").toString().getBytes(UTF_8).length > MAX_JSON) {
        throw new Fault.Invalid("payload.json.content has more than 100 KB; send less, or a blob");
      }
    }
    String root = branch.path("rootEventId").asString(null);
    return new Event(
        MemoryId.of(input),
        input.path("actorId").asString(),
        input.path("sessionId").asString(UUID.randomUUID().toString()),
        0,
        clock.instant().truncatedTo(ChronoUnit.MILLIS),
        Timestamps.read(input.path(time), time),
        branch.path("name").asString(Event.MAIN),
        root,
        payload.toString(),
        object(input.path("metadata")),
        object(input.path("extractionConfig").path("namespaceVariables")),
        mode);
  }

  /** Stores the event, unless its token came before: then what is stored is what it was then. */
  private Event stored(ObjectNode input, Event event, @Nullable String token) {
    // What only a changed memory may allow is not refused by what was known before.
    boolean plain = event.variables() == null && isMain(event);
    Optional<Event> stored =
        plain ? placed(input, event, token, known.get(event.memory())) : Optional.empty();
    return stored
        .or(() -> placed(input, event, token, known.again(event.memory())))
        .orElseThrow(() -> gone(event.memory()));
  }

  private Optional<Event> placed(
      ObjectNode input, Event event, @Nullable String token, Memory memory) {
    memory.namespaceKeys().check(variables(event.variables()));
    EventStore.Arrival arrival =
        new EventStore.Arrival(
            event,
            token,
            readers(memory, event),
            event.createdAt().plus(settle),
            memory.updatedAt());
    try {
      return isMain(event)
          ? writer.add(arrival).map(event::at)
          : placed(database, memory, arrival, memory.horizon(event.createdAt()));
    } catch (UniqueViolation e) {
      if (token == null || !e.constraint().equals("memory_event_once")) {
        throw e;
      }
      Event before = EventStore.withToken(database, memory.id(), token).orElseThrow(() -> e);
      boolean same =
          before.actor().equals(event.actor())
              && (before.session().equals(event.session()) || !input.hasNonNull("sessionId"));
      if (!same) {
        throw new Fault.Conflict(
            "clientToken '%s' came with an event of another session before; use a new token"
                .formatted(token));
      }
      return Optional.of(before);
    }
  }

  private static boolean isMain(Event event) {
    return event.branch().equals(Event.MAIN) && event.root() == null;
  }

  /**
   * Stores the event, with its branch when that is new. Events before {@code horizon} are gone.
   * Empty when the memory is another by now.
   */
  static Optional<Event> placed(
      Database database, Memory memory, EventStore.Arrival arrival, Instant horizon) {
    Event event = arrival.event();
    if (isMain(event)) {
      return EventStore.add(database, arrival).map(event::at);
    }
    EventStore.Scope scope =
        new EventStore.Scope(memory.id(), event.actor(), event.session(), horizon);
    return database.transaction(
        sql -> {
          String root = Branches.open(sql, scope, event.branch(), event.root());
          long seq = EventStore.add(sql, arrival).orElseThrow(() -> gone(memory.id()));
          return Optional.of(event.on(root).at(seq));
        });
  }

  static Fault gone(MemoryId memory) {
    return new Fault.NotFound(
        "memory '" + memory + "' was changed or deleted this moment; try again");
  }

  /** The strategies that read this event. */
  private static List<String> readers(Memory memory, Event event) {
    List<String> readers =
        memory.strategies().stream()
            .filter(strategy -> strategy.kind().isPresent())
            .map(Strategy::id)
            .toList();
    boolean read = !readers.isEmpty() && event.mode() != Event.Mode.SKIP && Turns.readable(event);
    return read ? readers : List.of();
  }

  static Map<String, String> variables(@Nullable ObjectNode object) {
    Map<String, String> variables = new HashMap<>();
    if (object != null) {
      object.properties().forEach(e -> variables.put(e.getKey(), e.getValue().asString()));
    }
    return variables;
  }

  ObjectNode get(ObjectNode input) {
    EventStore.Scope scope = scope(input);
    ObjectNode body = Json.object();
    body.set("event", EventStore.require(database, scope, input.path("eventId").asString()).json());
    return body;
  }

  ObjectNode delete(ObjectNode input) {
    EventStore.Scope scope = scope(input);
    String id = input.path("eventId").asString();
    database.transaction(
        sql -> {
          EventStore.delete(sql, scope, id, clock.instant());
          return true;
        });
    return Json.object().put("eventId", id);
  }

  ObjectNode list(ObjectNode input) {
    EventStore.Scope scope = scope(input);
    String listing = "ListEvents " + scope.memory() + " " + scope.actor() + " " + scope.session();
    long before = place(listing, input);
    JsonNode branch = input.path("filter").path("branch");
    List<EventFilter.Metadata> metadata =
        EventFilter.metadata(input.path("filter").path("eventMetadata"));
    boolean payloads = input.path("includePayloads").asBoolean(true);
    EventStore.Page page =
        database.transaction(
            sql -> {
              List<Branches.Reach> lineage =
                  branch.isMissingNode()
                      ? List.of()
                      : Branches.lineage(
                          sql,
                          scope,
                          branch.path("name").asString(),
                          branch.path("includeParentBranches").asBoolean(false));
              EventFilter filter = new EventFilter(lineage, metadata);
              return EventStore.page(sql, scope, filter, before, limit(input), payloads);
            });
    ObjectNode body = Json.object();
    ArrayNode events = body.putArray("events");
    page.events().forEach(event -> events.add(event.json()));
    if (page.more()) {
      body.put(
          "nextToken", PageToken.encode(listing, String.valueOf(page.events().getLast().seq())));
    }
    return body;
  }

  private EventStore.Scope scope(ObjectNode input) {
    Memory memory = MemoryStore.require(database, MemoryId.of(input));
    return new EventStore.Scope(
        memory.id(),
        input.path("actorId").asString(),
        input.path("sessionId").asString(),
        memory.horizon(clock.instant()));
  }

  static long place(String listing, ObjectNode input) {
    String token = input.path("nextToken").asString(null);
    return token == null ? Long.MAX_VALUE : Long.parseLong(PageToken.decode(listing, token));
  }

  static int limit(ObjectNode input) {
    return input.path("maxResults").asInt(PAGE);
  }

  private static @Nullable ObjectNode object(JsonNode node) {
    return node instanceof ObjectNode object ? object : null;
  }
}
