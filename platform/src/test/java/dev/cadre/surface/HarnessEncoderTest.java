package dev.cadre.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.harness.AgentDefinition.Hook;
import dev.cadre.harness.TurnEvent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HarnessEncoderTest {

  @Test
  void a_text_is_one_message() {
    assertThat(lines(Scenes.text()))
        .containsExactly(
            "messageStart {\"role\":\"assistant\"}",
            "contentBlockDelta {\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hel\"}}",
            "contentBlockDelta {\"contentBlockIndex\":0,\"delta\":{\"text\":\"lo\"}}",
            "contentBlockStop {\"contentBlockIndex\":0}",
            "messageStop {\"stopReason\":\"end_turn\"}",
            "metadata {\"usage\":{\"inputTokens\":12,\"outputTokens\":3,\"totalTokens\":15,"
                + "\"cacheReadInputTokens\":4,\"cacheWriteInputTokens\":0},"
                + "\"metrics\":{\"latencyMs\":7}}");
  }

  @Test
  void calls_are_blocks_and_results_a_message_of_the_user() {
    assertThat(lines(Scenes.tools()))
        .containsSubsequence(
            "contentBlockDelta"
                + " {\"contentBlockIndex\":0,\"delta\":{\"reasoningContent\":{\"text\":\"hm\"}}}",
            "contentBlockStart {\"contentBlockIndex\":2,\"start\":{\"toolUse\":"
                + "{\"toolUseId\":\"call-1\",\"name\":\"add\"}}}",
            "contentBlockDelta"
                + " {\"contentBlockIndex\":2,\"delta\":{\"toolUse\":{\"input\":\"{\\\"a\\\"\"}}}",
            "contentBlockStop {\"contentBlockIndex\":2}",
            "contentBlockStart {\"contentBlockIndex\":3,\"start\":{\"toolUse\":"
                + "{\"toolUseId\":\"call-2\",\"name\":\"send\"}}}",
            "contentBlockStop {\"contentBlockIndex\":3}",
            "messageStop {\"stopReason\":\"tool_use\"}",
            "messageStart {\"role\":\"user\"}",
            "contentBlockStart {\"contentBlockIndex\":0,\"start\":{\"toolResult\":"
                + "{\"toolUseId\":\"call-2\",\"status\":\"error\"}}}",
            "contentBlockDelta"
                + " {\"contentBlockIndex\":0,\"delta\":{\"toolResult\":[{\"text\":\"no\"}]}}",
            "contentBlockDelta"
                + " {\"contentBlockIndex\":1,\"delta\":{\"toolResult\":[{\"json\":{\"sum\":1}}]}}",
            "messageStop {\"stopReason\":\"tool_result\"}",
            "messageStart {\"role\":\"assistant\"}",
            "contentBlockDelta {\"contentBlockIndex\":0,\"delta\":{\"text\":\"1\"}}",
            "messageStop {\"stopReason\":\"end_turn\"}");
  }

  @Test
  void each_way_to_end_has_its_reason() {
    assertThat(last("limit STEPS")).contains("max_iterations_exceeded");
    assertThat(last("limit TOKENS")).contains("max_output_tokens_exceeded");
    assertThat(last("limit TIME")).contains("timeout_exceeded");
    assertThat(last("results")).contains("tool_use");
    assertThat(last("approval")).contains("partial_turn");
    assertThat(last("cancelled")).contains("interrupted");
    assertThat(last("stopped")).contains("hook_stopped");
  }

  @Test
  void a_hook_that_was_asked_is_an_event_of_its_own() {
    TurnEvent asked =
        new TurnEvent.HookAsked("h1", "guard", Hook.Point.BEFORE_TOOL_CALL, false, "too dear");
    assertThat(lines(List.of(Scenes.started(), asked)))
        .containsExactly(
            "hookEvent {\"hookEventId\":\"h1\",\"name\":\"guard\",\"type\":\"before_tool_call\","
                + "\"decision\":\"deny\",\"reason\":\"too dear\"}");
  }

  private static String last(String scene) {
    return lines(Scenes.all().get(scene)).stream()
        .filter(line -> line.startsWith("messageStop"))
        .toList()
        .getLast();
  }

  static Stream<List<TurnEvent>> scenes() {
    return Scenes.all().values().stream();
  }

  /** The grammar of Converse streams: what is opened is closed, in order, blocks from 0. */
  @ParameterizedTest
  @MethodSource("scenes")
  void messages_and_blocks_nest(List<TurnEvent> scene) {
    boolean message = false;
    int block = -1;
    int next = 0;
    List<Frame> frames = Scenes.frames(new HarnessEncoder(), scene);
    for (Frame frame : frames) {
      switch (frame) {
        case Frame.Failure _ -> assertThat(frame).isSameAs(frames.getLast());
        case Frame.Event(String name, var data) -> {
          int index = data.path("contentBlockIndex").asInt(-1);
          switch (name) {
            case "messageStart" -> {
              assertThat(message).isFalse();
              message = true;
              next = 0;
            }
            case "contentBlockStart" -> {
              assertThat(block).isEqualTo(-1);
              assertThat(index).isEqualTo(next);
              block = index;
            }
            case "contentBlockDelta" -> {
              assertThat(message).isTrue();
              assertThat(index).isEqualTo(next);
              block = index;
            }
            case "contentBlockStop" -> {
              assertThat(index).isEqualTo(block);
              block = -1;
              next++;
            }
            case "messageStop" -> {
              assertThat(message).isTrue();
              assertThat(block).isEqualTo(-1);
              message = false;
            }
            case "metadata" -> {
              assertThat(message).isFalse();
              assertThat(frame).isSameAs(frames.getLast());
            }
            default -> throw new AssertionError(name);
          }
        }
      }
    }
  }

  @Test
  void a_failure_before_the_first_block_is_left_to_the_status() {
    assertThat(Scenes.frames(new HarnessEncoder(), List.of(Scenes.started()))).isEmpty();
    assertThat(lines(Scenes.all().get("failed")).getLast())
        .isEqualTo("!runtimeClientError {\"message\":\"wait\"}");
  }

  private static List<String> lines(List<TurnEvent> scene) {
    return Scenes.frames(new HarnessEncoder(), scene).stream().map(Scenes::line).toList();
  }
}
