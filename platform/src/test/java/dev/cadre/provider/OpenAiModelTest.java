package dev.cadre.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.config.Secret;
import dev.cadre.model.Content;
import dev.cadre.model.ModelException;
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

class OpenAiModelTest extends ModelContract {
  private static final Map<String, String> SSE = Map.of("Content-Type", "text/event-stream");
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  @Override
  ProviderConfig config(URI address) {
    return new ProviderConfig(
        "here",
        ProviderKind.OPENAI,
        URI.create(address + "/v1"),
        "",
        new ProviderConfig.Credentials.ApiKey(new Secret(KEY)),
        true,
        128_000,
        8,
        1_000_000);
  }

  @Override
  Answer text(List<String> pieces, StopReason stop) {
    List<byte[]> events = new ArrayList<>();
    events.add(delta("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}"));
    pieces.forEach(piece -> events.add(delta("{\"content\":" + quoted(piece) + "}")));
    ending(events, stop == StopReason.MAX_TOKENS ? "length" : "stop", "");
    return new Answer(200, SSE, events, Ending.WELL);
  }

  @Override
  Answer calls(String text, List<Call> calls) {
    List<byte[]> events = new ArrayList<>();
    events.add(delta("{\"role\":\"assistant\",\"content\":null}"));
    if (!text.isEmpty()) {
      events.add(delta("{\"content\":" + quoted(text) + "}"));
    }
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      events.add(
          delta(
              "{\"tool_calls\":[{\"index\":%d,\"id\":%s,\"type\":\"function\",\"function\":{\"name\":%s,\"arguments\":\"\"}}]}"
                  .formatted(i, quoted(call.id()), quoted(call.name()))));
      for (String piece : call.pieces()) {
        events.add(
            delta(
                "{\"tool_calls\":[{\"index\":%d,\"function\":{\"arguments\":%s}}]}"
                    .formatted(i, quoted(piece))));
      }
    }
    ending(events, "tool_calls", "");
    return new Answer(200, SSE, events, Ending.WELL);
  }

  @Override
  List<byte[]> beginning(String piece) {
    return List.of(delta("{\"role\":\"assistant\",\"content\":" + quoted(piece) + "}"));
  }

  @Override
  byte[] overloadedInMidStream(String words) {
    return utf8(
        "data: {\"error\":{\"message\":%s,\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n"
            .formatted(quoted("The server had an error: " + words)));
  }

  @Override
  Answer throttled() {
    return StandIn.json(
        429,
        Map.of("Content-Type", "application/json", "retry-after", "7"),
        error("Rate limit reached for gpt-4o", "tokens", "rate_limit_exceeded"));
  }

  @Override
  Answer badCredentials() {
    return StandIn.json(
        401,
        JSON,
        error("Incorrect API key provided: " + KEY, "invalid_request_error", "invalid_api_key"));
  }

  @Override
  Answer tooLong() {
    return StandIn.json(
        400,
        JSON,
        error(
            "This model's maximum context length is 128000 tokens.",
            "invalid_request_error",
            "context_length_exceeded"));
  }

  @Override
  Answer overloaded() {
    return StandIn.json(503, JSON, error("The engine is overloaded", "server_error", ""));
  }

  @Override
  Answer invalid(String words) {
    return StandIn.json(
        400, JSON, error("Invalid value: '" + words + "'", "invalid_request_error", ""));
  }

  @Test
  void the_key_goes_into_the_header_and_usage_is_asked_for() throws InterruptedException {
    provider.then(text(List.of("ok"), StopReason.END_TURN));
    ask(ReplySink.NONE);
    StandIn.Asked asked = provider.asked();
    assertThat(asked.header("Authorization")).isEqualTo("Bearer " + KEY);
    assertThat(asked.body().at("/stream_options/include_usage").asBoolean()).isTrue();
  }

  @Test
  void an_account_without_credit_is_no_rate_limit() {
    provider.then(
        StandIn.json(429, JSON, error("You exceeded your quota", "", "insufficient_quota")));
    assertThatThrownBy(() -> ask(ReplySink.NONE))
        .isInstanceOf(ModelException.BadCredentials.class);
  }

  @Test
  void a_content_filter_refuses() {
    provider.then(StandIn.json(400, JSON, error("filtered", "", "content_filter")));
    assertThatThrownBy(() -> ask(ReplySink.NONE)).isInstanceOf(ModelException.Refused.class);
  }

  @Test
  void an_unknown_model_is_the_callers_to_mend() {
    provider.then(StandIn.json(404, JSON, error("no such model", "", "model_not_found")));
    assertThatThrownBy(() -> ask(ReplySink.NONE))
        .isInstanceOf(ModelException.Invalid.class)
        .hasMessageContaining("does not know the model");
  }

  @Test
  void a_page_of_a_proxy_is_unavailable() {
    provider.then(
        StandIn.json(502, Map.of("Content-Type", "text/html"), "<html>Bad gateway</html>"));
    assertThatThrownBy(() -> ask(ReplySink.NONE))
        .isInstanceOf(ModelException.Unavailable.class)
        .hasMessageContaining("502");
  }

  @Test
  void reasoning_and_cached_tokens_are_seen() throws InterruptedException {
    List<byte[]> events = new ArrayList<>();
    events.add(delta("{\"reasoning_content\":\"Hm\"}"));
    events.add(delta("{\"reasoning_content\":\"m.\"}"));
    events.add(delta("{\"content\":\"Four.\"}"));
    ending(events, "stop", ",\"prompt_tokens_details\":{\"cached_tokens\":8}");
    provider.then(new Answer(200, SSE, events, Ending.WELL));
    var reply = ask(ReplySink.NONE);
    assertThat(reply.content())
        .containsExactly(new Content.Reasoning("Hmm.", null), new Content.Text("Four."));
    assertThat(reply.usage()).isEqualTo(new Usage(12, 5, 8, 0));
  }

  @Test
  void a_server_that_does_not_say_done_has_ended_all_the_same() throws InterruptedException {
    Answer whole = text(List.of("ok"), StopReason.END_TURN);
    provider.then(
        new Answer(200, SSE, whole.parts().subList(0, whole.parts().size() - 1), Ending.WELL));
    assertThat(ask(ReplySink.NONE).text()).isEqualTo("ok");
  }

  private static byte[] delta(String delta) {
    return chunk("[{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":null}]", "null");
  }

  private static void ending(List<byte[]> events, String reason, String details) {
    events.add(
        chunk(
            "[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":" + quoted(reason) + "}]",
            "null"));
    events.add(
        chunk(
            "[]",
            "{\"prompt_tokens\":12,\"completion_tokens\":5,\"total_tokens\":17" + details + "}"));
    events.add(utf8("data: [DONE]\n\n"));
  }

  private static byte[] chunk(String choices, String usage) {
    return utf8(
        "data: {\"id\":\"chatcmpl-9\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"some-model\",\"system_fingerprint\":\"fp_1\",\"choices\":%s,\"usage\":%s}\n\n"
            .formatted(choices, usage));
  }

  private static String error(String message, String type, String code) {
    return "{\"error\":{\"message\":%s,\"type\":%s,\"param\":null,\"code\":%s}}"
        .formatted(quoted(message), quoted(type), code.isEmpty() ? "null" : quoted(code));
  }
}
