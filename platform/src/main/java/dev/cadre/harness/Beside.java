package dev.cadre.harness;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.model.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a request brings along beside what a person says.
 *
 * @param history the conversation as its caller kept it, oldest first. It counts where the platform
 *     has nothing of the session, and is dropped where it has: two memories of one conversation are
 *     never mixed
 * @param context what the calling program knows, on one line; the model is shown it as data. Empty
 *     for nothing
 * @param answer characters that the answer may have; 0 for as many as the agent likes
 */
public record Beside(List<Message> history, String context, int answer) {
  public static final Beside NOTHING = new Beside(List.of(), "", 0);

  private static final int MAX_MESSAGES = 200;
  private static final int MAX_TEXT = 200_000;
  private static final int MAX_CONTEXT = 20_000;

  public Beside {
    history = List.copyOf(history);
  }

  /** Without the history. */
  Beside withoutHistory() {
    return new Beside(List.of(), context, answer);
  }

  /**
   * A history: the newest 200 messages, and no more of them than have 200,000 characters together.
   *
   * @param list of {@code {role, content}}, of {@code user} or {@code assistant}, content a text or
   *     blocks of which those with a text count; missing for none
   * @param name of the list in the request
   * @throws Fault.Invalid naming what is wrong
   */
  public static List<Message> messages(JsonNode list, String name) {
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (!list.isArray()) {
      throw new Fault.Invalid(name + " must be a list of messages");
    }
    Deque<Message> messages = new ArrayDeque<>();
    int room = MAX_TEXT;
    for (int i = list.size() - 1; i >= 0 && messages.size() < MAX_MESSAGES; i--) {
      String role = list.path(i).path("role").asString("");
      String text = text(list.path(i).path("content"));
      if (!role.equals("user") && !role.equals("assistant")) {
        throw new Fault.Invalid(name + " has a message whose role is not user or assistant");
      }
      room -= text.length();
      if (room < 0) {
        break;
      }
      if (!text.isBlank()) {
        messages.addFirst(
            role.equals("user") ? new Message.User(text) : new Message.Assistant(text));
      }
    }
    // Models want a person to begin.
    while (messages.peekFirst() instanceof Message.Assistant) {
      messages.removeFirst();
    }
    return List.copyOf(messages);
  }

  private static String text(JsonNode content) {
    if (content.isString()) {
      return content.asString();
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode block : content) {
      if (block.path("text").isString()) {
        texts.add(block.path("text").asString());
      }
    }
    return String.join("\n", texts);
  }

  /**
   * A context on one line.
   *
   * @param context any JSON; missing for none
   * @param name of it in the request
   * @throws Fault.Invalid when it has more than 20,000 characters
   */
  public static String context(JsonNode context, String name) {
    if (context.isMissingNode()
        || context.isNull()
        || (context.isContainer() && context.isEmpty())) {
      return "";
    }
    String text = context.isString() ? context.asString() : Json.text(context);
    if (text.length() > MAX_CONTEXT) {
      throw new Fault.Invalid(name + " must be of at most " + MAX_CONTEXT + " characters");
    }
    return text.replaceAll("\\s+", " ").strip();
  }
}
