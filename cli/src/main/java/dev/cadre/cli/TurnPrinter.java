package dev.cadre.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Shows a turn of a declared agent as it goes: its words as the answer, its tool calls beside it.
 * It keeps what the turn waits for.
 */
final class TurnPrinter {
  private static final int SHOWN = 200;

  private final Terminal terminal;
  private final List<JsonNode> pending = new ArrayList<>();
  private boolean ours;
  private boolean midLine;
  private boolean broken;

  TurnPrinter(Terminal terminal) {
    this.terminal = terminal;
  }

  /** False when {@code data} is no event of a turn; nothing is shown then. */
  boolean accept(String data) {
    JsonNode event = parsed(data);
    String type = Json.string(event, "type");
    ours |= type.equals("started") && event.has("turnId");
    if (!ours) {
      return false;
    }
    switch (type) {
      case "text" -> words(Json.string(event, "delta"));
      case "tool_started" -> beside("→ " + Json.string(event, "tool") + " " + arguments(event));
      case "tool_ended" -> beside((error(event) ? "✗ " : "← ") + content(event));
      case "decided" -> decided(event);
      case "within" -> within(Json.string(event, "agent"), event.path("event"));
      case "context_trimmed" -> beside("older messages were left out");
      case "ended" -> ended(event);
      case "error" -> {
        broken = true;
        beside(Json.string(event, "error"));
      }
      default -> {}
    }
    return true;
  }

  /** Shows a whole answer; false when {@code text} is none of a turn. */
  boolean whole(String text) {
    JsonNode json = parsed(text);
    if (!json.has("turnId") || !json.has("outcome")) {
      return false;
    }
    ours = true;
    words(Json.string(json, "answer"));
    ended(json);
    return true;
  }

  /** The calls that wait for a person; empty when the turn is over. */
  List<JsonNode> awaitsApproval() {
    return List.copyOf(pending);
  }

  boolean broken() {
    return broken;
  }

  private static JsonNode parsed(String data) {
    try {
      return Json.parse(data);
    } catch (JacksonException e) {
      return Json.object();
    }
  }

  private void words(String text) {
    if (!text.isEmpty()) {
      byte[] bytes = Terminal.plain(text).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      terminal.write(bytes, bytes.length);
      midLine = !text.endsWith("\n");
    }
  }

  /** Whom a supervisor asks, and what. */
  private void decided(JsonNode event) {
    for (JsonNode one : event.path("chosen")) {
      beside("⇒ " + Json.string(one, "agent") + ": " + cut(Json.string(one, "task")));
    }
  }

  /** What an agent does that was called as a tool; its words come with its result. */
  private void within(String agent, JsonNode event) {
    switch (Json.string(event, "type")) {
      case "tool_started" ->
          beside("  " + agent + " → " + Json.string(event, "tool") + " " + arguments(event));
      case "tool_ended" -> beside("  " + agent + (error(event) ? " ✗ " : " ← ") + content(event));
      case "within" -> within(agent + " / " + Json.string(event, "agent"), event.path("event"));
      case "error" -> beside("  " + agent + " ✗ " + Json.string(event, "error"));
      default -> {}
    }
  }

  private void beside(String line) {
    endLine();
    terminal.note("  " + Terminal.plain(line));
  }

  private void endLine() {
    if (midLine) {
      terminal.print("");
      midLine = false;
    }
  }

  private void ended(JsonNode event) {
    endLine();
    switch (Json.string(event, "outcome")) {
      case "awaits_approval" -> event.path("pending").forEach(pending::add);
      case "awaits_results" ->
          terminal.note("  waits for the results of " + tools(event) + ", which its caller runs");
      case "limit_reached", "stopped" -> terminal.note("  " + Json.string(event, "reason"));
      case "cancelled" -> terminal.note("  cancelled");
      default -> {}
    }
  }

  private static String tools(JsonNode event) {
    return String.join(
        ", ", event.path("pending").valueStream().map(c -> Json.string(c, "tool")).toList());
  }

  private static String arguments(JsonNode event) {
    return cut(Json.text(event.path("arguments")));
  }

  private static boolean error(JsonNode event) {
    return event.path("error").asBoolean(false);
  }

  private static String content(JsonNode event) {
    var text = new StringBuilder();
    for (JsonNode block : event.path("content")) {
      text.append(block.has("text") ? Json.string(block, "text") : Json.text(block.path("json")));
    }
    return cut(text.toString().replace('\n', ' '));
  }

  private static String cut(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
