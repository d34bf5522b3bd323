package dev.cadre.inference;

import dev.cadre.json.Json;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.ToolChoice;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a request of OpenAI's chat completions. What asks for an answer of another kind is refused;
 * hints such as {@code seed}, penalties or {@code reasoning_effort} are ignored.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/create">Create chat
 *     completion</a>
 */
final class ChatInput {
  private static final Set<String> OLD = Set.of("functions", "function_call");

  private final ToolSpecs toolSpecs;

  /**
   * One request.
   *
   * @param usage true when a stream ends with what the call used
   */
  record Chat(ModelRequest request, boolean stream, boolean usage) {}

  ChatInput(ToolSpecs toolSpecs) {
    this.toolSpecs = toolSpecs;
  }

  Chat read(Members body) {
    refuseOtherKinds(body);
    Conversation conversation = new Conversation();
    for (Members message : body.objects("messages")) {
      ChatMessages.read(message, conversation);
    }
    ToolSpecs.Builder tools = toolSpecs.builder();
    body.objects("tools").forEach(tool -> tool(tool, tools));
    Integer maxTokens = body.count("max_completion_tokens");
    ModelRequest request =
        new ModelRequest(
            body.text("model"),
            conversation.system(),
            conversation.messages(),
            tools.build(),
            tools.choice("tool_choice", choice(body)),
            ConverseInput.sampling(
                stops(body),
                maxTokens == null ? body.count("max_tokens") : maxTokens,
                body.fraction("top_p", 1),
                2,
                "stop"),
            outputSchema(body.objectOrNull("response_format")));
    Members options = body.objectOrNull("stream_options");
    return new Chat(request, body.flag("stream"), options != null && options.flag("include_usage"));
  }

  private static void refuseOtherKinds(Members body) {
    Integer replies = body.count("n");
    if (replies != null && replies > 1) {
      throw body.refuse("n", "must be 1; ask again for another reply");
    }
    if (body.flag("logprobs")) {
      throw body.refuse("logprobs", "are not known here; leave it out");
    }
    if (body.has("audio") || body.texts("modalities").contains("audio")) {
      throw body.refuse("audio", "is not served here");
    }
    for (String name : OLD) {
      if (body.has(name)) {
        throw body.refuse(name, "is OpenAI's old form; use tools and tool_choice");
      }
    }
  }

  /** A single stop may stand without its list. */
  private static Members stops(Members body) {
    JsonNode stop = body.value("stop");
    if (stop == null || !stop.isString()) {
      return body;
    }
    ObjectNode listed = body.node().deepCopy();
    listed.putArray("stop").add(stop.asString());
    return new Members(body.path(), listed);
  }

  private static void tool(Members tool, ToolSpecs.Builder specs) {
    String type = tool.text("type");
    if (!type.equals("function")) {
      throw tool.refuse("type", "must be function, not '" + type + "'");
    }
    Members function = tool.object("function");
    JsonNode schema = function.value("parameters");
    specs.add(
        function,
        function.at("parameters"),
        schema == null ? Json.object().put("type", "object") : schema);
  }

  private static ToolChoice choice(Members body) {
    JsonNode choice = body.value("tool_choice");
    if (choice == null) {
      return ToolChoice.AUTO;
    }
    if (choice.isString()) {
      return switch (choice.asString()) {
        case "auto" -> ToolChoice.AUTO;
        case "none" -> new ToolChoice.None();
        case "required" -> new ToolChoice.Any();
        default -> throw body.refuse("tool_choice", "must be none, auto, required or a function");
      };
    }
    Members named = body.object("tool_choice");
    if (!named.text("type").equals("function")) {
      throw named.refuse("type", "must be function");
    }
    return new ToolChoice.One(named.object("function").text("name"));
  }

  private @Nullable JsonNode outputSchema(@Nullable Members format) {
    if (format == null) {
      return null;
    }
    String type = format.text("type");
    return switch (type) {
      case "text" -> null;
      case "json_object" -> Json.object().put("type", "object");
      case "json_schema" -> {
        Members schema = format.object("json_schema");
        yield toolSpecs.objectSchema(schema.at("schema"), schema.need("schema"));
      }
      default ->
          throw format.refuse(
              "type", "must be text, json_object or json_schema, not '" + type + "'");
    };
  }
}
