package dev.cadre.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.harness.TurnEvent;
import dev.cadre.json.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class AgUiEncoderTest {

  @Test
  void a_text_is_a_message_in_a_run() {
    assertThat(events(Scenes.text()).stream().map(Json::text))
        .containsExactly(
            "{\"type\":\"RUN_STARTED\",\"threadId\":\"th\",\"runId\":\"r\"}",
            "{\"type\":\"TEXT_MESSAGE_START\",\"messageId\":\"t1-1-0\",\"role\":\"assistant\"}",
            "{\"type\":\"TEXT_MESSAGE_CONTENT\",\"messageId\":\"t1-1-0\",\"delta\":\"Hel\"}",
            "{\"type\":\"TEXT_MESSAGE_CONTENT\",\"messageId\":\"t1-1-0\",\"delta\":\"lo\"}",
            "{\"type\":\"TEXT_MESSAGE_END\",\"messageId\":\"t1-1-0\"}",
            "{\"type\":\"RUN_FINISHED\",\"threadId\":\"th\",\"runId\":\"r\","
                + "\"outcome\":{\"type\":\"success\"},\"usage\":[{\"inputTokens\":12,"
                + "\"outputTokens\":3,\"totalTokens\":15,\"cachedInputTokens\":4,"
                + "\"cacheWriteInputTokens\":0}]}");
  }

  @Test
  void a_call_hangs_on_the_text_before_it_and_its_result_follows() {
    List<JsonNode> events = events(Scenes.tools());
    JsonNode start = first(events, "TOOL_CALL_START");
    assertThat(start.path("parentMessageId").asString()).isEqualTo("t1-1-1");
    assertThat(start.path("toolCallName").asString()).isEqualTo("add");
    List<String> results =
        events.stream()
            .filter(event -> event.path("type").asString().equals("TOOL_CALL_RESULT"))
            .map(
                event ->
                    event.path("toolCallId").asString() + " " + event.path("content").asString())
            .toList();
    assertThat(results).containsExactly("call-2 no", "call-1 {\"sum\":1}");
  }

  @Test
  void a_wish_for_approval_is_an_interrupt() {
    JsonNode outcome = events(Scenes.all().get("approval")).getLast().path("outcome");
    assertThat(outcome.path("type").asString()).isEqualTo("interrupt");
    JsonNode interrupt = outcome.path("interrupts").path(0);
    assertThat(interrupt.path("id").asString()).isEqualTo("call-2");
    assertThat(interrupt.path("toolCallId").asString()).isEqualTo("call-2");
    assertThat(interrupt.path("message").asString()).contains("send");
  }

  @Test
  void calls_of_the_frontend_stay_pending() {
    JsonNode outcome = events(Scenes.all().get("results")).getLast().path("outcome");
    assertThat(Json.text(outcome))
        .isEqualTo("{\"type\":\"success\",\"pendingToolCallIds\":[\"call-1\",\"call-2\"]}");
  }

  @Test
  void what_is_no_answer_ends_in_an_error_or_is_cancelled() {
    assertThat(code("limit STEPS")).isEqualTo("LIMIT_STEPS");
    assertThat(code("stopped")).isEqualTo("HOOK_STOPPED");
    assertThat(code("failed")).isEqualTo("ThrottlingException");
    assertThat(events(Scenes.all().get("cancelled")).getLast().at("/outcome/type").asString())
        .isEqualTo("cancelled");
  }

  private static String code(String scene) {
    JsonNode last = events(Scenes.all().get(scene)).getLast();
    assertThat(last.path("type").asString()).isEqualTo("RUN_ERROR");
    return last.path("code").asString();
  }

  static Stream<List<TurnEvent>> scenes() {
    return Scenes.all().values().stream();
  }

  /** What the official client verifies of every stream. */
  @ParameterizedTest
  @MethodSource("scenes")
  void what_is_opened_is_closed_before_the_next_and_no_id_is_used_twice(List<TurnEvent> scene) {
    List<JsonNode> events = events(scene);
    Deque<String> open = new ArrayDeque<>();
    Set<String> used = new HashSet<>();
    for (JsonNode event : events) {
      String type = event.path("type").asString();
      String id = event.path("messageId").asString(event.path("toolCallId").asString(""));
      if (type.endsWith("_START") && !type.startsWith("REASONING_MESSAGE")) {
        assertThat(open).isEmpty();
        assertThat(used.add(id)).isTrue();
        open.push(id);
      } else if (type.endsWith("_CONTENT") || type.endsWith("_ARGS")) {
        assertThat(open).containsExactly(id);
      } else if (type.endsWith("_END") && !type.startsWith("REASONING_MESSAGE")) {
        assertThat(open.pop()).isEqualTo(id);
      }
    }
    assertThat(open).isEmpty();
    assertThat(events.getFirst().path("type").asString()).isEqualTo("RUN_STARTED");
    assertThat(events.getLast().path("type").asString()).isIn("RUN_FINISHED", "RUN_ERROR");
  }

  private static JsonNode first(List<JsonNode> events, String type) {
    return events.stream()
        .filter(event -> event.path("type").asString().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonNode> events(List<TurnEvent> scene) {
    return Scenes.frames(new AgUiEncoder("th", "r"), scene).stream()
        .<JsonNode>map(
            frame ->
                switch (frame) {
                  case Frame.Event(_, var data) -> data;
                  case Frame.Failure(_, var data) -> data;
                })
        .toList();
  }
}
