package dev.cadre.harness;

import static dev.cadre.harness.Harness.CALLER;
import static dev.cadre.harness.Harness.CONVERSATION;
import static dev.cadre.harness.Harness.agent;
import static dev.cadre.harness.Harness.answer;
import static dev.cadre.harness.ScriptedModel.call;
import static dev.cadre.harness.ScriptedModel.calls;
import static dev.cadre.harness.ScriptedModel.lastResults;
import static dev.cadre.harness.ScriptedModel.reply;
import static dev.cadre.harness.ScriptedModel.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.harness.AgentDefinition.Source;
import dev.cadre.harness.AgentDefinition.ToolUse;
import dev.cadre.harness.TurnEvent.Outcome;
import dev.cadre.harness.TurnInput.Decision;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.store.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Turns that wait for a person or for their caller. */
class SuspensionTest {
  private TestDatabase database;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static AgentDefinition careful() {
    return with(new ToolUse(new Source.Mcp("test", "http://127.0.0.1:1"), true, List.of()));
  }

  private static AgentDefinition with(ToolUse... uses) {
    AgentDefinition plain = agent(false);
    return new AgentDefinition(
        plain.name(),
        plain.description(),
        plain.instructions(),
        plain.model(),
        plain.sampling(),
        List.of(uses),
        plain.history(),
        plain.memory(),
        plain.limits(),
        null,
        List.of(),
        null);
  }

  private static ScriptedModel.Script hears() {
    return request ->
        reply(
            new Content.Text(
                lastResults(request).stream()
                    .map(
                        result ->
                            result.callId()
                                + (result.error() ? "!" : "=")
                                + Content.text(result.content()))
                    .collect(Collectors.joining("; "))));
  }

  private static TurnInput decisions(Decision... decisions) {
    return new TurnInput.Decisions(List.of(decisions));
  }

  @Test
  void a_call_that_needs_approval_waits_for_it_over_a_restart() throws Exception {
    TestTool pay = TestTool.answering("pay", "paid");
    ScriptedModel model =
        ScriptedModel.of(
            calls(call("a", "pay", "{\"n\":1}"), call("b", "pay", "{\"n\":2}")), hears());
    try (Harness harness = new Harness(database, model, pay)) {
      TurnEvent last = harness.say(careful(), "pay both");
      assertThat(((TurnEvent.Ended) last).outcome()).isInstanceOf(Outcome.AwaitsApproval.class);
      assertThat(harness.shown(TurnEvent.ApprovalWanted.class)).hasSize(2);
      assertThat(pay.calls).isEmpty();
    }
    try (Harness harness = new Harness(database, model, pay)) {
      harness.feature.start();
      assertThat(harness.feature.conversations().pendingApprovals(null, 10))
          .singleElement()
          .satisfies(pending -> assertThat(pending.calls()).hasSize(2));
      TurnEvent last =
          harness.run(
              careful(),
              decisions(
                  new Decision("a", true, "ann", null),
                  new Decision("b", false, "ann", "too dear")));
      assertThat(answer(last)).isEqualTo("a=paid; b!Not called: ann refused it: too dear");
      assertThat(pay.calls).hasSize(1);
      assertThat(harness.feature.conversations().pendingApprovals(null, 10)).isEmpty();
    }
  }

  @Test
  void what_is_not_decided_yet_goes_on_waiting() throws Exception {
    TestTool pay = TestTool.answering("pay", "paid");
    ScriptedModel model =
        ScriptedModel.of(calls(call("a", "pay", "{}"), call("b", "pay", "{}")), hears());
    try (Harness harness = new Harness(database, model, pay)) {
      harness.say(careful(), "pay both");
      TurnEvent waits = harness.run(careful(), decisions(new Decision("a", true, "ann", null)));
      assertThat(((TurnEvent.Ended) waits).outcome())
          .isEqualTo(new Outcome.AwaitsApproval(List.of(call("b", "pay", "{}"))));
      TurnEvent last = harness.run(careful(), decisions(new Decision("b", true, "bob", null)));
      assertThat(answer(last)).isEqualTo("a=paid; b=paid");
      assertThat(pay.calls).hasSize(2);
    }
  }

