package dev.cadre.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.config.Secret;
import dev.cadre.model.Content;
import dev.cadre.model.Message;
import dev.cadre.model.ModelException;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.ProviderConfig;
import dev.cadre.model.ProviderKind;
import dev.cadre.model.ReplySink;
import dev.cadre.model.StopReason;
import dev.cadre.model.Usage;
import dev.cadre.provider.StandIn.Answer;
import dev.cadre.provider.StandIn.Ending;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.eventstream.HeaderValue;

class BedrockModelTest extends ModelContract {
  private static final Map<String, String> STREAM =
      Map.of("Content-Type", "application/vnd.amazon.eventstream");

  @Override
  ProviderConfig config(URI address) {
    return new ProviderConfig(
        "here",
        ProviderKind.BEDROCK,
        address,
        "eu-west-1",
        new ProviderConfig.Credentials.AwsKey(
            new Secret("AKIDEXAMPLE"), new Secret(KEY), null),
        true,
        128_000,
        8,
        1_000_000);
  }

  @Override
  Answer text(List<String> pieces, StopReason stop) {
    List<byte[]> events = new ArrayList<>();
    events.add(event("messageStart", "{\"role\":\"assistant\"}"));
    pieces.forEach(piece -> events.add(delta(0, "{\"text\":" + quoted(piece) + "}")));
    events.add(event("contentBlockStop", "{\"contentBlockIndex\":0}"));
    ending(events, stop == StopReason.MAX_TOKENS ? "max_tokens" : "end_turn", "");
    return new Answer(200, STREAM, events, Ending.WELL);
  }

  @Override
  Answer calls(String text, List<Call> calls) {
    List<byte[]> events = new ArrayList<>();
    events.add(event("messageStart", "{\"role\":\"assistant\"}"));
    int block = 0;
    if (!text.isEmpty()) {
      events.add(delta(block, "{\"text\":" + quoted(text) + "}"));
      events.add(event("contentBlockStop", "{\"contentBlockIndex\":" + block++ + "}"));
    }
    for (Call call : calls) {
      events.add(
          event(
              "contentBlockStart",
              "{\"contentBlockIndex\":%d,\"start\":{\"toolUse\":{\"toolUseId\":%s,\"name\":%s}}}"
                  .formatted(block, quoted(call.id()), quoted(call.name()))));
      for (String piece : call.pieces()) {
        events.add(delta(block, "{\"toolUse\":{\"input\":" + quoted(piece) + "}}"));
      }
      events.add(event("contentBlockStop", "{\"contentBlockIndex\":" + block++ + "}"));
    }
    ending(events, "tool_use", "");
    return new Answer(200, STREAM, events, Ending.WELL);
  }

  @Override
  List<byte[]> beginning(String piece) {
    return List.of(
        event("messageStart", "{\"role\":\"assistant\"}"),
        delta(0, "{\"text\":" + quoted(piece) + "}"));
  }

  @Override
  byte[] overloadedInMidStream(String words) {
    return frame(
        Map.of(":message-type", "exception", ":exception-type", "modelStreamErrorException"),
        "{\"message\":" + quoted("the model failed: " + words) + "}");
  }

  @Override
  Answer throttled() {
    return error(429, "ThrottlingException", "Too many tokens, please wait.", "7");
  }

  @Override
  Answer badCredentials() {
    return error(
        403, "UnrecognizedClientException", "The security token is invalid: " + KEY, "");
  }

  @Override
  Answer tooLong() {
    return error(
        400, "ValidationException", "Input is too long for requested model.", "");
  }

  @Override
  Answer overloaded() {
    return error(503, "ServiceUnavailableException", "Bedrock is unable to process", "");
  }

  @Override
  Answer invalid(String words) {
    return error(400, "ValidationException", "bad: " + words, "");
  }

