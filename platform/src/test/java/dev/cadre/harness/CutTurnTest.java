package dev.cadre.harness;

import static dev.cadre.harness.Harness.agent;
import static dev.cadre.harness.Harness.answer;
import static dev.cadre.harness.ScriptedModel.call;
import static dev.cadre.harness.ScriptedModel.calls;
import static dev.cadre.harness.ScriptedModel.reply;
import static dev.cadre.harness.ScriptedModel.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.model.Caller;
import dev.cadre.model.Content;
import dev.cadre.model.ModelException;
import dev.cadre.store.TestDatabase;
import dev.cadre.time.SystemTimer;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a turn keeps of its caller over a crash, and what a request meets that is repeated. */
class CutTurnTest {
  private static final Caller ANNA =
      new Caller(
          "app",
          Harness.CONVERSATION.agent(),
          Harness.CONVERSATION.session(),
          "anna",
          2,
          "first-session",
          Context.root());
  private TestDatabase database;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static TurnRequest request(Caller caller, String key) {
    return new TurnRequest(
        agent(true),
        Harness.CONVERSATION,
        new TurnInput.Said(List.of(new Content.Text("Book it"))),
        caller,
        true,
        key);
  }

  @Test
  void a_turn_that_a_crash_cut_goes_on_for_whom_it_was_begun() throws Exception {
    TestTool book = TestTool.answering("book", "booked");
    try (Harness harness =
        new Harness(
            database,
            ScriptedModel.of(calls(call("a", "book", "{}"))),
            new SystemTimer(),
            real -> new DyingWriter(real, 1),
            book)) {
      assertThatThrownBy(() -> harness.feature.turns().run(request(ANNA, "k"), _ -> {}))
          .isInstanceOf(Fault.Internal.class);
    }
    try (Harness survivor =
        new Harness(
            database, ScriptedModel.of(calls(call("a", "book", "{}")), says("Done")), book)) {
      survivor.feature.start();
      TestWait.until(() -> state() == TurnState.ENDED);
    }
    Caller by = book.calls.getLast().caller();
    assertThat(by.person()).isEqualTo("anna");
    assertThat(by.tenant()).isEqualTo("app");
    assertThat(by.hops()).isEqualTo(2);
    assertThat(by.payer()).isEqualTo("first-session");
  }

  private TurnState state() {
    return new Conversations(database.database())
        .turns(Harness.CONVERSATION, Long.MAX_VALUE, 1)
        .getFirst()
        .state();
  }

  @Test
  void a_request_that_is_repeated_meets_the_result_of_its_first_try() throws Exception {
    TestTool book = TestTool.answering("book", "booked");
    ScriptedModel model = ScriptedModel.of(calls(call("a", "book", "{}")), says("Booked for you"));
    List<TurnEvent> shown = new ArrayList<>();
    try (Harness harness = new Harness(database, model, book)) {
      harness.feature.turns().run(request(ANNA, "k"), _ -> {});
      TurnEvent again = harness.feature.turns().run(request(ANNA, "k"), shown::add);
      assertThat(answer(again)).isEqualTo("Booked for you");
    }
    assertThat(book.calls).hasSize(1);
    assertThat(shown).hasSize(1);
  }

  @Test
  void one_that_failed_is_run_once_more() throws Exception {
    ScriptedModel model =
        ScriptedModel.of(
            _ -> {
              throw new ModelException.Unavailable("down", null);
            },
            says("Now it works"));
    try (Harness harness = new Harness(database, model)) {
      assertThat(harness.feature.turns().run(request(ANNA, "k"), _ -> {}))
          .isInstanceOf(TurnEvent.Failed.class);
      assertThat(answer(harness.feature.turns().run(request(ANNA, "k"), _ -> {})))
          .isEqualTo("Now it works");
    }
  }

  @Test
  void a_repeated_call_of_an_agent_waits_for_the_turn_that_its_first_try_began() throws Exception {
    ConversationId inner = new ConversationId("inner-0123456789", "inner-session");
    ScriptedModel model =
        new ScriptedModel(
            request ->
                request.tools().isEmpty()
                    ? reply(new Content.Text("Inner answer"))
                    : ScriptedModel.results(request).isEmpty()
                        ? reply(call("a", "helper", "{\"task\":\"do it\"}"))
                        : reply(
                            new Content.Text(
                                "Heard: "
                                    + Content.text(
                                        ScriptedModel.results(request).getFirst().content()))));
    // Begins, calls, and dies with the inner turn begun and both still running.
    try (Harness harness = nested(model, inner, 3)) {
      assertThatThrownBy(() -> harness.feature.turns().run(request(ANNA, null), _ -> {}))
          .isInstanceOf(Fault.Internal.class);
    }
    try (Harness survivor = nested(model, inner, Integer.MAX_VALUE)) {
      survivor.feature.start();
      TestWait.until(() -> state() == TurnState.ENDED);
      Conversations conversations = survivor.feature.conversations();
      String turn = conversations.turns(Harness.CONVERSATION, Long.MAX_VALUE, 1).getFirst().id();
      assertThat(answer(conversations.last(turn).orElseThrow())).isEqualTo("Heard: Inner answer");
      assertThat(conversations.turns(inner, Long.MAX_VALUE, 10)).hasSize(1);
    }
  }

  private Harness nested(ScriptedModel model, ConversationId inner, int writes) {
    Harness[] made = new Harness[1];
    TestAgent helper =
        new TestAgent("helper", "", invocation -> within(made[0], inner, invocation));
    made[0] =
        new Harness(
            database, model, new SystemTimer(), real -> new DyingWriter(real, writes), helper);
    return made[0];
  }

  private static ToolOutcome within(Harness harness, ConversationId inner, ToolInvocation call)
      throws InterruptedException {
    TurnEvent last =
        harness
            .feature
            .turns()
            .run(
                new TurnRequest(
                    agent(false),
                    inner,
                    new TurnInput.Said(List.of(new Content.Text("do it"))),
                    call.caller(),
                    false,
                    call.idempotencyKey()),
                _ -> {});
    return ToolOutcome.Answered.text(answer(last));
  }
}
