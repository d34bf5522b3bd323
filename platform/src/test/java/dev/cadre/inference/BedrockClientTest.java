package dev.cadre.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.model.Message;
import dev.cadre.model.ModelException;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Sampling;
import dev.cadre.model.StopReason;
import dev.cadre.model.ToolChoice;
import dev.cadre.model.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.ModelStreamErrorException;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceUnavailableException;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ToolInputSchema;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** The AWS SDK for Java calls Bedrock Runtime here, blocking and, over h2c, with streams. */
final class BedrockClientTest {
  private static final String CLAUDE = "us.anthropic.claude-3-7-sonnet-20250219-v1:0";

  /** Shared: a client that has threads of its own takes two seconds to close. */
  private static final SdkEventLoopGroup LOOPS = SdkEventLoopGroup.builder().build();

  private final Endpoints endpoints = new Endpoints();
  private final BedrockRuntimeClient client =
      pointed(BedrockRuntimeClient.builder())
          .httpClientBuilder(UrlConnectionHttpClient.builder())
          .build();
  private final BedrockRuntimeAsyncClient async =
      pointed(BedrockRuntimeAsyncClient.builder())
          .httpClientBuilder(NettyNioAsyncHttpClient.builder().eventLoopGroup(LOOPS))
          .build();

  private <B extends AwsClientBuilder<B, ?>> B pointed(B builder) {
    return builder
        .endpointOverride(endpoints.url)
        .region(Region.US_EAST_1)
        .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")));
  }

