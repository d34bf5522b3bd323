package dev.cadre.provider;

import dev.cadre.json.Json;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.ProviderConfig;
import dev.cadre.model.StopReason;
import dev.cadre.model.ToolChoice;
import dev.cadre.model.Usage;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.output.TokenUsage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Anthropic's Messages.
 *
 * @see <a href="https://docs.anthropic.com/en/api/messages-streaming">Streaming messages</a>
 */
record AnthropicWire(ProviderConfig config) implements HttpModel.Wire {
  private static final String ADDRESS = "https://api.anthropic.com/v1";

  /** The wire wants a limit where the caller left it open. */
  private static final int MAX_TOKENS = 4096;

  @Override
  public Conversation.Reads reads() {
    return new Conversation.Reads(config.name(), true, true);
  }

  @Override
  public boolean asksForSchema() {
    return true;
  }

  @Override
  public Dialect dialect(ModelRequest request) {
    return new Messages(request);
  }

  @Override
  public StreamingChatModel model(HttpClientBuilder client, String model) {
    return new AnthropicStreamingChatModel.AnthropicStreamingChatModelBuilder()
        .httpClientBuilder(client)
        .baseUrl(config.baseUrl() == null ? ADDRESS : config.baseUrl().toString())
        .apiKey(HttpModel.key(config, ""))
        .modelName(model)
        .maxTokens(MAX_TOKENS)
        .cacheSystemMessages(config.promptCache())
        .cacheTools(false)
        .returnThinking(true)
        .sendThinking(true)
        .build();
  }

  /** Anthropic counts what its cache held and took in beside the input, not within it. */
  @Override
  public Usage usage(TokenUsage counted) {
    long read = 0;
    long written = 0;
    if (counted instanceof AnthropicTokenUsage cached) {
      read = HttpModel.count(cached.cacheReadInputTokens());
      written = HttpModel.count(cached.cacheCreationInputTokens());
    }
    return new Usage(
        HttpModel.count(counted.inputTokenCount()) + read + written,
        HttpModel.count(counted.outputTokenCount()),
        read,
        written);
  }

  private static final class Messages implements Dialect {
    private final ModelRequest request;
    private StopReason stop = StopReason.END_TURN;
    private boolean ended;

    Messages(ModelRequest request) {
      this.request = request;
    }

    @Override
    public void complete(ObjectNode body) {
      if (body.get("tools") instanceof ArrayNode tools) {
        for (int i = 0; i < tools.size(); i++) {
          ((ObjectNode) tools.get(i)).set("input_schema", request.tools().get(i).inputSchema());
        }
        ObjectNode choice =
            switch (request.toolChoice()) {
              case ToolChoice.Auto _ -> null;
              case ToolChoice.Any _ -> Json.object().put("type", "any");
              case ToolChoice.One(String name) ->
                  Json.object().put("type", "tool").put("name", name);
              case ToolChoice.None _ -> Json.object().put("type", "none");
            };
        if (choice != null) {
          body.set("tool_choice", choice);
        }
      }
    }

    @Override
    public void see(JsonNode event) {
      switch (Dialect.text(event, "type")) {
        case "message_delta" -> {
          String told = Dialect.text(event.path("delta"), "stop_reason");
          stop = told.isEmpty() ? stop : stop(told);
        }
        case "message_stop" -> ended = true;
        default -> {}
      }
    }

    @Override
    public Failures.@Nullable Told refusal(int status, JsonNode event) {
      if (!Dialect.text(event, "type").equals("error")) {
        return null;
      }
      JsonNode error = event.path("error");
      return new Failures.Told(
          status, Dialect.text(error, "type"), Dialect.text(error, "message"), null);
    }

    @Override
    public boolean ended() {
      return ended;
    }

    @Override
    public StopReason stop() {
      return stop;
    }

    private static StopReason stop(String told) {
      return switch (told) {
        case "tool_use" -> StopReason.TOOL_USE;
        case "max_tokens", "model_context_window_exceeded" -> StopReason.MAX_TOKENS;
        case "stop_sequence" -> StopReason.STOP_SEQUENCE;
        case "refusal" -> StopReason.CONTENT_FILTERED;
        default -> StopReason.END_TURN;
      };
    }
  }
}