  @Test
  void a_request_is_signed_for_its_region() throws InterruptedException {
    provider.then(text(List.of("ok"), StopReason.END_TURN));
    ask(ReplySink.NONE);
    assertThat(provider.asked().header("Authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
        .contains("/eu-west-1/bedrock/aws4_request");
  }

  @Test
  void instructions_are_marked_for_the_cache_of_models_that_have_one() throws InterruptedException {
    provider
        .then(text(List.of("ok"), StopReason.END_TURN))
        .then(text(List.of("ok"), StopReason.END_TURN));
    for (String model :
        List.of(
            "eu.amazon.nova-pro-v1:0", "eu.anthropic.claude-3-5-sonnet-20240620-v1:0")) {
      model()
          .reply(
              new ModelRequest(model, "Be brief.", List.of(new Message.User("Hi")), List.of()),
              ReplySink.NONE);
    }
    assertThat(provider.asked().body().at("/system/1/cachePoint/type").asString(""))
        .isEqualTo("default");
    assertThat(provider.asked().body().path("system")).hasSize(1);
  }

  @Test
  void what_the_cache_held_is_input_too() throws InterruptedException {
    List<byte[]> events = new ArrayList<>(beginning("ok"));
    ending(events, "end_turn", ",\"cacheReadInputTokens\":1000,\"cacheWriteInputTokens\":100");
    provider.then(streamed(events));
    assertThat(ask(ReplySink.NONE).usage()).isEqualTo(new Usage(1112, 5, 1000, 100));
  }

  @Test
  void a_guardrail_filters() throws InterruptedException {
    List<byte[]> events = new ArrayList<>(beginning("I cannot say."));
    ending(events, "guardrail_intervened", "");
    provider.then(streamed(events));
    assertThat(ask(ReplySink.NONE).stop()).isEqualTo(StopReason.CONTENT_FILTERED);
  }

  @Test
  void reasoning_keeps_its_signature() throws InterruptedException {
    List<byte[]> events = new ArrayList<>();
    events.add(event("messageStart", "{\"role\":\"assistant\"}"));
    events.add(delta(0, "{\"reasoningContent\":{\"text\":\"Hm.\"}}"));
    events.add(delta(0, "{\"reasoningContent\":{\"signature\":\"c2ln\"}}"));
    events.add(event("contentBlockStop", "{\"contentBlockIndex\":0}"));
    events.add(delta(1, "{\"text\":\"Four.\"}"));
    events.add(event("contentBlockStop", "{\"contentBlockIndex\":1}"));
    ending(events, "end_turn", "");
    provider.then(streamed(events));
    assertThat(ask(ReplySink.NONE).content())
        .containsExactly(new Content.Reasoning("Hm.", "c2ln"), new Content.Text("Four."));
  }

  @Test
  void throttling_in_mid_stream_may_be_tried_again_while_nothing_was_shown() {
    provider.then(
        streamed(
            List.of(
                frame(
                    Map.of(":message-type", "exception", ":exception-type", "throttlingException"),
                    "{\"message\":\"slow down\"}"))));
    assertThatThrownBy(() -> ask(ReplySink.NONE)).isInstanceOf(ModelException.Throttled.class);
  }

  private static byte[] delta(int block, String delta) {
    return event(
        "contentBlockDelta", "{\"contentBlockIndex\":" + block + ",\"delta\":" + delta + "}");
  }

  private static void ending(List<byte[]> events, String reason, String cache) {
    events.add(event("messageStop", "{\"stopReason\":" + quoted(reason) + "}"));
    events.add(
        event(
            "metadata",
            "{\"usage\":{\"inputTokens\":12,\"outputTokens\":5,\"totalTokens\":17%s},\"metrics\":{\"latencyMs\":9}}"
                .formatted(cache)));
  }

  private static byte[] event(String type, String payload) {
    return frame(
        Map.of(
            ":message-type", "event", ":event-type", type, ":content-type", "application/json"),
        payload);
  }

  private static byte[] frame(Map<String, String> headers, String payload) {
    Map<String, HeaderValue> values = new LinkedHashMap<>();
    headers.forEach((name, value) -> values.put(name, HeaderValue.fromString(value)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new software.amazon.eventstream.Message(values, utf8(payload)).encode(out);
    return out.toByteArray();
  }

  private static Answer error(int status, String code, String message, String retryAfter) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("x-amzn-ErrorType", code);
    if (!retryAfter.isEmpty()) {
      headers.put("Retry-After", retryAfter);
    }
    return StandIn.json(status, headers, "{\"message\":" + quoted(message) + "}");
  }
}
