package dev.cadre.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.cadre.http.Principal;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.model.ModelException;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.StopReason;
import dev.cadre.model.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** OpenAI's own client for Java calls the platform. */
final class OpenAiClientTest {
  private final Endpoints endpoints = new Endpoints();
  private final OpenAIClient client =
      OpenAIOkHttpClient.builder()
          .baseUrl(endpoints.url + "/v1")
          .apiKey("sk-anything")
          .maxRetries(0)
          .build();

  @AfterEach
  void close() {
    client.close();
    endpoints.close();
  }

  private static ChatCompletionCreateParams.Builder question() {
    return ChatCompletionCreateParams.builder()
        .model("default")
        .addSystemMessage("Be brief.")
        .addUserMessage("Weather in Berlin?");
  }

  private static FunctionDefinition weather() {
    return FunctionDefinition.builder()
        .name("weather")
        .description("Tells the weather")
        .parameters(
            FunctionParameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty(
                    "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                .build())
        .build();
  }

  private static Content.ToolCall call(String id, String city) {
    return new Content.ToolCall(id, "weather", Json.object().put("city", city));
  }

  @Test
  void a_chat_completion_has_text_reason_and_usage() {
    endpoints.models.says(StopReason.MAX_TOKENS, new Usage(40, 5, 30, 0), new Content.Text("Sun"));
    ChatCompletion answer =
        client.chat().completions().create(question().maxCompletionTokens(5).build());
    assertThat(answer.choices().getFirst().message().content()).hasValue("Sun");
    assertThat(answer.choices().getFirst().finishReason().asString()).isEqualTo("length");
    assertThat(answer.usage().orElseThrow().promptTokens()).isEqualTo(40);
    assertThat(answer.usage().orElseThrow().promptTokensDetails().orElseThrow().cachedTokens())
        .hasValue(30L);
    assertThat(answer.created()).isEqualTo(Endpoints.NOW.getEpochSecond());
    ModelRequest asked = endpoints.models.asked.getFirst();
    assertThat(asked.system()).isEqualTo("Be brief.");
    assertThat(asked.sampling().maxTokens()).isEqualTo(5);
  }

  @Test
  void a_stream_carries_parallel_tool_calls_in_pieces() {
    endpoints.models.says(
        StopReason.TOOL_USE,
        new Usage(40, 9),
        new Content.Text("Let me look."),
        call("c1", "Berlin"),
        call("c2", "Paris"),
        new Content.ToolCall("c3", "now", Json.object()));
    ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
    ChatCompletionCreateParams request =
        question()
            .addFunctionTool(weather())
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(request)) {
      stream.stream().forEach(whole::accumulate);
    }
    ChatCompletion answer = whole.chatCompletion();
    assertThat(answer.choices().getFirst().message().content()).hasValue("Let me look.");
    assertThat(answer.choices().getFirst().finishReason().asString()).isEqualTo("tool_calls");
    List<ChatCompletionMessageFunctionToolCall> calls =
        answer.choices().getFirst().message().toolCalls().orElseThrow().stream()
            .map(c -> c.asFunction())
            .toList();
    assertThat(calls.stream().map(c -> c.id())).containsExactly("c1", "c2", "c3");
    assertThat(calls.stream().map(c -> c.function().arguments()))
        .containsExactly("{\"city\":\"Berlin\"}", "{\"city\":\"Paris\"}", "{}");
    assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(49);
  }

  @Test
  void tool_results_go_back_as_one_turn_of_the_user() {
    endpoints.models.says(
        StopReason.TOOL_USE, Usage.NONE, call("c1", "Berlin"), call("c2", "Paris"));
    ChatCompletionCreateParams.Builder request = question().addFunctionTool(weather());
    ChatCompletion first = client.chat().completions().create(request.build());
    request.addMessage(first.choices().getFirst().message());
    for (String id : List.of("c1", "c2")) {
      request.addMessage(
          com.openai.models.chat.completions.ChatCompletionToolMessageParam.builder()
              .toolCallId(id)
              .content("sunny")
              .build());
    }
    endpoints.models.says("Both sunny.");
    client.chat().completions().create(request.build());
    var messages = endpoints.models.asked.getLast().messages();
    assertThat(messages).hasSize(3);
    assertThat(messages.get(1).content())
        .containsExactly(call("c1", "Berlin"), call("c2", "Paris"));
    assertThat(messages.get(2).content())
        .containsExactly(
            new Content.ToolResult("c1", List.of(new Content.Text("sunny")), false),
            new Content.ToolResult("c2", List.of(new Content.Text("sunny")), false));
  }

  @Test
  void each_failure_of_a_model_has_openais_error() {
    failsAs(new ModelException.Invalid("bad"), BadRequestException.class, null);
    failsAs(
        new ModelException.TooLong("200001 tokens"),
        BadRequestException.class,
        "context_length_exceeded");
    failsAs(new ModelException.Refused("policy"), BadRequestException.class, "content_filter");
    failsAs(
        new ModelException.Throttled("later", Duration.ofSeconds(9)),
        RateLimitException.class,
        "rate_limit_exceeded");
    failsAs(
        new ModelException.OverBudget("5 of 5"), RateLimitException.class, "insufficient_quota");
    failsAs(
        new ModelException.BadCredentials("the operator's"),
        PermissionDeniedException.class,
        "model_access_denied");
    failsAs(new ModelException.Unavailable("down", null), InternalServerException.class, null);
  }

  private void failsAs(
      ModelException failure, Class<? extends OpenAIServiceException> type, String code) {
    endpoints.models.fails(failure);
    assertThatThrownBy(() -> client.chat().completions().create(question().build()))
        .isInstanceOf(type)
        .hasMessageContaining(failure.getMessage())
        .satisfies(
            e -> {
              OpenAIServiceException known = (OpenAIServiceException) e;
              assertThat(known.code().orElse(null)).isEqualTo(code);
              boolean throttled = failure instanceof ModelException.Throttled;
              assertThat(known.headers().values("Retry-After"))
                  .isEqualTo(throttled ? List.of("9") : List.of());
            });
  }

  @Test
  void a_stream_that_breaks_off_says_so_inside() {
    endpoints.models.breaks("half", new ModelException.Cut("the provider hung up", null));
    assertThatThrownBy(
            () -> {
              try (StreamResponse<ChatCompletionChunk> stream =
                  client.chat().completions().createStreaming(question().build())) {
                stream.stream().forEach(_ -> {});
              }
            })
        .isInstanceOf(SseException.class)
        .hasMessageContaining("the provider hung up");
  }

  @Test
  void a_stream_that_fails_at_once_has_a_status() {
    endpoints.models.fails(new ModelException.Unavailable("down", null));
    assertThatThrownBy(() -> client.chat().completions().createStreaming(question().build()))
        .isInstanceOf(InternalServerException.class);
  }

  @Test
  void a_caller_without_the_scope_is_told_in_openais_form() {
    endpoints.caller = new Principal("ci", Principal.Kind.ACCESS_KEY, Set.of("invoke"));
    assertThatThrownBy(() -> client.chat().completions().create(question().build()))
        .isInstanceOf(PermissionDeniedException.class)
        .hasMessageContaining("lacks the scope 'inference'");
  }

  @Test
  void models_are_listed_and_found() {
    assertThat(client.models().list().data().stream().map(m -> m.id()))
        .containsExactly("default", "small", "org/model");
    assertThat(client.models().retrieve("org/model").id()).isEqualTo("org/model");
    assertThatThrownBy(() -> client.models().retrieve("nothing"))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void embeddings_come_as_numbers_and_as_base64() {
    for (var format :
        List.of(
            EmbeddingCreateParams.EncodingFormat.FLOAT,
            EmbeddingCreateParams.EncodingFormat.BASE64)) {
      var answer =
          client
              .embeddings()
              .create(
                  EmbeddingCreateParams.builder()
                      .model("default")
                      .inputOfArrayOfStrings(List.of("abc", "b"))
                      .encodingFormat(format)
                      .build());
      assertThat(answer.data().get(0).embedding()).containsExactly(3f, (float) 'a');
      assertThat(answer.data().get(1).index()).isEqualTo(1);
    }
  }
}
