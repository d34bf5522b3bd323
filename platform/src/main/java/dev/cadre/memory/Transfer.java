package dev.cadre.memory;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import dev.cadre.store.UniqueViolation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A memory's contents as JSON lines, out and in. What comes in again is not doubled: a line knows
 * where it came from.
 */
final class Transfer {
  private static final int PAGE = 200;

  private final Database database;
  private final Meaning meaning;

  Transfer(Database database, Meaning meaning) {
    this.database = database;
    this.meaning = meaning;
  }

  /** First the memory, then each session's events in their order, then the records. */
  void export(Memory memory, OutputStream to) throws IOException {
    ObjectNode head = Json.object();
    ObjectNode about =
        head.putObject("memory").put("id", memory.id().value()).put("name", memory.name());
    ObjectNode names = about.putObject("strategies");
    memory.strategies().forEach(strategy -> names.put(strategy.id(), strategy.name()));
    line(to, head);
    events(memory, to);
    long before = Long.MAX_VALUE;
    List<MemoryRecord> page;
    do {
      page = RecordStore.page(database, memory.id(), new NamespacePath(""), null, before, PAGE);
      for (MemoryRecord record : page) {
        line(to, record(record));
        before = record.seq();
      }
    } while (page.size() == PAGE);
  }

  private void events(Memory memory, OutputStream to) throws IOException {
    long session = 0;
    long place = 0;
    List<EventStore.Placed> page;
    do {
      page = EventStore.after(database, memory.id(), session, place, PAGE);
      for (EventStore.Placed placed : page) {
        ObjectNode line = Json.object();
        ObjectNode event = placed.event().json();
        event.put("createdAt", Timestamps.seconds(placed.event().createdAt()));
        event.put("mode", placed.event().mode().name());
        line.set("event", event);
        line(to, line);
        session = placed.session();
        place = placed.event().seq();
      }
    } while (page.size() == PAGE);
  }

  ObjectNode record(MemoryRecord record) {
    ObjectNode line = Json.object();
    ObjectNode json = record.json().put("updatedAt", Timestamps.seconds(record.updatedAt()));
    json.put("subject", record.subject());
    var sources = json.putArray("sources");
    RecordStore.sources(database, record.id())
        .forEach(
            s ->
                sources
                    .addObject()
                    .put("actorId", s.actor())
                    .put("sessionId", s.session())
                    .put("eventId", s.event()));
    line.set("record", json);
    return line;
  }

  private static void line(OutputStream to, ObjectNode node) throws IOException {
    to.write(Json.bytes(node));
    to.write('\n');
  }

  /** How much came in; what was there already is not counted. */
  record Imported(int events, int records) {}

