package dev.cadre.session;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The text in an agent's answer, for protocols that carry only text. An answer that is a JSON
 * string, or an object with one of the usual members, is its text; anything else is passed as it
 * is.
 */
final class AnswerText {
  private static final List<String> MEMBERS =
      List.of("result", "response", "message", "output", "completion", "text", "content");
  private static final int MAX_EVENT = 1024 * 1024;

  private AnswerText() {}

  static byte[] of(byte[] answer) {
    JsonNode json;
    try {
      json = Json.parse(answer);
    } catch (Fault.Invalid notJson) {
      return answer;
    }
    String text = text(json);
    return text.isEmpty() ? answer : text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(JsonNode node) {
    if (node.isString()) {
      return node.asString();
    }
    if (node.isArray()) {
      StringBuilder all = new StringBuilder();
      node.forEach(part -> all.append(text(part)));
      return all.toString();
    }
    if (!node.isObject()) {
      return "";
    }
    for (String member : MEMBERS) {
      String found = text(node.path(member));
      if (!found.isEmpty()) {
        return found;
      }
    }
    return "";
  }

  /** Splits server-sent events that arrive in pieces into the text of each event's data. */
  static final class Events {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();

    List<byte[]> add(byte[] bytes, int length) {
      List<byte[]> complete = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        if (bytes[i] != '\n') {
          line.write(bytes[i]);
          requireShort(line.size());
          continue;
        }
        String text = line();
        if (text.startsWith("data:")) {
          // One space after the colon belongs to the format, any other to the text.
          String value = text.substring(text.startsWith("data: ") ? 6 : 5);
          data.append(data.isEmpty() ? "" : "\n").append(value);
        } else if (text.isEmpty() && !data.isEmpty()) {
          complete.add(of(data.toString().getBytes(StandardCharsets.UTF_8)));
          data.setLength(0);
        }
        requireShort(data.length());
      }
      return complete;
    }

    private String line() {
      String text = line.toString(StandardCharsets.UTF_8);
      line.reset();
      return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static void requireShort(int length) {
      if (length > MAX_EVENT) {
        throw new Fault.AgentFailed(
            "an event of the agent's stream is longer than " + MAX_EVENT + " characters");
      }
    }
  }
}