  @AfterAll
  static void closeLoops() {
    LOOPS.eventLoopGroup().shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() {
    client.close();
    async.close();
    endpoints.close();
  }

  private static Content.ToolCall weather() {
    return new Content.ToolCall(
        "tooluse_1", "weather", Json.object().put("city", "Berlin").put("days", 2));
  }

  private static software.amazon.awssdk.services.bedrockruntime.model.Message user(String text) {
    return software.amazon.awssdk.services.bedrockruntime.model.Message.builder()
        .role(ConversationRole.USER)
        .content(ContentBlock.fromText(text))
        .build();
  }

  private static ToolConfiguration tools() {
    Document schema =
        Document.mapBuilder()
            .putString("type", "object")
            .putDocument(
                "properties",
                Document.mapBuilder()
                    .putDocument("city", Document.mapBuilder().putString("type", "string").build())
                    .build())
            .build();
    return ToolConfiguration.builder()
        .tools(
            Tool.fromToolSpec(
                spec ->
                    spec.name("weather")
                        .description("Tells the weather")
                        .inputSchema(ToolInputSchema.fromJson(schema))))
        .toolChoice(choice -> choice.any(_ -> {}))
        .build();
  }

  @Test
  void converse_answers_with_text_tool_calls_and_usage() {
    endpoints.models.says(
        StopReason.TOOL_USE,
        new Usage(100, 9, 40, 10),
        new Content.Text("Let me look."),
        weather());
    ConverseResponse answer =
        client.converse(
            ConverseRequest.builder()
                .modelId(CLAUDE)
                .system(SystemContentBlock.fromText("Be brief."))
                .messages(user("Weather in Berlin?"))
                .inferenceConfig(
                    c -> c.maxTokens(64).temperature(0.5f).topP(0.9f).stopSequences("END"))
                .toolConfig(tools())
                .build());
    List<ContentBlock> said = answer.output().message().content();
    assertThat(said.get(0).text()).isEqualTo("Let me look.");
    assertThat(said.get(1).toolUse().name()).isEqualTo("weather");
    assertThat(said.get(1).toolUse().input().asMap().get("city").asString()).isEqualTo("Berlin");
    assertThat(answer.stopReasonAsString()).isEqualTo("tool_use");
    assertThat(answer.usage().inputTokens()).isEqualTo(50);
    assertThat(answer.usage().cacheReadInputTokens()).isEqualTo(40);
    assertThat(answer.usage().cacheWriteInputTokens()).isEqualTo(10);
    assertThat(answer.usage().totalTokens()).isEqualTo(109);

    ModelRequest asked = endpoints.models.asked.getFirst();
    assertThat(asked.model()).isEqualTo(CLAUDE);
    assertThat(asked.system()).isEqualTo("Be brief.");
    assertThat(asked.messages()).containsExactly(new Message.User("Weather in Berlin?"));
    assertThat(asked.sampling().maxTokens()).isEqualTo(64);
    assertThat(asked.sampling().temperature()).isEqualTo(0.5);
    assertThat(asked.sampling().stop()).containsExactly("END");
    assertThat(asked.toolChoice()).isEqualTo(new ToolChoice.Any());
    assertThat(asked.tools().getFirst().inputSchema().path("type").asString()).isEqualTo("object");
    assertThat(endpoints.models.callers.getFirst().tenant()).isEqualTo("ada");
  }

  @Test
  void a_conversation_with_tool_results_and_images_arrives_whole() {
    endpoints.models.says("Sunny.");
    client.converse(
        r ->
            r.modelId("default")
                .messages(
                    user("Weather?"),
                    software.amazon.awssdk.services.bedrockruntime.model.Message.builder()
                        .role(ConversationRole.ASSISTANT)
                        .content(
                            ContentBlock.fromToolUse(
                                t ->
                                    t.toolUseId("t1")
                                        .name("weather")
                                        .input(Document.fromMap(Map.of()))))
                        .build(),
                    software.amazon.awssdk.services.bedrockruntime.model.Message.builder()
                        .role(ConversationRole.USER)
                        .content(
                            ContentBlock.fromToolResult(
                                t ->
                                    t.toolUseId("t1")
                                        .status("error")
                                        .content(
                                            ToolResultContentBlock.fromJson(
                                                Document.fromMap(
                                                    Map.of("code", Document.fromNumber(7)))))),
                            ContentBlock.fromImage(
                                i ->
                                    i.format("png")
                                        .source(s -> s.bytes(SdkBytes.fromUtf8String("PNG")))),
                            ContentBlock.fromText("See?"))
                        .build()));
    List<Message> messages = endpoints.models.asked.getFirst().messages();
    assertThat(messages).hasSize(3);
    List<Content> last = messages.getLast().content();
    Content.ToolResult result = (Content.ToolResult) last.get(0);
    assertThat(result.error()).isTrue();
    assertThat(result.content()).containsExactly(new Content.Data(Json.object().put("code", 7)));
    assertThat(((Content.Image) last.get(1)).mediaType()).isEqualTo("image/png");
    assertThat(last.get(2)).isEqualTo(new Content.Text("See?"));
  }

  /** The events of a stream as text, and what it failed with. */
  private List<String> converseStream(ConverseStreamRequest request) {
    List<String> events = new ArrayList<>();
    ConverseStreamResponseHandler.Visitor visitor =
        ConverseStreamResponseHandler.Visitor.builder()
            .onMessageStart(e -> events.add("start " + e.roleAsString()))
            .onContentBlockStart(
                e -> events.add(e.contentBlockIndex() + " tool " + e.start().toolUse().name()))
            .onContentBlockDelta(
                e ->
                    events.add(
                        e.contentBlockIndex()
                            + " "
                            + (e.delta().text() != null
                                ? e.delta().text()
                                : e.delta().toolUse() != null
                                    ? e.delta().toolUse().input()
                                    : "(" + e.delta().reasoningContent().text() + ")")))
            .onContentBlockStop(e -> events.add(e.contentBlockIndex() + " stop"))
            .onMessageStop(e -> events.add("stop " + e.stopReasonAsString()))
            .onMetadata(e -> events.add("tokens " + e.usage().totalTokens()))
            .build();
    async
        .converseStream(
            request,
            ConverseStreamResponseHandler.builder()
                .subscriber(
                    (Consumer<
                            software.amazon.awssdk.services.bedrockruntime.model
                                .ConverseStreamOutput>)
                        e -> e.accept(visitor))
                .build())
        .join();
    return events;
  }

  private static ConverseStreamRequest question(String model) {
    return ConverseStreamRequest.builder().modelId(model).messages(user("hi")).build();
  }

  @Test
  void converse_stream_tells_each_block_from_its_start_to_its_stop() {
    endpoints.models.says(
        StopReason.TOOL_USE,
        new Usage(10, 20),
        new Content.Reasoning("hmm", null),
        new Content.Text("Look"),
        weather(),
        new Content.ToolCall("t2", "now", Json.object()));
    assertThat(converseStream(question("default")))
        .containsExactly(
            "start assistant",
            "0 (h)",
            "0 (mm)",
            "0 stop",
            "1 Lo",
            "1 ok",
            "1 stop",
            "2 tool weather",
            "2 {\"city\":\"Berl",
            "2 in\",\"days\":2}",
            "2 stop",
            "3 tool now",
            "3 {}",
            "3 stop",
            "stop tool_use",
            "tokens 30");
  }

  @Test
  void what_fails_before_the_first_word_has_a_status_of_its_own() {
    endpoints.models.fails(new ModelException.Throttled("slow down", Duration.ofSeconds(7)));
    assertThatThrownBy(() -> converseStream(question("default")))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            ThrottlingException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(429);
              assertThat(e.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("Retry-After"))
                  .hasValue("7");
            });
  }

  @Test
  void a_stream_that_breaks_off_says_so_inside() {
    endpoints.models.breaks("half", new ModelException.Cut("the provider hung up", null));
    assertThatThrownBy(() -> converseStream(question("default")))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(ModelStreamErrorException.class)
        .hasMessageContaining("the provider hung up");
  }

  @Test
  void each_failure_of_a_model_has_bedrocks_error() {
    failsAs(new ModelException.Invalid("bad"), ValidationException.class);
    failsAs(new ModelException.TooLong("200001 tokens"), ValidationException.class);
    failsAs(new ModelException.Refused("policy"), ValidationException.class);
    failsAs(new ModelException.Throttled("later", null), ThrottlingException.class);
    failsAs(new ModelException.Unavailable("down", null), ServiceUnavailableException.class);
    failsAs(new ModelException.Cut("half", null), ServiceUnavailableException.class);
    failsAs(
        new ModelException.BadCredentials("the operator's key"),
        software.amazon.awssdk.services.bedrockruntime.model.AccessDeniedException.class);
    endpoints.models.fails(new ModelException.OverBudget("spent 5 of 5 USD"));
    assertThatThrownBy(this::ask).hasMessageContaining("spent 5 of 5 USD");
  }

  private void failsAs(ModelException failure, Class<? extends Exception> type) {
    endpoints.models.fails(failure);
    assertThatThrownBy(this::ask).isInstanceOf(type).hasMessageContaining(failure.getMessage());
  }

  private void ask() {
    client.converse(r -> r.modelId("default").messages(user("hi")));
  }

  @Test
  void too_long_a_conversation_is_told_in_the_words_that_frameworks_know() {
    endpoints.models.fails(new ModelException.TooLong("it has 200001 tokens"));
    assertThatThrownBy(this::ask).hasMessageContaining("Input is too long for requested model");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "default",
        "anthropic.claude-3-5-sonnet-20240620-v1:0",
        "eu.amazon.nova-pro-v1:0",
        "meta-llama/llama-3:8b"
      })
  void a_model_is_named_by_alias_id_or_profile(String name) {
    endpoints.models.says("hi");
    client.converse(r -> r.modelId(name).messages(user("hi")));
    assertThat(endpoints.models.asked.getFirst().model()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
        "arn:aws:bedrock:us-east-1:123456789012:inference-profile/amazon.nova-lite-v1:0"
      })
  void a_model_is_named_by_its_arn(String arn) {
    endpoints.models.says("hi");
    client.converse(r -> r.modelId(arn).messages(user("hi")));
    assertThat(endpoints.models.asked.getFirst().model()).isEqualTo("amazon.nova-lite-v1:0");
  }

  @Test
  void an_arn_of_what_is_no_model_is_refused() {
    assertThatThrownBy(
            () ->
                client.converse(
                    r ->
                        r.modelId("arn:aws:bedrock:us-east-1:123456789012:prompt/ABCDEFGHIJ")
                            .messages(user("hi"))))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("names no model");
  }

  @Test
  void sampling_and_defaults_are_left_to_the_provider() {
    endpoints.models.says("hi");
    ask();
    assertThat(endpoints.models.asked.getFirst().sampling()).isEqualTo(Sampling.DEFAULT);
  }

  private static final String ANTHROPIC =
      """
      {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 50, "system": "Be brief.",
       "messages": [{"role": "user", "content": "hi"}]}
      """;

  @Test
  void invoke_model_speaks_anthropics_messages() {
    endpoints.models.says(
        StopReason.TOOL_USE, new Usage(30, 7, 20, 0), new Content.Text("hello"), weather());
    var answer =
        client.invokeModel(r -> r.modelId(CLAUDE).body(SdkBytes.fromUtf8String(ANTHROPIC)));
    var body = Json.parse(answer.body().asUtf8String());
    assertThat(body.path("content").get(0).path("text").asString()).isEqualTo("hello");
    assertThat(body.path("content").get(1).path("input").path("city").asString())
        .isEqualTo("Berlin");
    assertThat(body.path("stop_reason").asString()).isEqualTo("tool_use");
    assertThat(body.path("usage").path("input_tokens").asInt()).isEqualTo(10);
    assertThat(body.path("usage").path("cache_read_input_tokens").asInt()).isEqualTo(20);
    assertThat(answer.sdkHttpResponse().firstMatchingHeader("X-Amzn-Bedrock-Output-Token-Count"))
        .hasValue("7");
    assertThat(endpoints.models.asked.getFirst().sampling().maxTokens()).isEqualTo(50);
  }

  private List<String> invokeStream(String model, String body) {
    List<String> chunks = new ArrayList<>();
    InvokeModelWithResponseStreamResponseHandler.Visitor visitor =
        InvokeModelWithResponseStreamResponseHandler.Visitor.builder()
            .onChunk(chunk -> chunks.add(chunk.bytes().asUtf8String()))
            .build();
    async
        .invokeModelWithResponseStream(
            r -> r.modelId(model).body(SdkBytes.fromUtf8String(body)),
            InvokeModelWithResponseStreamResponseHandler.builder()
                .subscriber(
                    (Consumer<software.amazon.awssdk.services.bedrockruntime.model.ResponseStream>)
                        e -> e.accept(visitor))
                .build())
        .join();
    return chunks;
  }

  @Test
  void invoke_model_streams_anthropics_events() {
    endpoints.models.says(
        StopReason.TOOL_USE, new Usage(30, 7), new Content.Text("hey"), weather());
    List<String> chunks = invokeStream(CLAUDE, ANTHROPIC);
    assertThat(chunks.stream().map(c -> Json.parse(c).path("type").asString()))
        .containsExactly(
            "message_start",
            "content_block_start",
            "content_block_delta",
            "content_block_delta",
            "content_block_stop",
            "content_block_start",
            "content_block_delta",
            "content_block_delta",
            "content_block_stop",
            "message_delta",
            "message_stop");
    assertThat(chunks.get(5))
        .isEqualTo(
            """
            {"type":"content_block_start","index":1,"content_block":\
            {"type":"tool_use","id":"tooluse_1","name":"weather","input":{}}}""");
    assertThat(Json.parse(chunks.get(0)).path("message").path("usage").path("input_tokens").asInt())
        .isEqualTo(ScriptedModels.TOKENS);
    assertThat(Json.parse(chunks.get(9)).path("usage").path("output_tokens").asInt()).isEqualTo(7);
    assertThat(
            Json.parse(chunks.get(10))
                .path("amazon-bedrock-invocationMetrics")
                .path("inputTokenCount")
                .asInt())
        .isEqualTo(30);
  }

  @Test
  void invoke_model_speaks_novas_messages() {
    String body =
        """
        {"schemaVersion": "messages-v1", "system": [{"text": "Be brief."}],
         "messages": [{"role": "user", "content": [{"text": "hi"}]}],
         "inferenceConfig": {"max_new_tokens": 33, "top_p": 0.5, "temperature": 0.1}}
        """;
    endpoints.models.says("hello");
    var answer = client.invokeModel(r -> r.modelId("small").body(SdkBytes.fromUtf8String(body)));
    assertThat(
            Json.parse(answer.body().asUtf8String())
                .at("/output/message/content/0/text")
                .asString())
        .isEqualTo("hello");
    Sampling sampling = endpoints.models.asked.getFirst().sampling();
    assertThat(sampling).isEqualTo(new Sampling(33, 0.1, 0.5, List.of()));
    endpoints.models.says("hey");
    assertThat(invokeStream("small", body).getFirst())
        .isEqualTo("{\"messageStart\":{\"role\":\"assistant\"}}");
  }

  @Test
  void tokens_are_counted_of_either_form() {
    assertThat(
            client
                .countTokens(
                    r -> r.modelId(CLAUDE).input(i -> i.converse(c -> c.messages(user("hi")))))
                .inputTokens())
        .isEqualTo(ScriptedModels.TOKENS);
    assertThat(
            client
                .countTokens(
                    r ->
                        r.modelId(CLAUDE)
                            .input(
                                i ->
                                    i.invokeModel(m -> m.body(SdkBytes.fromUtf8String(ANTHROPIC)))))
                .inputTokens())
        .isEqualTo(ScriptedModels.TOKENS);
    assertThat(endpoints.models.asked.getLast().system()).isEqualTo("Be brief.");
  }
}
