package dev.cadre.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.model.Bytes;
import dev.cadre.model.Content;
import dev.cadre.model.Message;
import dev.cadre.model.ModelException;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.ProviderConfig;
import dev.cadre.model.ProviderKind;
import dev.cadre.model.ReplySink;
import dev.cadre.model.StopReason;
import dev.cadre.provider.StandIn.Answer;
import dev.cadre.provider.StandIn.Ending;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OllamaModelTest extends ModelContract {
  private static final Map<String, String> LINES = Map.of("Content-Type", "application/x-ndjson");
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  @Override
  ProviderConfig config(URI address) {
    return new ProviderConfig(
        "here",
        ProviderKind.OLLAMA,
        address,
        "",
        new ProviderConfig.Credentials.Ambient(),
        true,
        8_192,
        8,
        1_000_000);
  }

  @Override
  Answer text(List<String> pieces, StopReason stop) {
    List<byte[]> events = new ArrayList<>();
    pieces.forEach(piece -> events.add(said("\"content\":" + quoted(piece))));
    events.add(done(stop == StopReason.MAX_TOKENS ? "length" : "stop"));
    return new Answer(200, LINES, events, Ending.WELL);
  }

  @Override
  Answer calls(String text, List<Call> calls) {
    List<byte[]> events = new ArrayList<>();
    if (!text.isEmpty()) {
      events.add(said("\"content\":" + quoted(text)));
    }
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      events.add(
          said(
              "\"content\":\"\",\"tool_calls\":[{\"id\":%s,\"function\":{\"index\":%d,\"name\":%s,\"arguments\":%s}}]"
                  .formatted(quoted(call.id()), i, quoted(call.name()), call.arguments())));
    }
    events.add(done("stop"));
    return new Answer(200, LINES, events, Ending.WELL);
  }

  /** Ollama sends a call whole. */
  @Override
  boolean inPieces() {
    return false;
  }

  @Override
  List<byte[]> beginning(String piece) {
    return List.of(said("\"content\":" + quoted(piece)));
  }

  @Override
  byte[] overloadedInMidStream(String words) {
    return utf8("{\"error\":" + quoted("an internal error was met: " + words) + "}\n");
  }

  @Override
  Answer throttled() {
    return StandIn.json(
        429,
        Map.of("Content-Type", "application/json", "Retry-After", "7"),
        "{\"error\":\"too many requests\"}");
  }

  @Override
  Answer badCredentials() {
    return StandIn.json(401, JSON, "{\"error\":\"unauthorized\"}");
  }

  @Override
  Answer tooLong() {
    return StandIn.json(
        400, JSON, "{\"error\":\"the input length exceeds the context length\"}");
  }

  @Override
  Answer overloaded() {
    return StandIn.json(503, JSON, "{\"error\":\"server busy, please try again\"}");
  }

  @Override
  Answer invalid(String words) {
    return StandIn.json(400, JSON, "{\"error\":" + quoted("invalid: " + words) + "}");
  }

  @Override
  Content document(Bytes bytes) {
    return new Content.Document("the_report", "text/plain", bytes);
  }

  @Test
  void a_model_that_was_not_pulled_is_the_callers_to_mend() {
    provider.then(StandIn.json(404, JSON, "{\"error\":\"model 'some-model' not found\"}"));
    assertThatThrownBy(() -> ask(ReplySink.NONE))
        .isInstanceOf(ModelException.Invalid.class)
        .hasMessageContaining("does not know the model");
  }

  @Test
  void a_document_it_cannot_read_is_refused_before_it_is_sent() {
    ModelRequest request =
        new ModelRequest(
            "some-model",
            "",
            List.of(
                new Message.User(
                    List.of(
                        new Content.Document(
                            "report", "application/pdf", Bytes.copyOf(new byte[3]))))),
            List.of());
    assertThatThrownBy(() -> model().reply(request, ReplySink.NONE))
        .isInstanceOf(ModelException.Invalid.class)
        .hasMessageContaining("application/pdf");
    assertThat(provider.idle()).isTrue();
  }

  @Test
  void thinking_is_reasoning() throws InterruptedException {
    provider.then(
        streamed(
            List.of(
                said("\"content\":\"\",\"thinking\":\"Hm.\""),
                said("\"content\":\"Four.\""),
                done("stop"))));
    assertThat(ask(ReplySink.NONE).content())
        .containsExactly(new Content.Reasoning("Hm.", null), new Content.Text("Four."));
  }

  private static byte[] said(String members) {
    return utf8(
        "{\"model\":\"some-model\",\"created_at\":\"2026-01-01T00:00:00.000000Z\",\"message\":{\"role\":\"assistant\",%s},\"done\":false}\n"
            .formatted(members));
  }

  private static byte[] done(String reason) {
    return utf8(
        "{\"model\":\"some-model\",\"created_at\":\"2026-01-01T00:00:01.000000Z\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done_reason\":%s,\"done\":true,\"total_duration\":5,\"load_duration\":1,\"prompt_eval_count\":12,\"prompt_eval_duration\":1,\"eval_count\":5,\"eval_duration\":1}\n"
            .formatted(quoted(reason)));
  }
}
