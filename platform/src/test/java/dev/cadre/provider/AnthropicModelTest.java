package dev.cadre.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.config.Secret;
import dev.cadre.model.Content;
import dev.cadre.model.ProviderConfig;
import dev.cadre.model.ProviderKind;
import dev.cadre.model.ReplySink;
import dev.cadre.model.StopReason;
import dev.cadre.model.Usage;
import dev.cadre.provider.StandIn.Answer;
import dev.cadre.provider.StandIn.Ending;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnthropicModelTest extends ModelContract {
  private static final Map<String, String> SSE =
      Map.of("Content-Type", "text/event-stream; charset=utf-8");
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  @Override
  ProviderConfig config(URI address) {
    return new ProviderConfig(
        "here",
        ProviderKind.ANTHROPIC,
        URI.create(address + "/v1"),
        "",
        new ProviderConfig.Credentials.ApiKey(new Secret(KEY)),
        true,
        200_000,
        8,
        1_000_000);
  }

  @Override
  Answer text(List<String> pieces, StopReason stop) {
    List<byte[]> events = new ArrayList<>();
    events.add(start("\"input_tokens\":12,\"output_tokens\":1"));
    textBlock(events, 0, pieces);
    ending(events, stop == StopReason.MAX_TOKENS ? "max_tokens" : "end_turn");
    return new Answer(200, SSE, events, Ending.WELL);
  }

  @Override
  Answer calls(String text, List<Call> calls) {
    List<byte[]> events = new ArrayList<>();
    events.add(start("\"input_tokens\":12,\"output_tokens\":1"));
    int block = 0;
    if (!text.isEmpty()) {
      textBlock(events, block++, List.of(text));
    }
    for (Call call : calls) {
      events.add(
          event(
              "content_block_start",
              "\"index\":%d,\"content_block\":{\"type\":\"tool_use\",\"id\":%s,\"name\":%s,\"input\":{}}"
                  .formatted(block, quoted(call.id()), quoted(call.name()))));
      events.add(delta(block, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}"));
      for (String piece : call.arguments().equals("{}") ? List.<String>of() : call.pieces()) {
        events.add(
            delta(block, "{\"type\":\"input_json_delta\",\"partial_json\":" + quoted(piece) + "}"));
      }
      events.add(event("content_block_stop", "\"index\":" + block++));
    }
    ending(events, "tool_use");
    return new Answer(200, SSE, events, Ending.WELL);
  }

  @Override
  List<byte[]> beginning(String piece) {
    return List.of(
        start("\"input_tokens\":12,\"output_tokens\":1"),
        event(
            "content_block_start",
            "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"),
        delta(0, "{\"type\":\"text_delta\",\"text\":" + quoted(piece) + "}"));
  }

  @Override
  byte[] overloadedInMidStream(String words) {
    return event(
        "error",
        "\"error\":{\"type\":\"overloaded_error\",\"message\":"
            + quoted("Overloaded: " + words)
            + "}");
  }

  @Override
  Answer throttled() {
    return StandIn.json(
        429,
        Map.of("Content-Type", "application/json", "retry-after", "7"),
        error("rate_limit_error", "This request would exceed your organization's rate limit"));
  }

  @Override
  Answer badCredentials() {
    return StandIn.json(401, JSON, error("authentication_error", "invalid x-api-key " + KEY));
  }

  @Override
  Answer tooLong() {
    return StandIn.json(
        400,
        JSON,
        error("invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum"));
  }

  @Override
  Answer overloaded() {
    return StandIn.json(529, JSON, error("overloaded_error", "Overloaded"));
  }

  @Override
  Answer invalid(String words) {
    return StandIn.json(400, JSON, error("invalid_request_error", "messages.0: " + words));
  }

  @Test
  void the_key_and_the_version_go_into_headers() throws InterruptedException {
    provider.then(text(List.of("ok"), StopReason.END_TURN));
    ask(ReplySink.NONE);
    StandIn.Asked asked = provider.asked();
    assertThat(asked.header("x-api-key")).isEqualTo(KEY);
    assertThat(asked.header("anthropic-version")).isEqualTo("2023-06-01");
  }

  @Test
  void what_the_cache_held_is_input_too() throws InterruptedException {
    List<byte[]> events = new ArrayList<>();
    events.add(
        start(
            "\"input_tokens\":12,\"cache_creation_input_tokens\":100,\"cache_read_input_tokens\":1000,\"output_tokens\":1"));
    textBlock(events, 0, List.of("ok"));
    ending(events, "end_turn");
    provider.then(new Answer(200, SSE, events, Ending.WELL));
    assertThat(ask(ReplySink.NONE).usage()).isEqualTo(new Usage(1112, 5, 1000, 100));
  }

  @Test
  void reasoning_keeps_its_signature() throws InterruptedException {
    List<byte[]> events = new ArrayList<>();
    events.add(start("\"input_tokens\":12,\"output_tokens\":1"));
    events.add(
        event(
            "content_block_start",
            "\"index\":0,\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"));
    events.add(delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"Hm.\"}"));
    events.add(delta(0, "{\"type\":\"signature_delta\",\"signature\":\"c2ln\"}"));
    events.add(event("content_block_stop", "\"index\":0"));
    textBlock(events, 1, List.of("Four."));
    ending(events, "end_turn");
    provider.then(new Answer(200, SSE, events, Ending.WELL));
    assertThat(ask(ReplySink.NONE).content())
        .containsExactly(new Content.Reasoning("Hm.", "c2ln"), new Content.Text("Four."));
  }

  @Test
  void a_stop_sequence_and_a_refusal_are_told_apart() throws InterruptedException {
    for (String reason : List.of("stop_sequence", "refusal")) {
      List<byte[]> events = new ArrayList<>(beginning("ok"));
      events.add(event("content_block_stop", "\"index\":0"));
      ending(events, reason);
      provider.then(new Answer(200, SSE, events, Ending.WELL));
    }
    assertThat(ask(ReplySink.NONE).stop()).isEqualTo(StopReason.STOP_SEQUENCE);
    assertThat(ask(ReplySink.NONE).stop()).isEqualTo(StopReason.CONTENT_FILTERED);
  }

  @Test
  void a_ping_is_no_part() throws InterruptedException {
    Answer whole = text(List.of("ok"), StopReason.END_TURN);
    List<byte[]> events = new ArrayList<>(whole.parts());
    events.add(1, event("ping", ""));
    provider.then(streamed(events));
    assertThat(ask(ReplySink.NONE).text()).isEqualTo("ok");
  }

  private static byte[] start(String usage) {
    return event(
        "message_start",
        "\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"some-model\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{%s}}"
            .formatted(usage));
  }

  private static void textBlock(List<byte[]> events, int block, List<String> pieces) {
    events.add(
        event(
            "content_block_start",
            "\"index\":" + block + ",\"content_block\":{\"type\":\"text\",\"text\":\"\"}"));
    pieces.forEach(
        piece ->
            events.add(delta(block, "{\"type\":\"text_delta\",\"text\":" + quoted(piece) + "}")));
    events.add(event("content_block_stop", "\"index\":" + block));
  }

  private static void ending(List<byte[]> events, String reason) {
    events.add(
        event(
            "message_delta",
            "\"delta\":{\"stop_reason\":%s,\"stop_sequence\":null},\"usage\":{\"output_tokens\":5}"
                .formatted(quoted(reason))));
    events.add(event("message_stop", ""));
  }

  private static byte[] delta(int block, String delta) {
    return event("content_block_delta", "\"index\":" + block + ",\"delta\":" + delta);
  }

  private static byte[] event(String type, String members) {
    return utf8(
        "event: %s\ndata: {\"type\":%s%s}\n\n"
            .formatted(type, quoted(type), members.isEmpty() ? "" : "," + members));
  }

  private static String error(String type, String message) {
    return "{\"type\":\"error\",\"error\":{\"type\":%s,\"message\":%s},\"request_id\":\"req_1\"}"
        .formatted(quoted(type), quoted(message));
  }
}
