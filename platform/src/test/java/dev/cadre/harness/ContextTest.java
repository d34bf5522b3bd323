package dev.cadre.harness;

import static dev.cadre.harness.Harness.agent;
import static dev.cadre.harness.Harness.answer;
import static dev.cadre.harness.ScriptedModel.call;
import static dev.cadre.harness.ScriptedModel.reply;
import static dev.cadre.harness.ScriptedModel.results;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.harness.AgentDefinition.History;
import dev.cadre.harness.AgentDefinition.MemoryUse;
import dev.cadre.harness.TurnEvent.ContextTrimmed;
import dev.cadre.model.Content;
import dev.cadre.model.Message;
import dev.cadre.model.ModelException;
import dev.cadre.model.ModelRequest;
import dev.cadre.store.TestDatabase;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conversations that outgrow what the model reads. */
class ContextTest {
  private static final String LONG = "0123456789".repeat(100);
  private TestDatabase database;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static AgentDefinition with(History history, MemoryUse memory) {
    AgentDefinition plain = agent(true);
    return new AgentDefinition(
        plain.name(),
        plain.description(),
        plain.instructions(),
        plain.model(),
        plain.sampling(),
        plain.tools(),
        history,
        memory,
        plain.limits(),
        null,
        List.of(),
        null);
  }

  private static String said(ModelRequest request) {
    return request.messages().toString();
  }

  @Test
  void the_oldest_exchanges_go_before_the_context_overflows() throws Exception {
    ScriptedModel model = new ScriptedModel(request -> reply(new Content.Text("ok")));
    model.context = 2_000;
    AgentDefinition agent = with(History.WINDOW, new MemoryUse.Session());
    try (Harness harness = new Harness(database, model)) {
      for (int i = 0; i < 12; i++) {
        assertThat(answer(harness.say(agent, "message " + i + " " + LONG))).isEqualTo("ok");
        ModelRequest request = model.requests.getLast();
        assertThat(model.estimateTokens(request)).isLessThan(2_000);
        assertThat(said(request)).contains("message " + i + " ");
        assertThat(request.messages().getFirst()).isInstanceOf(Message.User.class);
      }
      assertThat(harness.shown(ContextTrimmed.class)).isNotEmpty().hasSizeLessThan(9);
      assertThat(said(model.requests.getLast())).doesNotContain("message 0 ");
    }
    // What was left out stays out after a restart, without a second trim.
    try (Harness harness = new Harness(database, model)) {
      harness.say(agent, "short");
      assertThat(said(model.requests.getLast()))
          .doesNotContain("message 0 ")
          .contains("message 11 ");
    }
  }

  @Test
  void a_call_and_its_result_go_together() throws Exception {
    AtomicInteger count = new AtomicInteger();
    ScriptedModel model =
        new ScriptedModel(
            request ->
                count.incrementAndGet() <= 10
                    ? reply(call("c" + count.get(), "one", "{}"))
                    : reply(new Content.Text("done")));
    model.context = 2_000;
    try (Harness harness = new Harness(database, model, TestTool.answering("one", LONG))) {
      assertThat(answer(harness.say(agent(true), "go, and do not forget"))).isEqualTo("done");
      for (ModelRequest request : model.requests) {
        assertThat(model.estimateTokens(request)).isLessThan(2_000);
        assertThat(said(request)).contains("do not forget");
        List<String> asked =
            request.messages().stream()
                .flatMap(message -> message.content().stream())
                .filter(Content.ToolCall.class::isInstance)
                .map(block -> ((Content.ToolCall) block).id())
                .toList();
        assertThat(results(request)).extracting(Content.ToolResult::callId).isEqualTo(asked);
      }
      assertThat(harness.shown(ContextTrimmed.class)).isNotEmpty();
    }
  }

  @Test
  void a_summary_by_the_model_takes_the_place_of_what_goes() throws Exception {
    ScriptedModel model =
        new ScriptedModel(
            request ->
                request.system().startsWith("You keep the notes")
                    ? reply(new Content.Text("They counted from 0."))
                    : reply(new Content.Text("ok")));
    model.context = 2_000;
    AgentDefinition agent = with(History.SUMMARY, new MemoryUse.Session());
    try (Harness harness = new Harness(database, model)) {
      for (int i = 0; i < 8; i++) {
        harness.say(agent, "message " + i + " " + LONG);
      }
      assertThat(harness.shown(ContextTrimmed.class)).isNotEmpty().allMatch(t -> t.summarised());
    }
    try (Harness harness = new Harness(database, model)) {
      harness.say(agent, "short");
      assertThat(model.requests.getLast().system()).contains("They counted from 0.");
    }
  }

  @Test
  void a_model_that_finds_it_too_long_all_the_same_is_asked_once_more_with_less() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    ScriptedModel model =
        new ScriptedModel(
            request -> {
              if (said(request).length() > 3_000) {
                asked.incrementAndGet();
                throw new ModelException.TooLong("too long");
              }
              return reply(new Content.Text("ok"));
            });
    try (Harness harness = new Harness(database, model)) {
      harness.say(agent(false), "a " + LONG);
      harness.say(agent(false), "b " + LONG);
      assertThat(answer(harness.say(agent(false), "c " + LONG))).isEqualTo("ok");
      assertThat(asked).hasValue(1);
      assertThat(harness.say(agent(false), "d " + LONG.repeat(4)))
          .isEqualTo(new TurnEvent.Failed("ValidationException", "too long", false));
    }
  }

  @Test
  void an_agent_without_memory_begins_anew() throws Exception {
    ScriptedModel model = new ScriptedModel(request -> reply(new Content.Text("ok")));
    AgentDefinition agent = with(History.WINDOW, new MemoryUse.None());
    try (Harness harness = new Harness(database, model)) {
      harness.say(agent, "first");
      harness.say(agent, "second");
      assertThat(said(model.requests.getLast())).contains("second").doesNotContain("first");
    }
  }
}
