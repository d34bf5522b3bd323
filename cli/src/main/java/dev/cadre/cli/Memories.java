package dev.cadre.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The memories of a platform. */
final class Memories {
  private static final String BEYOND = "/cadre/v1/memory";

  /** Pages of 100; what comes after so many is not for a terminal. */
  private static final int MOST_PAGES = 1_000;

  private final Platform platform;

  Memories(Platform platform) {
    this.platform = platform;
  }

  JsonNode create(ObjectNode body) {
    return platform.post("/memories/create", body).path("memory");
  }

  JsonNode list() {
    return platform.get(BEYOND);
  }

  /** By id or name. */
  JsonNode show(String memory) {
    return platform.get(beyond(memory));
  }

  static String beyond(String memory) {
    return BEYOND + "/" + Platform.segment(memory);
  }

  /** The path of what is in a memory, which is named by its id alone. */
  String inside(String memory) {
    return "/memories/" + Platform.segment(Json.string(show(memory), "id"));
  }

  /** All pages of a listing, or as many as have {@code most} entries. */
  List<JsonNode> pages(String path, String member, ObjectNode body, int most) {
    List<JsonNode> all = new ArrayList<>();
    String token = "";
    for (int page = 0; page < MOST_PAGES && all.size() < most; page++) {
      ObjectNode asked = body.deepCopy().put("maxResults", Math.min(100, most - all.size()));
      if (!token.isEmpty()) {
        asked.put("nextToken", token);
      }
      JsonNode answer = platform.post(path, asked);
      answer.path(member).forEach(all::add);
      token = Json.string(answer, "nextToken");
      if (token.isEmpty()) {
        return all;
      }
    }
    return all;
  }

  /** Refuses what can't be undone unless a person says yes or {@code confirmed} does. */
  static void confirm(Terminal terminal, boolean confirmed, String question) {
    if (confirmed) {
      return;
    }
    if (!terminal.interactive()) {
      throw Failure.usage("nobody is there to be asked: give --confirm");
    }
    if (!terminal.confirm(question)) {
      throw new Failure(Exit.FAILED, "nothing was deleted");
    }
  }

  /** What was said in an event, in one line. */
  static String said(JsonNode event) {
    List<String> lines = new ArrayList<>();
    for (JsonNode item : event.path("payload")) {
      JsonNode talk = item.path("conversational");
      lines.add(
          talk.isObject()
              ? Json.string(talk, "role") + ": " + Json.string(talk.path("content"), "text")
              : item.has("blob") ? "(blob)" : Json.text(item.path("json").path("content")));
    }
    return String.join(" | ", lines).replaceAll("\\s+", " ");
  }

  /** Seconds since 1970, as rest-json has them, in a form for people. */
  static String time(@Nullable JsonNode seconds) {
    return seconds == null || !seconds.isNumber()
        ? ""
        : Instant.ofEpochSecond((long) seconds.doubleValue()).toString();
  }
}