  /** Takes in what {@link #export} wrote. Throws {@link Fault.Invalid} that names the line. */
  Imported take(Memory memory, BufferedReader lines) throws IOException {
    Intake intake = new Intake(memory);
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      try {
        if (!line.isBlank()) {
          intake.line(Json.parse(line.getBytes(StandardCharsets.UTF_8)));
        }
      } catch (Fault.Invalid e) {
        throw new Fault.Invalid("line " + number + ": " + e.getMessage());
      }
    }
    return new Imported(intake.events, intake.records);
  }

  private final class Intake {
    private final Memory memory;
    private final Map<String, String> strategies = new HashMap<>();

    /** Events have other ids here; branches and sources name them. */
    private final Map<String, String> eventIds = new HashMap<>();

    private String from = "";
    private int events;
    private int records;

    Intake(Memory memory) {
      this.memory = memory;
    }

    void line(JsonNode line) {
      Storable.checkJson(line);
      if (line.has("memory")) {
        head(line.get("memory"));
      } else if (line.has("event")) {
        event(line.get("event"));
      } else if (line.has("record")) {
        record(line.get("record"));
      } else {
        throw new Fault.Invalid("it is neither a memory, an event nor a record");
      }
    }

    private void head(JsonNode head) {
      from = head.path("id").asString("");
      Map<String, String> byName = new HashMap<>();
      memory.strategies().forEach(strategy -> byName.put(strategy.name(), strategy.id()));
      head.path("strategies")
          .properties()
          .forEach(
              entry -> {
                String here = byName.get(entry.getValue().asString());
                if (here != null) {
                  strategies.put(entry.getKey(), here);
                }
              });
    }

    private void event(JsonNode node) {
      String actor = required(node, "actorId");
      String session = required(node, "sessionId");
      String id = required(node, "eventId");
      String root = node.path("branch").path("rootEventId").asString(null);
      Event event =
          new Event(
              memory.id(),
              actor,
              session,
              0,
              Timestamps.read(node.path("createdAt"), "createdAt"),
              Timestamps.read(node.path("eventTimestamp"), "eventTimestamp"),
              node.path("branch").path("name").asString(Event.MAIN),
              root == null ? null : eventIds.get(key(actor, session, root)),
              node.path("payload").toString(),
              node.get("metadata") instanceof ObjectNode metadata ? metadata : null,
              null,
              Event.Mode.valueOf(node.path("mode").asString("EXTRACT")));
      // Records come with the events: no strategy reads these again.
      EventStore.Arrival arrival =
          new EventStore.Arrival(
              event,
              "import:" + key(from, actor, session, id),
              List.of(),
              event.createdAt(),
              memory.updatedAt());
      Event stored;
      try {
        stored =
            EventOperations.placed(database, memory, arrival, Instant.EPOCH)
                .orElseThrow(() -> EventOperations.gone(memory.id()));
        events++;
      } catch (UniqueViolation e) {
        stored =
            EventStore.withToken(database, memory.id(), String.valueOf(arrival.clientToken()))
                .orElseThrow(() -> e);
      }
      eventIds.put(key(actor, session, id), stored.id().toString());
    }

    private void record(JsonNode node) {
      String strategy = required(node, "memoryStrategyId");
      String here = strategies.getOrDefault(strategy, strategy);
      String old = required(node, "memoryRecordId");
      MemoryRecord record =
          new MemoryRecord(
              "mem-"
                  + UUID.nameUUIDFromBytes(
                      key(memory.id().value(), old).getBytes(StandardCharsets.UTF_8)),
              0,
              node.path("namespaces").path(0).asString("/").replace(strategy, here),
              here,
              node.path("subject").asString(null),
              required(node.path("content"), "text"),
              node.get("metadata") instanceof ObjectNode metadata ? metadata : null,
              Timestamps.read(node.path("createdAt"), "createdAt"),
              Timestamps.read(node.path("updatedAt"), "updatedAt"));
      Vector vector = meaning.embed(record.content());
      try {
        database.transaction(
            sql -> {
              Namespaces.Locked namespace =
                  Objects.requireNonNull(
                      Namespaces.lock(sql, memory.id(), List.of(record.namespace()))
                          .get(record.namespace()));
              RecordStore.insert(sql, memory.id(), namespace, record, vector, meaning.name());
              for (JsonNode source : node.path("sources")) {
                String actor = required(source, "actorId");
                String session = required(source, "sessionId");
                String id = required(source, "eventId");
                RecordStore.addSources(
                    sql,
                    memory.id(),
                    record.id(),
                    actor,
                    session,
                    List.of(eventIds.getOrDefault(key(actor, session, id), id)));
              }
              return true;
            });
        records++;
      } catch (UniqueViolation there) {
        // It is known here, by its id or by its subject.
      }
    }

    private static String key(String... parts) {
      return String.join(" ", parts);
    }

    private static String required(JsonNode node, String member) {
      String text = node.path(member).asString(null);
      if (text == null) {
        throw new Fault.Invalid("'" + member + "' is missing");
      }
      return text;
    }
  }
}
