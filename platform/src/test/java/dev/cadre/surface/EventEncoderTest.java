package dev.cadre.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.harness.TurnEvent;
import dev.cadre.harness.TurnEvent.Outcome;
import dev.cadre.json.Json;
import dev.cadre.model.StopReason;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EventEncoderTest {

  @Test
  void a_turn_with_tools_reads_as_documented() {
    List<String> lines = lines(Scenes.tools());
    assertThat(lines)
        .contains(
            "started {\"type\":\"started\",\"turnId\":\"t1\"}",
            "reasoning {\"type\":\"reasoning\",\"step\":1,\"block\":0,\"delta\":\"hm\"}",
            "text {\"type\":\"text\",\"step\":1,\"block\":1,\"delta\":\"I add.\"}",
            "tool_call_started {\"type\":\"tool_call_started\",\"step\":1,\"block\":2,"
                + "\"id\":\"call-1\",\"tool\":\"add\"}",
            "tool_call_arguments {\"type\":\"tool_call_arguments\",\"step\":1,\"block\":2,"
                + "\"id\":\"call-1\",\"delta\":\":1}\"}",
            "tool_started {\"type\":\"tool_started\",\"id\":\"call-1\",\"tool\":\"add\","
                + "\"arguments\":{\"a\":1}}",
            "tool_ended"
                + " {\"type\":\"tool_ended\",\"id\":\"call-1\",\"tool\":\"add\",\"error\":false,"
                + "\"durationMs\":7,\"content\":[{\"json\":{\"sum\":1}}]}",
            "context_trimmed {\"type\":\"context_trimmed\",\"messages\":2,\"summarised\":false}");
    assertThat(lines.getLast())
        .isEqualTo(
            "ended {\"type\":\"ended\",\"turnId\":\"t1\",\"outcome\":\"answer\",\"answer\":\"1\","
                + "\"stopReason\":\"end_turn\",\"toolCalls\":[{\"id\":\"call-2\",\"tool\":\"send\","
                + "\"arguments\":{},\"error\":true,\"durationMs\":7},{\"id\":\"call-1\","
                + "\"tool\":\"add\",\"arguments\":{\"a\":1},\"error\":false,\"durationMs\":7}],"
                + "\"usage\":{\"inputTokens\":12,\"outputTokens\":3,\"totalTokens\":15,"
                + "\"cacheReadInputTokens\":4,\"cacheWriteInputTokens\":0},\"durationMs\":7}");
  }

  @Test
  void what_waits_for_a_person_is_told_with_its_arguments() {
    JsonNode ended = last(Scenes.all().get("approval"));
    assertThat(ended.path("outcome").asString()).isEqualTo("awaits_approval");
    assertThat(Json.text(ended.path("pending")))
        .isEqualTo("[{\"id\":\"call-2\",\"tool\":\"send\",\"arguments\":{}}]");
  }

  @Test
  void a_structured_answer_is_given_as_json_too() {
    Summary summary = new Summary(true);
    summary.add(Scenes.answered("{\"n\":1}"));
    assertThat(summary.json().path("output").path("n").asInt()).isEqualTo(1);
    Summary cut = new Summary(true);
    cut.add(Scenes.ended(new Outcome.Answer("{\"n\":", StopReason.MAX_TOKENS)));
    assertThat(cut.json().has("output")).isFalse();
  }

  @Test
  void a_failure_has_the_members_of_the_agentcore_sdk() {
    assertThat(lines(Scenes.all().get("failed")).getLast())
        .isEqualTo(
            "!error {\"type\":\"error\",\"error\":\"wait\",\"error_type\":\"ThrottlingException\","
                + "\"message\":\"wait\",\"retriable\":true}");
  }

  private static JsonNode last(List<TurnEvent> scene) {
    List<String> lines = lines(scene);
    return Json.parse(lines.getLast().substring(lines.getLast().indexOf(' ') + 1));
  }

  private static List<String> lines(List<TurnEvent> scene) {
    return Scenes.frames(new EventEncoder(new Summary(false)), scene).stream()
        .map(Scenes::line)
        .toList();
  }
}
