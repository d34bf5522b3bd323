package dev.cadre.inference;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.model.Bytes;
import dev.cadre.model.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the messages of OpenAI's chat completions. */
final class ChatMessages {
  private static final Pattern DATA_URL =
      Pattern.compile("data:([a-zA-Z0-9.+/-]+);base64,(.*)", Pattern.DOTALL);

  private ChatMessages() {}

  static void read(Members message, Conversation conversation) {
    String role = message.text("role");
    switch (role) {
      case "system", "developer" -> conversation.system(Content.text(parts(message)));
      case "user" -> conversation.user(message.path(), parts(message));
      case "assistant" -> conversation.assistant(message.path(), said(message));
      case "tool" -> conversation.user(message.path(), List.of(result(message)));
      default ->
          throw message.refuse(
              "role", "must be system, developer, user, assistant or tool, not '" + role + "'");
    }
  }

  private static List<Content> said(Members message) {
    List<Content> said = new ArrayList<>();
    // A message that only calls tools has no content.
    if (message.has("content")) {
      said.addAll(parts(message));
    }
    for (Members call : message.objects("tool_calls")) {
      Members function = call.object("function");
      said.add(new Content.ToolCall(call.text("id"), function.text("name"), arguments(function)));
    }
    return said;
  }

  private static ObjectNode arguments(Members function) {
    String text = function.text("arguments", "");
    if (text.isBlank()) {
      return Json.object();
    }
    try {
      if (Json.parse(text) instanceof ObjectNode arguments) {
        return arguments;
      }
    } catch (Fault.Invalid malformed) {
      // Said below.
    }
    throw function.refuse("arguments", "must be the text of a JSON object");
  }

  private static Content result(Members message) {
    return new Content.ToolResult(message.text("tool_call_id"), parts(message), false);
  }

  /** The parts of a content that may be a string; an empty one has none. */
  private static List<Content> parts(Members message) {
    JsonNode content = message.need("content");
    if (content.isString()) {
      return content.asString().isEmpty()
          ? List.of()
          : List.of(new Content.Text(content.asString()));
    }
    List<Content> parts = new ArrayList<>();
    for (Members part : message.objects("content")) {
      parts.add(part(part));
    }
    return parts;
  }

  private static Content part(Members part) {
    String type = part.text("type");
    return switch (type) {
      case "text" -> new Content.Text(part.text("text"));
      case "refusal" -> new Content.Text(part.text("refusal"));
      case "image_url" -> {
        Members image = part.object("image_url");
        DataUrl url = dataUrl(image, "url");
        yield MediaTypes.image(image, url.mediaType(), url.data());
      }
      case "file" -> {
        Members file = part.object("file");
        DataUrl url = dataUrl(file, "file_data");
        String name = MediaTypes.name(file.text("filename", "document"));
        yield new Content.Document(name, url.mediaType(), url.data());
      }
      default ->
          throw part.refuse(
              "type", "'" + type + "' is not served here; send text, image_url or file");
    };
  }

  private record DataUrl(String mediaType, Bytes data) {}

  private static DataUrl dataUrl(Members holder, String name) {
    Matcher url = DATA_URL.matcher(holder.text(name));
    if (!url.matches()) {
      throw holder.refuse(
          name, "must be a data URL in base64; nothing is fetched on a caller's behalf");
    }
    return new DataUrl(url.group(1), MediaTypes.base64(holder.at(name), url.group(2)));
  }
}
