package dev.cadre.provider;

import dev.cadre.model.ModelRequest;
import dev.cadre.model.ProviderConfig;
import dev.cadre.model.StopReason;
import dev.cadre.model.ToolChoice;
import dev.cadre.model.Usage;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import dev.langchain4j.model.output.TokenUsage;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ollama's own chat, in lines of JSON.
 *
 * @see <a href="https://github.com/ollama/ollama/blob/main/docs/api.md">Ollama's API</a>
 */
record OllamaWire(ProviderConfig config) implements HttpModel.Wire {
  private static final String ADDRESS = "http://localhost:11434";

  @Override
  public Conversation.Reads reads() {
    return new Conversation.Reads(config.name(), false, false);
  }

  @Override
  public boolean asksForSchema() {
    return false;
  }

  @Override
  public Dialect dialect(ModelRequest request) {
    return new Chat(request);
  }

  /** Without {@code num_ctx} Ollama cuts a conversation at 4,096 tokens, silently. */
  @Override
  public StreamingChatModel model(HttpClientBuilder client, String model) {
    return new OllamaStreamingChatModel.OllamaStreamingChatModelBuilder()
        .httpClientBuilder(client)
        .baseUrl(config.baseUrl() == null ? ADDRESS : config.baseUrl().toString())
        .modelName(model)
        .numCtx(config.contextTokens())
        .returnThinking(true)
        .build();
  }

  @Override
  public Usage usage(TokenUsage counted) {
    return new Usage(
        HttpModel.count(counted.inputTokenCount()), HttpModel.count(counted.outputTokenCount()));
  }

  private static final class Chat implements Dialect {
    private final ModelRequest request;
    private StopReason stop = StopReason.END_TURN;
    private boolean ended;

    Chat(ModelRequest request) {
      this.request = request;
    }

    /** The wire has no choice of tools but to send none. */
    @Override
    public void complete(ObjectNode body) {
      if (request.toolChoice() instanceof ToolChoice.None) {
        body.remove("tools");
      }
      if (body.get("tools") instanceof ArrayNode tools) {
        for (int i = 0; i < tools.size(); i++) {
          ((ObjectNode) tools.get(i).get("function"))
              .set("parameters", request.tools().get(i).inputSchema());
        }
      }
      JsonNode schema = request.outputSchema();
      if (schema != null) {
        body.set("format", schema);
      }
      nameResults(body);
    }

    /** By the name of its tool is how a result finds its call on this wire. */
    private void nameResults(ObjectNode body) {
      Iterator<String> names = Conversation.toolsOfResults(request).iterator();
      for (JsonNode message : body.path("messages")) {
        if (Dialect.text(message, "role").equals("tool") && names.hasNext()) {
          ((ObjectNode) message).put("tool_name", names.next());
        }
      }
    }

    @Override
    public void see(JsonNode event) {
      if (event.path("done").asBoolean(false)) {
        ended = true;
        stop =
            Dialect.text(event, "done_reason").equals("length")
                ? StopReason.MAX_TOKENS
                : StopReason.END_TURN;
      }
    }

    @Override
    public Failures.@Nullable Told refusal(int status, JsonNode event) {
      String error = Dialect.text(event, "error");
      return error.isEmpty() ? null : new Failures.Told(status, "", error, null);
    }

    @Override
    public boolean ended() {
      return ended;
    }

    @Override
    public StopReason stop() {
      return stop;
    }
  }
}
