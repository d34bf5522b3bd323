package dev.cadre.provider;

import dev.cadre.json.Json;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.ProviderConfig;
import dev.cadre.model.StopReason;
import dev.cadre.model.ToolChoice;
import dev.cadre.model.Usage;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's Chat Completions, which vLLM, LM Studio, LiteLLM and many more speak as well.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat-streaming">Streaming</a>
 */
record OpenAiWire(ProviderConfig config) implements HttpModel.Wire {
  private static final String ADDRESS = "https://api.openai.com/v1";

  @Override
  public Conversation.Reads reads() {
    return new Conversation.Reads(config.name(), true, false);
  }

  @Override
  public boolean asksForSchema() {
    return false;
  }

  @Override
  public Dialect dialect(ModelRequest request) {
    return new ChatCompletions(request, config.baseUrl() == null);
  }

  @Override
  public StreamingChatModel model(HttpClientBuilder client, String model) {
    return new OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder()
        .httpClientBuilder(client)
        .baseUrl(config.baseUrl() == null ? ADDRESS : config.baseUrl().toString())
        .apiKey(HttpModel.key(config, "none"))
        .modelName(model)
        .returnThinking(true)
        .build();
  }

  @Override
  public Usage usage(TokenUsage counted) {
    OpenAiTokenUsage.InputTokensDetails details =
        counted instanceof OpenAiTokenUsage detailed ? detailed.inputTokensDetails() : null;
    return new Usage(
        HttpModel.count(counted.inputTokenCount()),
        HttpModel.count(counted.outputTokenCount()),
        details == null ? 0 : HttpModel.count(details.cachedTokens()),
        0);
  }

  private static final class ChatCompletions implements Dialect {
    private final ModelRequest request;
    private final boolean openAi;
    private StopReason stop = StopReason.END_TURN;
    private boolean ended;

    ChatCompletions(ModelRequest request, boolean openAi) {
      this.request = request;
      this.openAi = openAi;
    }

    @Override
    public void complete(ObjectNode body) {
      if (body.get("tools") instanceof ArrayNode tools) {
        for (int i = 0; i < tools.size(); i++) {
          ((ObjectNode) tools.get(i).get("function"))
              .set("parameters", request.tools().get(i).inputSchema());
        }
        choose(body);
      }
      // OpenAI's newer models refuse max_tokens; most servers that speak like it know no other.
      if (openAi && body.has("max_tokens")) {
        body.set("max_completion_tokens", body.remove("max_tokens"));
      }
      JsonNode schema = request.outputSchema();
      if (schema != null) {
        body.putObject("response_format")
            .put("type", "json_schema")
            .putObject("json_schema")
            .put("name", "reply")
            .set("schema", schema);
      }
    }

    private void choose(ObjectNode body) {
      switch (request.toolChoice()) {
        case ToolChoice.Auto _ -> {}
        case ToolChoice.Any _ -> body.put("tool_choice", "required");
        case ToolChoice.None _ -> body.put("tool_choice", "none");
        case ToolChoice.One(String name) ->
            body.set(
                "tool_choice",
                Json.object()
                    .put("type", "function")
                    .set("function", Json.object().put("name", name)));
      }
    }

    @Override
    public void see(JsonNode event) {
      String told = Dialect.text(event.path("choices").path(0), "finish_reason");
      if (!told.isEmpty()) {
        ended = true;
        stop = stop(told);
      }
    }

    @Override
    public Failures.@Nullable Told refusal(int status, JsonNode event) {
      JsonNode error = event.path("error");
      if (error.isString()) {
        return new Failures.Told(status, "", error.asString(), null);
      }
      if (!error.isObject()) {
        return null;
      }
      String code = Dialect.text(error, "code");
      String type = Dialect.text(error, "type");
      return new Failures.Told(
          status, code.isEmpty() ? type : code, type + " " + Dialect.text(error, "message"), null);
    }

    @Override
    public boolean ended() {
      return ended;
    }

    @Override
    public StopReason stop() {
      return stop;
    }

    /** A stop sequence is told as any end: {@code stop}. */
    private static StopReason stop(String told) {
      return switch (told) {
        case "tool_calls", "function_call" -> StopReason.TOOL_USE;
        case "length" -> StopReason.MAX_TOKENS;
        case "content_filter" -> StopReason.CONTENT_FILTERED;
        default -> StopReason.END_TURN;
      };
    }
  }
}
