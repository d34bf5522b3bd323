package dev.cadre.mcp;

import dev.cadre.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The notifications a server sends. */
final class Notices {
  private Notices() {}

  static ObjectNode progress(
      JsonNode token, double done, @Nullable Double total, @Nullable String message) {
    ObjectNode params = Json.object();
    params.set("progressToken", token);
    params.put("progress", done);
    if (total != null) {
      params.put("total", total);
    }
    if (message != null) {
      params.put("message", message);
    }
    return new RpcMessage.Notification("notifications/progress", params).toJson();
  }

  static ObjectNode log(McpCall.LogLevel level, String logger, JsonNode data) {
    ObjectNode params = Json.object().put("level", level.wire()).put("logger", logger);
    params.set("data", data);
    return new RpcMessage.Notification("notifications/message", params).toJson();
  }

  static ObjectNode change(McpChanges.Change change, ObjectNode params) {
    String method =
        switch (change) {
          case McpChanges.Change.Tools _ -> "notifications/tools/list_changed";
          case McpChanges.Change.Prompts _ -> "notifications/prompts/list_changed";
          case McpChanges.Change.Resources _ -> "notifications/resources/list_changed";
          case McpChanges.Change.Resource(String uri) -> {
            params.put("uri", uri);
            yield "notifications/resources/updated";
          }
        };
    return new RpcMessage.Notification(method, params).toJson();
  }
}
