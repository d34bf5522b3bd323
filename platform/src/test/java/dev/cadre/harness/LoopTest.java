package dev.cadre.harness;

import static dev.cadre.harness.Harness.agent;
import static dev.cadre.harness.Harness.answer;
import static dev.cadre.harness.ScriptedModel.call;
import static dev.cadre.harness.ScriptedModel.calls;
import static dev.cadre.harness.ScriptedModel.lastResults;
import static dev.cadre.harness.ScriptedModel.reply;
import static dev.cadre.harness.ScriptedModel.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.harness.Conversations.Recorded;
import dev.cadre.model.Content;
import dev.cadre.model.Message;
import dev.cadre.store.TestDatabase;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoopTest {
  private TestDatabase database;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void an_answer_is_streamed_and_is_in_the_journal_as_it_was_shown() throws Exception {
    try (Harness harness = new Harness(database, ScriptedModel.of(says("Good day to you")))) {
      TurnEvent last = harness.say(agent(false), "Hello");
      assertThat(answer(last)).isEqualTo("Good day to you");
      assertThat(harness.shown.getFirst()).isInstanceOf(TurnEvent.Started.class);
      assertThat(harness.shown.getLast()).isEqualTo(last);
      assertThat(
              harness.shown(TurnEvent.Text.class).stream()
                  .map(TurnEvent.Text::delta)
                  .collect(Collectors.joining()))
          .isEqualTo("Good day to you");
      String turn = harness.shown(TurnEvent.Started.class).getFirst().turnId();
      assertThat(harness.feature.conversations().events(turn, -1, 1000))
          .extracting(Recorded::event)
          .containsExactlyElementsOf(harness.shown);
    }
  }

  @Test
  void tools_run_and_their_results_reach_the_model() throws Exception {
    TestTool one = TestTool.answering("one", "first");
    TestTool two = TestTool.answering("two", "second");
    ScriptedModel model =
        ScriptedModel.of(
            calls(call("a", "one", "{\"n\":1}"), call("b", "two", "{}")),
            request ->
                reply(
                    new Content.Text(
                        lastResults(request).stream()
                            .map(result -> result.callId() + "=" + Content.text(result.content()))
                            .collect(Collectors.joining(",")))));
    try (Harness harness = new Harness(database, model, one, two)) {
      assertThat(answer(harness.say(agent(true), "go"))).isEqualTo("a=first,b=second");
      assertThat(one.calls.getFirst().arguments().path("n").asInt()).isEqualTo(1);
      assertThat(harness.shown(TurnEvent.ToolEnded.class)).hasSize(2);
    }
  }

  @Test
  void the_next_turn_remembers_the_last_over_a_restart() throws Exception {
    ScriptedModel model =
        ScriptedModel.of(
            calls(call("a", "one", "{}")), says("It is first."), says("As I said: first."));
    try (Harness harness = new Harness(database, model, TestTool.answering("one", "first"))) {
      harness.say(agent(true), "What is it?");
    }
    try (Harness harness = new Harness(database, model, TestTool.answering("one", "first"))) {
      harness.say(agent(true), "Again?");
    }
    List<Message> messages = model.requests.getLast().messages();
    assertThat(messages).hasSize(5);
    assertThat(Content.text(messages.get(0).content())).isEqualTo("What is it?");
    assertThat(messages.get(1).content()).containsExactly(call("a", "one", "{}"));
    assertThat(messages.get(2).content())
        .containsExactly(new Content.ToolResult("a", List.of(new Content.Text("first")), false));
    assertThat(Content.text(messages.get(3).content())).isEqualTo("It is first.");
    assertThat(Content.text(messages.get(4).content())).isEqualTo("Again?");
  }
}
