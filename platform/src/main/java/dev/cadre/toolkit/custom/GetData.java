package dev.cadre.toolkit.custom;

import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Schemas;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds what {@link StoreData} kept. */
final class GetData implements Tool {
  private static final int MAX_NAMED = 20;
  private static final ToolSpec SPEC =
      new ToolSpec(
          "get_data",
          "Finds the value that store_data kept under a key. When there is none it names keys that"
              + " there are.",
          Schemas.of(
              """
              {
                "type": "object",
                "properties": {
                  "key": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 256,
                    "description": "The name it was stored under"
                  }
                },
                "required": ["key"],
                "additionalProperties": false
              }
              """));

  private final DataStore data;

  GetData(DataStore data) {
    this.data = data;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) {
    String owner = invocation.caller().tenant();
    String key = invocation.arguments().path("key").asString().replace('\u0000', '\ufffd');
    Optional<DataStore.Entry> found = data.get(owner, key);
    ObjectNode answer = Json.object().put("key", key).put("found", found.isPresent());
    if (found.isPresent()) {
      DataStore.Entry entry = found.get();
      answer.set("value", Json.parse(entry.value()));
      answer.put("stored_at", entry.updatedAt().toString());
      if (entry.expiresAt() != null) {
        answer.put("expires_at", entry.expiresAt().toString());
      }
    } else {
      List<String> keys = data.keys(owner, "", MAX_NAMED);
      ArrayNode named = answer.putArray("keys");
      keys.forEach(named::add);
    }
    return ToolOutcome.Answered.json(answer);
  }
}
