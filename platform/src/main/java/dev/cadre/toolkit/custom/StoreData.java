package dev.cadre.toolkit.custom;

import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Schemas;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import java.time.Instant;
import java.time.InstantSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps a JSON value under a key. */
final class StoreData implements Tool {
  private static final int MAX_VALUE = 64 << 10;
  private static final ToolSpec SPEC =
      new ToolSpec(
          "store_data",
          "Keeps a value under a key, to be found again with get_data. A key that is there already"
              + " gets the new value.",
          Schemas.of(
              """
              {
                "type": "object",
                "properties": {
                  "key": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 256,
                    "description": "The name to find it by"
                  },
                  "value": {
                    "description": "What to keep: a text, a number, or any JSON, up to 64 KB"
                  },
                  "ttl_seconds": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": 31536000,
                    "description": "Forget it after so many seconds. Default: keep it"
                  }
                },
                "required": ["key", "value"],
                "additionalProperties": false
              }
              """));

  private final DataStore data;
  private final InstantSource clock;

  StoreData(DataStore data, InstantSource clock) {
    this.data = data;
    this.clock = clock;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) {
    JsonNode arguments = invocation.arguments();
    String key = arguments.path("key").asString();
    // As text a JSON value holds no NUL, which PostgreSQL would refuse: it is written escaped.
    String value = Json.text(arguments.path("value"));
    if (value.length() > MAX_VALUE) {
      return new ToolOutcome.Failed(
          "The value has " + value.length() + " characters as JSON; it may have " + MAX_VALUE);
    }
    if (key.indexOf(0) >= 0) {
      return new ToolOutcome.Failed("A key has no NUL character.");
    }
    Instant expiresAt =
        arguments.has("ttl_seconds")
            ? clock.instant().plusSeconds(arguments.path("ttl_seconds").asLong())
            : null;
    if (!data.put(invocation.caller().tenant(), key, value, expiresAt)) {
      return new ToolOutcome.Failed(
          "There are as many keys as there may be; store under one of them, or let some expire.");
    }
    ObjectNode answer = Json.object().put("key", key).put("stored", true);
    if (expiresAt != null) {
      answer.put("expires_at", expiresAt.toString());
    }
    return ToolOutcome.Answered.json(answer);
  }
}
