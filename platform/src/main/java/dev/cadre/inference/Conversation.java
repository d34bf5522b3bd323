package dev.cadre.inference;

import dev.cadre.fault.Fault;
import dev.cadre.model.Content;
import dev.cadre.model.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A conversation as it is read from a request. What one side says in several messages is joined
 * into one, so that the sides take turns.
 */
final class Conversation {
  private static final int MAX_MESSAGES = 10_000;

  private final List<String> system = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();
  private final Set<String> calls = new HashSet<>();

  private record Turn(boolean user, List<Content> content) {}

  /** Instructions, wherever in the request they stand. */
  void system(String text) {
    if (!text.isEmpty()) {
      system.add(text);
    }
  }

  /**
   * What the person says and what tools answered. Refused when a result answers no call.
   *
   * @param path of the message, for the refusal
   */
  void user(String path, List<Content> content) {
    for (Content block : content) {
      if (block instanceof Content.ToolResult result && !calls.contains(result.callId())) {
        throw Members.invalid(
            path, "has a tool result for '" + result.callId() + "', which no tool call before has");
      }
    }
    say(path, true, content);
  }

  /** What the model said. */
  void assistant(String path, List<Content> content) {
    for (Content block : content) {
      if (block instanceof Content.ToolCall call) {
        calls.add(call.id());
      }
    }
    say(path, false, content);
  }

  private void say(String path, boolean user, List<Content> content) {
    if (turns.isEmpty() || turns.getLast().user() != user) {
      turns.add(new Turn(user, new ArrayList<>()));
    }
    turns.getLast().content().addAll(content);
    if (turns.size() > MAX_MESSAGES) {
      throw Members.invalid(path, "is one message more than the " + MAX_MESSAGES + " allowed");
    }
  }

  String system() {
    return String.join("\n\n", system);
  }

  /** Throws {@link Fault.Invalid} unless the user begins, has the last word, and says something. */
  List<Message> messages() {
    if (turns.isEmpty()) {
      throw Members.invalid("messages", "must hold at least one message");
    }
    if (!turns.getFirst().user()) {
      throw Members.invalid("messages", "must begin with a message of the user");
    }
    if (!turns.getLast().user()) {
      throw Members.invalid(
          "messages",
          "must end with a message of the user; a reply already begun is not continued");
    }
    List<Message> messages = new ArrayList<>();
    for (Turn turn : turns) {
      if (turn.content().isEmpty()) {
        throw Members.invalid("messages", "must not hold a message without content");
      }
      messages.add(
          turn.user() ? new Message.User(turn.content()) : new Message.Assistant(turn.content()));
    }
    return messages;
  }
}
