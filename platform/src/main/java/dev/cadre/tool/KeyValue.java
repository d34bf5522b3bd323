package dev.cadre.tool;

import dev.cadre.json.Json;
import dev.cadre.model.Caller;
import dev.cadre.model.ToolSpec;
import dev.cadre.store.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Small notes under names, kept in the database: for one session, or for all sessions of an agent.
 * Another agent never sees them.
 */
final class KeyValue implements Tool {
  private static final int MAX_VALUE = 64 << 10;
  private static final int MAX_KEYS = 1_000;
  private static final int MAX_LISTED = 200;
  private static final ToolSpec SPEC =
      new ToolSpec(
          "key_value",
          "Keeps small texts under names and finds them again: put, get, list and delete. With the"
              + " scope 'session' they are for this conversation, with 'agent' for all of them.",
          Schemas.of(
              """
              {
                "type": "object",
                "properties": {
                  "action": {
                    "type": "string",
                    "enum": ["put", "get", "list", "delete"],
                    "description": "What to do"
                  },
                  "key": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 256,
                    "description": "The name; for list, what the names begin with"
                  },
                  "value": {
                    "type": "string",
                    "description": "The text to keep; for put alone"
                  },
                  "scope": {
                    "type": "string",
                    "enum": ["session", "agent"],
                    "description": "Who shares it. Default: session"
                  }
                },
                "required": ["action"],
                "additionalProperties": false
              }
              """));

  private final Database database;
  private final InstantSource clock;

  KeyValue(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Where a caller's keys are; an empty session is the agent's own place. */
  private record Place(String agent, String session) {}

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) {
    JsonNode arguments = invocation.arguments();
    Place place = place(invocation.caller(), arguments.path("scope").asString("session"));
    if (place == null) {
      return new ToolOutcome.Failed("There is no such place here: nobody's session is running.");
    }
    String key = arguments.path("key").asString("");
    String action = arguments.path("action").asString();
    if (key.isEmpty() && !action.equals("list")) {
      return new ToolOutcome.Failed("'" + action + "' needs a key.");
    }
    return switch (action) {
      case "put" ->
          arguments.has("value")
              ? put(place, key, arguments.path("value").asString())
              : new ToolOutcome.Failed("'put' needs a value.");
      case "get" -> get(place, key);
      case "list" -> list(place, key);
      default -> delete(place, key);
    };
  }

  private static @Nullable Place place(Caller caller, String scope) {
    String agent = caller.agent();
    String session = scope.equals("agent") ? "" : caller.session();
    return agent == null || session == null ? null : new Place(agent, session);
  }

  private ToolOutcome put(Place place, String key, String value) {
    if (value.length() > MAX_VALUE) {
      return new ToolOutcome.Failed(
          "The value has " + value.length() + " characters; it may have " + MAX_VALUE + ".");
    }
    int put =
        database.update(
            """
            insert into key_value (agent, session, key, value, updated_at)
            select ?, ?, ?, ?, ?
            where (select count(*) from key_value where agent = ? and session = ? and key <> ?) < ?
            on conflict (agent, session, key) do update set value = excluded.value, updated_at = excluded.updated_at
            """,
            place.agent(),
            place.session(),
            clean(key),
            clean(value),
            clock.instant(),
            place.agent(),
            place.session(),
            clean(key),
            MAX_KEYS);
    return put == 1
        ? ToolOutcome.Answered.json(Json.object().put("key", key).put("stored", true))
        : new ToolOutcome.Failed(
            "There are " + MAX_KEYS + " keys already, and no more may be; delete some.");
  }

  private ToolOutcome get(Place place, String key) {
    Optional<String> value =
        database.first(
            "select value from key_value where agent = ? and session = ? and key = ?",
            row -> row.getString(1),
            place.agent(),
            place.session(),
            clean(key));
    ObjectNode answer = Json.object().put("key", key).put("found", value.isPresent());
    value.ifPresent(text -> answer.put("value", text));
    return ToolOutcome.Answered.json(answer);
  }

  private ToolOutcome list(Place place, String prefix) {
    List<String> keys =
        database.list(
            """
            select key from key_value where agent = ? and session = ? and starts_with(key, ?)
            order by key limit ?
            """,
            row -> row.getString(1),
            place.agent(),
            place.session(),
            clean(prefix),
            MAX_LISTED + 1);
    ObjectNode answer = Json.object();
    ArrayNode listed = answer.putArray("keys");
    keys.stream().limit(MAX_LISTED).forEach(listed::add);
    return ToolOutcome.Answered.json(answer.put("more", keys.size() > MAX_LISTED));
  }

  private ToolOutcome delete(Place place, String key) {
    int deleted =
        database.update(
            "delete from key_value where agent = ? and session = ? and key = ?",
            place.agent(),
            place.session(),
            clean(key));
    return ToolOutcome.Answered.json(Json.object().put("key", key).put("deleted", deleted == 1));
  }

  /** A PostgreSQL text holds no NUL. */
  private static String clean(String text) {
    return text.replace('\u0000', '\ufffd');
  }
}