  @Test
  void an_answer_to_what_nobody_asked_is_a_conflict_that_names_what_was_asked() throws Exception {
    ScriptedModel model = ScriptedModel.of(calls(call("a", "pay", "{}")), hears());
    try (Harness harness = new Harness(database, model, TestTool.answering("pay", "paid"))) {
      assertThatThrownBy(
              () -> harness.run(careful(), decisions(new Decision("a", true, "ann", null))))
          .isInstanceOf(Fault.Conflict.class)
          .hasMessageContaining("no call waits");
      harness.say(careful(), "pay");
      assertThatThrownBy(
              () -> harness.run(careful(), decisions(new Decision("x", true, "ann", null))))
          .isInstanceOf(Fault.Conflict.class)
          .hasMessageContaining("'x'")
          .hasMessageContaining("these wait: a");
      // Nothing of that disturbed the turn that waits.
      assertThat(answer(harness.run(careful(), decisions(new Decision("a", true, "ann", null)))))
          .isEqualTo("a=paid");
    }
  }

  @Test
  void going_on_without_deciding_refuses_the_call() throws Exception {
    TestTool pay = TestTool.answering("pay", "paid");
    ScriptedModel model =
        ScriptedModel.of(calls(call("a", "pay", "{}")), says("Fine, I did not pay."));
    try (Harness harness = new Harness(database, model, pay)) {
      harness.say(careful(), "pay");
      assertThat(answer(harness.say(careful(), "never mind"))).isEqualTo("Fine, I did not pay.");
      assertThat(pay.calls).isEmpty();
      assertThat(lastResults(model.requests.getLast())).singleElement().matches(r -> r.error());
    }
  }

  @Test
  void tools_of_the_caller_are_run_by_the_caller() throws Exception {
    AgentDefinition agent =
        with(
            new ToolUse(new Source.Client("locate", "where", Json.object().put("type", "object"))),
            new ToolUse(new Source.Mcp("test", "http://127.0.0.1:1")));
    ScriptedModel model =
        ScriptedModel.of(calls(call("a", "locate", "{}"), call("b", "one", "{}")), hears());
    try (Harness harness = new Harness(database, model, TestTool.answering("one", "first"))) {
      TurnEvent waits = harness.say(agent, "where am I?");
      assertThat(((TurnEvent.Ended) waits).outcome())
          .isEqualTo(new Outcome.AwaitsResults(List.of(call("a", "locate", "{}"))));
      TurnEvent last =
          harness.run(
              agent,
              new TurnInput.Results(
                  List.of(new Content.ToolResult("a", List.of(new Content.Text("Paris")), false))));
      assertThat(answer(last)).isEqualTo("a=Paris; b=first");
    }
  }

  @Test
  void a_second_turn_of_a_session_is_refused_while_one_runs() throws Exception {
    ScriptedModel model = ScriptedModel.of(says("done"));
    TestTool none = TestTool.answering("none", "");
    try (Harness harness = new Harness(database, model, none)) {
      List<Throwable> refusals = new ArrayList<>();
      TurnRequest request =
          new TurnRequest(
              agent(false),
              CONVERSATION,
              new TurnInput.Said(List.of(new Content.Text("hello"))),
              CALLER,
              true);
      harness
          .feature
          .turns()
          .run(
              request,
              event -> {
                if (event instanceof TurnEvent.Started) {
                  try {
                    harness.feature.turns().run(request, _ -> {});
                  } catch (Fault.Conflict e) {
                    refusals.add(e);
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                }
              });
      assertThat(refusals).hasSize(1);
    }
  }

  @Test
  void of_two_nodes_that_begin_at_once_one_is_refused_and_shows_nothing() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    ScriptedModel slow =
        new ScriptedModel(
            request -> {
              release.await();
              return says("done").reply(request);
            });
    TestTool none = TestTool.answering("none", "");
    try (Harness first = new Harness(database, slow, none)) {
      Runnable other = () -> Thread.ofVirtual().start(() -> said(first));
      UnaryOperator<Journal.Writer> afterTheOther =
          writer ->
              entries -> {
                other.run();
                TestWait.until(() -> !first.shown(TurnEvent.Started.class).isEmpty());
                return writer.write(entries);
              };
      try (Harness second =
          new Harness(database, ScriptedModel.of(says("hi")), first.timer, afterTheOther, none)) {
        assertThatThrownBy(() -> second.say(agent(false), "hello"))
            .isInstanceOf(Fault.Conflict.class)
            .hasMessageContaining("runs already");
        assertThat(second.shown).isEmpty();
      } finally {
        release.countDown();
      }
      TestWait.until(() -> !first.shown(TurnEvent.Ended.class).isEmpty());
    }
  }

  private static void said(Harness harness) {
    try {
      harness.say(agent(false), "hello");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
