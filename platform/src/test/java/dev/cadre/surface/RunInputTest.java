package dev.cadre.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.harness.TurnInput;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.model.Message;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class RunInputTest {
  private static RunInput read(String members) {
    return RunInput.read(
        (ObjectNode) Json.parse("{\"threadId\":\"th\",\"runId\":\"r\"," + members + "}"), "ann");
  }

  private static TurnInput said(String... texts) {
    return new TurnInput.Said(List.of(texts).stream().<Content>map(Content.Text::new).toList());
  }

  @Test
  void what_follows_the_last_answer_is_new() {
    RunInput run =
        read(
            """
            "messages": [{"id": "1", "role": "user", "content": "Old"},
                         {"id": "2", "role": "assistant", "content": "Yes?"},
                         {"id": "3", "role": "user", "content": "New"}]
            """);
    TurnInput.Said input = (TurnInput.Said) run.input();
    assertThat(input.content()).isEqualTo(List.of(new Content.Text("New")));
    assertThat(input.beside().history())
        .isEqualTo(List.of(new Message.User("Old"), new Message.Assistant("Yes?")));
    assertThat(run.thread()).isEqualTo("th");
    assertThat(run.run()).isEqualTo("r");
  }

  @Test
  void context_goes_before_what_is_said() {
    assertThat(
            read("""
            "context": [{"description": "Page", "value": "cart"}],
            "messages": [{"id": "1", "role": "user", "content": "Buy"}]
            """)
                .input())
        .isEqualTo(said("Context:\nPage: cart", "Buy"));
  }

  @Test
  void a_frontend_brings_tools_and_their_results() {
    RunInput run =
        read(
            """
            "tools": [{"name": "pick", "description": "Picks", "parameters": {"type": "object"}},
                      {"name": "bare", "description": ""}],
            "messages": [{"id": "2", "role": "assistant", "toolCalls": []},
                         {"id": "3", "role": "tool", "toolCallId": "c1", "content": "red"},
                         {"id": "4", "role": "tool", "toolCallId": "c2", "content": "", "error": "no"}]
            """);
    assertThat(run.clientTools()).extracting(t -> t.name()).containsExactly("pick", "bare");
    assertThat(run.clientTools().getLast().inputSchema().path("type").asString())
        .isEqualTo("object");
    assertThat(run.input())
        .isEqualTo(
            new TurnInput.Results(
                List.of(
                    new Content.ToolResult("c1", List.of(new Content.Text("red")), false),
                    new Content.ToolResult("c2", List.of(new Content.Text("no")), true))));
  }

  @Test
  void a_resumed_run_decides() {
    assertThat(
            read("""
            "messages": [],
            "resume": [{"interruptId": "c1", "status": "resolved", "payload": {"approved": true}},
                       {"interruptId": "c2", "status": "resolved",
                        "payload": {"approved": false, "reason": "too dear"}},
                       {"interruptId": "c3", "status": "cancelled", "payload": true}]
            """)
                .input())
        .isEqualTo(
            new TurnInput.Decisions(
                List.of(
                    new TurnInput.Decision("c1", true, "ann", null),
                    new TurnInput.Decision("c2", false, "ann", "too dear"),
                    new TurnInput.Decision("c3", false, "ann", null))));
  }

  @Test
  void what_is_wrong_is_named() {
    assertRefused("\"messages\": []", "end in nothing");
    assertRefused(
        "\"messages\": [{\"role\":\"user\",\"content\":\"a\"}], \"tools\": [{\"name\":\"a b\"}]",
        "'a b'");
    assertRefused(
        "\"messages\": [{\"role\":\"user\",\"content\":[{\"type\":\"video\",\"source\":"
            + "{\"type\":\"data\",\"mimeType\":\"video/mp4\",\"value\":\"AA==\"}}]}]",
        "text, image and document");
    assertThatThrownBy(() -> RunInput.read(Json.object(), "ann"))
        .hasMessageContaining("threadId, runId and messages");
  }

  private static void assertRefused(String members, String told) {
    assertThatThrownBy(() -> read(members))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining(told);
  }
}
