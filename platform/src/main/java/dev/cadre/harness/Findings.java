package dev.cadre.harness;

import dev.cadre.model.Content;
import dev.cadre.model.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the agents that a supervisor asked have answered.
 *
 * @param answers by agent, in the order they were chosen
 * @param missing the agents that gave none
 * @param messages of the conversation, without the calls that gave no answer
 */
record Findings(Map<String, String> answers, List<String> missing, List<Message> messages) {

  boolean isEmpty() {
    return answers.isEmpty() && missing.isEmpty();
  }

  /** Of a conversation whose last message may hold results. */
  static Findings of(List<Message> messages) {
    Map<String, Content.ToolResult> results = new LinkedHashMap<>();
    if (!messages.isEmpty() && messages.getLast() instanceof Message.User(List<Content> last)) {
      for (Content content : last) {
        if (content instanceof Content.ToolResult result) {
          results.put(result.callId(), result);
        }
      }
    }
    if (results.isEmpty()) {
      return new Findings(Map.of(), List.of(), messages);
    }
    return of(messages, results);
  }

  private static Findings of(List<Message> messages, Map<String, Content.ToolResult> results) {
    Map<String, String> answers = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    Set<String> failed = new HashSet<>();
    for (Message message : messages) {
      for (Content content : message.content()) {
        if (content instanceof Content.ToolCall call && results.containsKey(call.id())) {
          Content.ToolResult result = results.get(call.id());
          String text = Content.text(result.content()).strip();
          if (result.error() || text.isEmpty()) {
            missing.add(call.name());
            failed.add(call.id());
          } else {
            answers.merge(call.name(), text, (a, b) -> a + "\n" + b);
          }
        }
      }
    }
    missing.removeAll(answers.keySet());
    return new Findings(answers, missing, without(messages, failed));
  }

  private static List<Message> without(List<Message> messages, Set<String> calls) {
    List<Message> kept = new ArrayList<>();
    for (Message message : messages) {
      List<Content> content = message.content().stream().filter(c -> !of(c, calls)).toList();
      if (!content.isEmpty()) {
        kept.add(
            switch (message) {
              case Message.User _ -> new Message.User(content);
              case Message.Assistant _ -> new Message.Assistant(content);
            });
      }
    }
    return kept;
  }

  private static boolean of(Content content, Set<String> calls) {
    return switch (content) {
      case Content.ToolCall call -> calls.contains(call.id());
      case Content.ToolResult result -> calls.contains(result.callId());
      case Content.Text _,
          Content.Image _,
          Content.Document _,
          Content.Reasoning _,
          Content.Data _ ->
          false;
    };
  }
}
