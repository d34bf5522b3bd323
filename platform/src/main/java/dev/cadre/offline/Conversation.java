package dev.cadre.offline;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.model.Message;
import dev.cadre.object.Attached;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What was said and done so far.
 *
 * @param turns oldest first, at least one; the last one is to be answered
 * @param attachments of the latest turn that has any
 * @param now those of the last turn
 */
record Conversation(List<Turn> turns, Attachments attachments, Attachments now) {
  private static final int LONGEST_RESULT = 1_000_000;

  /**
   * A request and what followed it.
   *
   * @param calls that were made for it, each with its result
   * @param answer the reply's text; empty while there is none
   */
  record Turn(String said, List<Exchange> calls, String answer) {}

  /**
   * A call and its result.
   *
   * @param result JSON, or a text that is none; only ever read as data
   */
  record Exchange(Content.ToolCall call, JsonNode result, boolean failed) {}

  static Conversation of(List<Message> messages) {
    List<Turn> turns = new ArrayList<>();
    Attachments attachments = Attachments.NONE;
    Attachments now = Attachments.NONE;
    Map<String, Content.ToolCall> open = new LinkedHashMap<>();
    for (Message message : messages) {
      String text = Content.text(message.content());
      switch (message) {
        case Message.User user -> {
          Attachments own = new Attachments(Attached.in(text));
          attachments = own.files().isEmpty() ? attachments : own;
          if (!text.isBlank() || turns.isEmpty()) {
            turns.add(turn(text, own));
            now = own;
          }
          results(user, open, turns.getLast().calls());
        }
        case Message.Assistant assistant -> {
          if (turns.isEmpty()) {
            turns.add(new Turn("", new ArrayList<>(), ""));
          }
          turns.set(turns.size() - 1, answered(turns.getLast(), text));
          calls(assistant, open);
        }
      }
    }
    return new Conversation(List.copyOf(turns), attachments, now);
  }

  private static Turn turn(String text, Attachments attachments) {
    String words = Attached.without(text);
    return new Turn(words.isEmpty() ? attachments.said() : unquoted(words), new ArrayList<>(), "");
  }

  /** A request in quotation marks is the request, not a quotation. */
  private static String unquoted(String text) {
    String bare = text.strip();
    boolean wrapped =
        bare.length() > 1
            && bare.charAt(0) == bare.charAt(bare.length() - 1)
            && (bare.charAt(0) == '"' || bare.charAt(0) == '\'')
            && bare.indexOf(' ') > 0;
    return wrapped ? bare.substring(1, bare.length() - 1) : text;
  }

  private static Turn answered(Turn turn, String text) {
    return text.isBlank() ? turn : new Turn(turn.said(), turn.calls(), text);
  }

  private static void calls(Message.Assistant assistant, Map<String, Content.ToolCall> open) {
    for (Content content : assistant.content()) {
      if (content instanceof Content.ToolCall call) {
        open.put(call.id(), call);
      }
    }
  }

  private static void results(
      Message.User user, Map<String, Content.ToolCall> open, List<Exchange> calls) {
    for (Content content : user.content()) {
      if (content instanceof Content.ToolResult result) {
        Content.ToolCall call = open.remove(result.callId());
        if (call != null) {
          calls.add(new Exchange(call, json(result.content()), result.error()));
        }
      }
    }
  }

  private static JsonNode json(List<Content> result) {
    for (Content content : result) {
      if (content instanceof Content.Data(JsonNode json)) {
        return json;
      }
    }
    String text = Content.text(result);
    String cut = text.length() > LONGEST_RESULT ? text.substring(0, LONGEST_RESULT) : text;
    String bare = cut.strip();
    if (bare.startsWith("{") || bare.startsWith("[")) {
      try {
        return Json.parse(bare);
      } catch (Fault.Invalid notJson) {
        return JsonNodeFactory.instance.stringNode(cut);
      }
    }
    return JsonNodeFactory.instance.stringNode(cut);
  }

  Turn current() {
    return turns.getLast();
  }

  @Nullable Turn previous() {
    return turns.size() < 2 ? null : turns.get(turns.size() - 2);
  }

  /** The latest call before the current turn that did not fail. */
  @Nullable Exchange lastCall() {
    for (Turn turn : turns.subList(0, turns.size() - 1).reversed()) {
      for (Exchange exchange : turn.calls().reversed()) {
        if (!exchange.failed()) {
          return exchange;
        }
      }
    }
    return null;
  }

  /** All calls, oldest first. */
  List<Exchange> calls() {
    return turns.stream().flatMap(turn -> turn.calls().stream()).toList();
  }
}
