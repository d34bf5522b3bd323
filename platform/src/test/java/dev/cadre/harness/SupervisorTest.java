package dev.cadre.harness;

import static dev.cadre.harness.Harness.answer;
import static dev.cadre.harness.ScriptedModel.call;
import static dev.cadre.harness.ScriptedModel.calls;
import static dev.cadre.harness.ScriptedModel.reply;
import static dev.cadre.harness.ScriptedModel.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.harness.AgentDefinition.History;
import dev.cadre.harness.AgentDefinition.Limits;
import dev.cadre.harness.AgentDefinition.MemoryUse;
import dev.cadre.harness.AgentDefinition.Source;
import dev.cadre.harness.AgentDefinition.Supervision;
import dev.cadre.harness.AgentDefinition.ToolUse;
import dev.cadre.harness.ScriptedModel.Script;
import dev.cadre.harness.TurnEvent.Decided;
import dev.cadre.harness.TurnEvent.ToolEnded;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.model.ModelException;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Reply;
import dev.cadre.model.Sampling;
import dev.cadre.model.ToolChoice;
import dev.cadre.store.TestDatabase;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class SupervisorTest {
  private static final List<String> NAMES = List.of("order_desk", "shop_guide", "repair_bench");
  private final TestAgent orders =
      TestAgent.answering("order_desk", "Orders and parcels", "The parcel is on its way.");
  private final TestAgent shop =
      TestAgent.answering("shop_guide", "Products to buy", "A strap would go well with it.");
  private final TestAgent repair =
      TestAgent.answering("repair_bench", "Broken devices", "Restart it.");
  private TestDatabase database;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Harness harness(ScriptedModel model, Tool... tools) {
    return new Harness(database, model, tools.length == 0 ? all() : tools);
  }

  private Tool[] all() {
    return new Tool[] {orders, shop, repair};
  }

  private static AgentDefinition supervisor(Supervision supervision) {
    return new AgentDefinition(
        "lead",
        "",
        "Help.",
        "default",
        Sampling.DEFAULT,
        List.of(new ToolUse(new Source.Agent("team", ""))),
        History.WINDOW,
        new MemoryUse.Session(),
        Limits.DEFAULT,
        null,
        List.of(),
        supervision);
  }

  private static AgentDefinition supervisor() {
    return supervisor(Supervision.DEFAULT);
  }

  private static Script decides(double confidence, String... agentsAndTasks) {
    ObjectNode form = Json.object().put("confidence", confidence).put("reason", "REASON");
    ArrayNode agents = form.putArray("agents");
    for (int i = 0; i < agentsAndTasks.length; i += 2) {
      agents
          .addObject()
          .put("agent", agentsAndTasks[i])
          .put("task", agentsAndTasks[i + 1])
          .put("why", "WHY");
    }
    return calls(call("d", "decide", form.toString()));
  }

  @Test
  void two_agents_work_at_once_and_one_answer_comes_with_its_sources() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    TestAgent first = together("order_desk", both, "It is on its way.");
    TestAgent second = together("shop_guide", both, "Take the strap.");
    ScriptedModel model =
        ScriptedModel.of(
            decides(0.9, "order_desk", "Find ORD-1", "shop_guide", "What goes with a watch?"),
            says("It is on its way, and the strap goes well with it."));
    try (Harness harness = harness(model, first, second)) {
      assertThat(answer(harness.say(supervisor(), "Where is ORD-1 and what goes with it?")))
          .isEqualTo(
              "It is on its way, and the strap goes well with it.\n\n"
                  + "Sources: order desk, shop guide.");
      Decided decided = harness.shown(Decided.class).getFirst();
      assertThat(decided.chosen().stream().map(TurnEvent.Chosen::tool))
          .containsExactly("order_desk", "shop_guide");
      assertThat(first.calls.getFirst().arguments().path("task").asString())
          .isEqualTo("Find ORD-1");
      assertThat(harness.shown(TurnEvent.ToolCallArguments.class)).isEmpty();
    }
    assertThat(model.requests.getFirst().toolChoice()).isEqualTo(new ToolChoice.One("decide"));
    assertThat(model.requests.getLast().toolChoice()).isEqualTo(new ToolChoice.None());
  }

  private static TestAgent together(String name, CountDownLatch all, String text) {
    return new TestAgent(
        name,
        name,
        _ -> {
          all.countDown();
          return all.await(10, TimeUnit.SECONDS)
              ? ToolOutcome.Answered.text(text)
              : new ToolOutcome.Failed("worked alone");
        });
  }

  @Test
  void one_agents_answer_needs_no_second_reply_of_the_model() throws Exception {
    try (Harness harness =
        harness(ScriptedModel.of(decides(0.8, "repair_bench", "My radio is silent")))) {
      assertThat(answer(harness.say(supervisor(), "My radio is silent")))
          .isEqualTo("Restart it.\n\nSources: repair bench.");
    }
  }

  @Test
  void what_needs_no_agent_is_answered_at_once() throws Exception {
    ScriptedModel model =
        ScriptedModel.of(
            calls(
                call(
                    "d",
                    "decide",
                    "{\"agents\":[],\"answer\":\"Hello!\",\"confidence\":0.95,\"reason\":\"r\"}")));
    try (Harness harness = harness(model)) {
      assertThat(answer(harness.say(supervisor(), "Hi"))).isEqualTo("Hello!");
      assertThat(orders.calls).isEmpty();
    }
  }

  @Test
  void below_the_confidence_it_asks_one_question_and_not_a_second() throws Exception {
    ScriptedModel model =
        ScriptedModel.of(
            decides(0.4, "repair_bench", "It does not work"),
            decides(0.5, "repair_bench", "The radio does not work"));
    try (Harness harness = harness(model)) {
      String question = answer(harness.say(supervisor(), "It does not work"));
      assertThat(question).contains("order desk", "repair bench").endsWith("?");
      assertThat(harness.shown(Decided.class).getFirst().question()).isEqualTo(question);
      assertThat(repair.calls).isEmpty();
    }
    try (Harness harness = harness(model)) {
      assertThat(answer(harness.say(supervisor(), "The radio"))).startsWith("Restart it.");
    }
  }

  @Test
  void a_decision_that_cannot_be_used_is_asked_for_once_more() throws Exception {
    ScriptedModel model =
        ScriptedModel.of(
            decides(0.9, "nobody", "Find it"), decides(0.9, "order_desk", "Find the parcel"));
    try (Harness harness = harness(model)) {
      assertThat(answer(harness.say(supervisor(), "Where is my parcel?")))
          .startsWith("The parcel is on its way.");
    }
    assertThat(Content.text(model.requests.get(1).messages().getLast().content()))
        .contains("cannot be used", "agents.0.agent");
  }

  @Test
  void a_decision_that_breaks_off_is_asked_for_once_more() throws Exception {
    ScriptedModel model =
        ScriptedModel.of(
            _ -> {
              throw new ModelException.Cut("breaks off", null);
            },
            decides(0.9, "order_desk", "Find it"));
    try (Harness harness = harness(model)) {
      assertThat(answer(harness.say(supervisor(), "Where is it?"))).contains("on its way");
    }
    assertThat(model.requests.getLast().messages().toString()).contains("breaks off");
  }

  @Test
  void after_two_such_decisions_the_agent_nearest_in_words_is_asked() throws Exception {
    ScriptedModel model = ScriptedModel.of(says("order_desk, I think"), says("Let me see"));
    try (Harness harness = harness(model)) {
      assertThat(answer(harness.say(supervisor(), "My devices are all broken")))
          .startsWith("Restart it.");
      Decided decided = harness.shown(Decided.class).getFirst();
      assertThat(decided.confidence()).isZero();
      assertThat(repair.calls.getFirst().arguments().path("task").asString())
          .isEqualTo("My devices are all broken");
    }
  }

  @Test
  void an_agent_that_fails_is_said_to_be_missing() throws Exception {
    TestAgent broken =
        new TestAgent("shop_guide", "", _ -> new ToolOutcome.Failed("route_to_shop broke"));
    ScriptedModel model =
        ScriptedModel.of(decides(0.9, "order_desk", "Find it", "shop_guide", "What else?"));
    try (Harness harness = harness(model, orders, broken)) {
      assertThat(answer(harness.say(supervisor(), "Where is it and what else?")))
          .isEqualTo(
              "The parcel is on its way.\n\nMissing: shop guide gave no answer.\n\n"
                  + "Sources: order desk.");
    }
  }

  @Test
  void an_agent_that_is_late_does_not_hold_up_the_answer() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    TestAgent late =
        new TestAgent(
            "shop_guide",
            "",
            _ -> {
              never.await();
              return ToolOutcome.Answered.text("too late");
            });
    ScriptedModel model =
        ScriptedModel.of(decides(0.9, "order_desk", "Find it", "shop_guide", "What else?"));
    try (Harness harness = harness(model, orders, late)) {
      long began = System.nanoTime();
      String answer =
          answer(
              harness.say(
                  supervisor(new Supervision(3, 0.7, 600, Duration.ofSeconds(1))), "Where?"));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
      assertThat(answer).contains("on its way", "Missing: shop guide").doesNotContain("too late");
    }
  }

  @Test
  void a_model_that_cannot_merge_does_not_lose_what_was_found() throws Exception {
    ScriptedModel model =
        ScriptedModel.of(
            decides(0.9, "order_desk", "Find it", "shop_guide", "What else?"),
            _ -> {
              throw new ModelException.Unavailable("down", null);
            });
    try (Harness harness = harness(model)) {
      assertThat(answer(harness.say(supervisor(), "Where is it and what else?")))
          .startsWith("The parcel is on its way.\n\nA strap would go well with it.");
    }
  }

  @Test
  void the_decision_and_the_answers_are_in_the_journal_and_the_next_turn_knows_them()
      throws Exception {
    ScriptedModel model =
        ScriptedModel.of(
            decides(0.9, "order_desk", "Find the parcel"),
            decides(0.9, "repair_bench", "Mend the radio"));
    try (Harness harness = harness(model)) {
      harness.say(supervisor(), "Where is my parcel?");
      String turn = harness.shown(TurnEvent.Started.class).getFirst().turnId();
      assertThat(
              harness.feature.conversations().events(turn, -1, 100).stream()
                  .map(Conversations.Recorded::event))
          .containsExactlyElementsOf(harness.shown);
      harness.say(supervisor(), "And my radio?");
    }
    assertThat(
            model.requests.getLast().messages().stream()
                .map(message -> Content.text(message.content()))
                .collect(Collectors.joining("\n")))
        .contains("Where is my parcel?", "on its way", "And my radio?");
  }

  @Test
  void whatever_a_model_says_while_it_routes_the_answer_is_short_whole_and_free_of_it()
      throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 60; i++) {
      int limit = 120 + random.nextInt(500);
      List<String> failing = NAMES.stream().filter(_ -> random.nextInt(3) == 0).toList();
      ScriptedModel model = new ScriptedModel(request -> leaky(random, request));
      Tool[] agents =
          NAMES.stream()
              .map(name -> (Tool) planted(name, failing.contains(name), random))
              .toArray(Tool[]::new);
      try (Harness harness = harness(model, agents)) {
        Supervision supervision = new Supervision(3, 0.7, limit, Duration.ofSeconds(20));
        ConversationId conversation = new ConversationId("agent-0123456789", "session-" + i);
        List<TurnEvent> shown = new ArrayList<>();
        TurnEvent last =
            harness
                .feature
                .turns()
                .run(
                    new TurnRequest(
                        supervisor(supervision),
                        conversation,
                        new TurnInput.Said(List.of(new Content.Text("Please help"))),
                        Harness.CALLER,
                        true),
                    shown::add);
        check(answer(last), limit, shown);
      }
    }
  }

  private static void check(String answer, int limit, List<TurnEvent> shown) {
    assertThat(answer).isNotBlank().hasSizeLessThanOrEqualTo(limit);
    assertThat(answer)
        .doesNotContain("TASK", "REASON", "WHY", "route_to", "\"agent", "tool_call", "decide(")
        .doesNotContain(NAMES);
    shown.stream()
        .filter(TurnEvent.Text.class::isInstance)
        .forEach(text -> assertThat(((TurnEvent.Text) text).delta()).doesNotContain("route_to"));
    List<String> missing =
        shown.stream()
            .filter(event -> event instanceof ToolEnded ended && ended.error())
            .map(event -> ((ToolEnded) event).tool().replace('_', ' '))
            .toList();
    if (!missing.isEmpty() && limit > 250) {
      assertThat(answer).contains("Missing: ").contains(missing);
    }
  }

  private static TestAgent planted(String name, boolean fails, Random random) {
    int sentences = 1 + random.nextInt(20);
    return new TestAgent(
        name,
        name,
        _ ->
            fails
                ? new ToolOutcome.Failed("route_to_" + name + " failed with TASK")
                : ToolOutcome.Answered.text("This is a fact of interest. ".repeat(sentences)));
  }

  private static Reply leaky(Random random, ModelRequest request) throws InterruptedException {
    String leak =
        List.of(
                "Action: route_to_order_desk(TASK)",
                "{\"agents\": [{\"agent\": \"shop_guide\", \"task\": \"TASK\"}]}",
                "<tool_call>decide TASK</tool_call>",
                "order_desk(task=\"TASK\")",
                "Thought: REASON says the shop_guide",
                "```json\n{\"task\": \"TASK\"}\n```")
            .get(random.nextInt(6));
    if (request.toolChoice() instanceof ToolChoice.None) {
      return reply(
          new Content.Text(
              random.nextInt(5) == 0
                  ? leak
                  : "Here is what was found. "
                      + leak
                      + "\nAnd more of it. ".repeat(random.nextInt(40))));
    }
    if (random.nextInt(4) == 0) {
      return reply(new Content.Text(leak));
    }
    List<String> arguments = new ArrayList<>();
    for (String name : NAMES) {
      if (random.nextBoolean()) {
        arguments.addAll(List.of(name, "TASK for " + name));
      }
    }
    double confidence = random.nextDouble();
    Reply decided = decides(confidence, arguments.toArray(String[]::new)).reply(request);
    List<Content> content = new ArrayList<>(List.of(new Content.Text(leak)));
    content.addAll(decided.content());
    return reply(content.toArray(Content[]::new));
  }
}
