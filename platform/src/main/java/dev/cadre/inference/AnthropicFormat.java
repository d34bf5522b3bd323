package dev.cadre.inference;

import dev.cadre.json.Json;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Reply;
import dev.cadre.model.Sampling;
import dev.cadre.model.StopReason;
import dev.cadre.model.ToolChoice;
import dev.cadre.model.Usage;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Anthropic's Messages as InvokeModel has them. {@code thinking}, {@code top_k}, {@code metadata},
 * {@code anthropic_beta} and cache control are ignored: they are one provider's own.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html">Anthropic
 *     Claude Messages API</a>
 */
record AnthropicFormat(ToolSpecs toolSpecs) implements BodyFormat {
  static final String VERSION_MEMBER = "anthropic_version";
  private static final String VERSION = "bedrock-2023-05-31";

  @Override
  public ModelRequest request(String model, ObjectNode json) {
    Members body = new Members("", json);
    if (!body.text(VERSION_MEMBER).equals(VERSION)) {
      throw body.refuse(VERSION_MEMBER, "must be '" + VERSION + "'");
    }
    Integer maxTokens = body.count("max_tokens");
    if (maxTokens == null) {
      throw body.refuse("max_tokens", "is missing");
    }
    Conversation conversation = new Conversation();
    conversation.system(AnthropicContent.text(body, "system"));
    for (Members message : body.objects("messages")) {
      message(message, conversation);
    }
    Sampling sampling =
        ConverseInput.sampling(body, maxTokens, body.fraction("top_p", 1), 1, "stop_sequences");
    ToolSpecs.Builder tools = toolSpecs.builder();
    body.objects("tools").forEach(tool -> tool(tool, tools));
    return new ModelRequest(
        model,
        conversation.system(),
        conversation.messages(),
        tools.build(),
        tools.choice("tool_choice", choice(body.objectOrNull("tool_choice"))),
        sampling,
        null);
  }

  private static void message(Members message, Conversation conversation) {
    String role = message.text("role");
    switch (role) {
      case "user" -> conversation.user(message.path(), AnthropicContent.blocks(message));
      case "assistant" -> conversation.assistant(message.path(), AnthropicContent.blocks(message));
      default -> throw message.refuse("role", "must be user or assistant, not '" + role + "'");
    }
  }

  private static void tool(Members tool, ToolSpecs.Builder specs) {
    String type = tool.text("type", "custom");
    if (!type.equals("custom")) {
      throw tool.refuse(
          "type", "'" + type + "' is a provider's own tool; only custom ones are served");
    }
    specs.add(tool, tool.at("input_schema"), tool.need("input_schema"));
  }

  private static ToolChoice choice(@Nullable Members choice) {
    if (choice == null) {
      return ToolChoice.AUTO;
    }
    String type = choice.text("type");
    return switch (type) {
      case "auto" -> ToolChoice.AUTO;
      case "any" -> new ToolChoice.Any();
      case "tool" -> new ToolChoice.One(choice.text("name"));
      case "none" -> new ToolChoice.None();
      default -> throw choice.refuse("type", "must be auto, any, tool or none, not '" + type + "'");
    };
  }

  @Override
  public ObjectNode reply(ModelRequest request, Reply reply, Duration took) {
    ObjectNode message = head(request.model());
    message.set("content", AnthropicContent.write(reply.content()));
    message.put("stop_reason", stopReason(reply.stop()));
    message.putNull("stop_sequence");
    message.set("usage", usage(reply.usage()));
    return message;
  }

  @Override
  public Calls.Writer writer(ModelRequest request, int inputTokens, EventOut chunks) {
    return new AnthropicEvents(start(request.model(), inputTokens), chunks);
  }

  private static ObjectNode start(String model, int inputTokens) {
    ObjectNode message = head(model);
    message.set("content", AnthropicContent.write(List.of()));
    message.putNull("stop_reason");
    message.putNull("stop_sequence");
    message.set("usage", usage(new Usage(inputTokens, 0)));
    return message;
  }

  private static ObjectNode head(String model) {
    return Json.object()
        .put("id", "msg_bdrk_" + UUID.randomUUID().toString().replace("-", ""))
        .put("type", "message")
        .put("role", "assistant")
        .put("model", model);
  }

  static String stopReason(StopReason stop) {
    return switch (stop) {
      case END_TURN -> "end_turn";
      case TOOL_USE -> "tool_use";
      case MAX_TOKENS -> "max_tokens";
      case STOP_SEQUENCE -> "stop_sequence";
      case CONTENT_FILTERED -> "refusal";
    };
  }

  /** Anthropic counts what a cache held apart from the input. */
  static ObjectNode usage(Usage usage) {
    return Json.object()
        .put("input_tokens", usage.input() - usage.cacheRead() - usage.cacheWrite())
        .put("cache_creation_input_tokens", usage.cacheWrite())
        .put("cache_read_input_tokens", usage.cacheRead())
        .put("output_tokens", usage.output());
  }
}
