package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A supervisor over HTTP, whose agents misbehave and whose model decides what a test says. */
@Timeout(180)
class UnrulyAgentsTest {
  private static final String SESSION = "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id";
  private static StandInModel model;
  private static Platform platform;

  @BeforeAll
  static void up(@TempDir Path folder) {
    model = new StandInModel();
    platform = new Platform("--config", model.config(folder.resolve("cadre.yaml")).toString());
    platform.agent("unruly", "outside/agents/unruly/main.py", "HTTP");
    for (String name : List.of("orders_desk", "shop_guide", "repair_bench", "stock_room")) {
      platform.declare("name: %s\ndescription: %s.\ninstructions: Help.\n".formatted(name, name));
    }
    String[] all =
        List.of("unruly", "orders_desk", "shop_guide", "repair_bench", "stock_room").stream()
            .map(name -> "agent: " + name)
            .toArray(String[]::new);
    platform.declare(lead("lead", "60s", all));
    platform.declare(lead("hasty", "6s", all));
    platform.declare(lead("over_lead", "90s", "agent: lead", "agent: orders_desk"));
    platform.declare(lead("round", "120s", "agent: round", "agent: orders_desk"));
  }

  private static String lead(String name, String deadline, String... tools) {
    return """
    name: %s
    description: Leads.
    instructions: Lead.
    tools: [{%s}]
    supervision: {agents: 3, askBelow: 0.7, answer: 600, deadline: %s}
    """
        .formatted(name, String.join("}, {", tools), deadline);
  }

  @AfterAll
  static void down() {
    platform.close();
    model.close();
  }

  /** A request that has the model fill the form so. */
  private static String decide(double confidence, String... agentsAndTasks) {
    ObjectNode form = Json.object().put("confidence", confidence).put("reason", "as told");
    ArrayNode agents = form.putArray("agents");
    for (int i = 0; i < agentsAndTasks.length; i += 2) {
      agents.addObject().put("agent", agentsAndTasks[i]).put("task", agentsAndTasks[i + 1]);
    }
    return "call: decide " + Json.text(form);
  }

  private static JsonNode ask(String agent, String prompt) {
    HttpResponse<String> answer =
        platform.send(
            "POST",
            "/runtimes/" + agent + "/invocations",
            Json.object().put("prompt", prompt),
            SESSION,
            Platform.session());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body());
  }

  private static String answer(String prompt) {
    return ask("lead", prompt).path("answer").asString();
  }

  @Test
  void one_that_hangs_is_missing_and_the_answer_comes_in_time() {
    ask("lead", decide(0.9, "unruly", "warm"));
    long began = System.nanoTime();
    String answer =
        ask("hasty", decide(0.9, "unruly", "hang", "orders_desk", "It is on its way."))
            .path("answer")
            .asString();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
    assertThat(answer)
        .contains("It is on its way.", "Missing: unruly", "Sources: orders desk.")
        .doesNotContain("too late");
  }

  @Test
  void one_that_dies_is_missing() {
    assertThat(answer(decide(0.9, "unruly", "die", "orders_desk", "It is on its way.")))
        .contains("It is on its way.", "Missing: unruly gave no answer.", "Sources: orders desk.");
  }

  @Test
  void when_none_answers_that_is_said_without_a_source() {
    assertThat(answer(decide(0.9, "unruly", "die")))
        .contains("could not find that out", "Missing: unruly")
        .doesNotContain("Sources");
    assertThat(answer(decide(0.9, "unruly", "empty")))
        .contains("could not find that out", "Missing: unruly")
        .doesNotContain("Sources");
  }

  @Test
  void one_that_says_nothing_but_routing_text_has_not_answered() {
    assertThat(answer(decide(0.9, "unruly", "leak")))
        .contains("could not find that out", "Missing: unruly")
        .doesNotContain("Sources", "route_to", "Thought", "tool_call");
    assertThat(answer(decide(0.9, "unruly", "leak", "orders_desk", "It is on its way.")))
        .contains("It is on its way.", "Missing: unruly", "Sources: orders desk.")
        .doesNotContain("route_to", "Thought", "tool_call");
  }

  @Test
  void of_a_hundred_thousand_characters_whole_sentences_are_left() {
    String answer = answer(decide(0.9, "unruly", "long 100000"));
    assertThat(answer)
        .hasSizeLessThanOrEqualTo(600)
        .startsWith("A sentence of it. A sentence of it.")
        .endsWith("A sentence of it.\n\nSources: unruly.");
    assertThat(answer(decide(0.9, "unruly", "long 100000", "orders_desk", "It is on its way.")))
        .hasSizeLessThanOrEqualTo(600)
        .contains("Sources: unruly, orders desk.");
  }

  @Test
  void a_process_is_told_a_key_that_is_its_calls_own() {
    JsonNode first = ask("lead", decide(0.9, "unruly", "key"));
    String key = first.path("answer").asString();
    assertThat(key).startsWith(first.path("turnId").asString() + "/call_");
    assertThat(answer(decide(0.9, "unruly", "key"))).contains("/call_").isNotEqualTo(key);
  }

  @Test
  void at_exactly_the_confidence_it_acts_and_just_below_it_asks() {
    JsonNode sure = ask("lead", decide(0.7, "orders_desk", "It is on its way."));
    assertThat(sure.at("/decision/question").isNull()).isTrue();
    assertThat(sure.path("answer").asString()).startsWith("It is on its way.");
    JsonNode unsure = ask("lead", decide(0.69, "orders_desk", "It is on its way."));
    assertThat(unsure.at("/decision/question").asString()).endsWith("?");
    assertThat(unsure.path("toolCalls").isEmpty()).isTrue();
  }

  @Test
  void three_work_and_a_fourth_is_no_decision() {
    JsonNode three =
        ask(
            "lead",
            decide(0.9, "orders_desk", "One.", "shop_guide", "Two.", "repair_bench", "Three."));
    assertThat(three.path("answer").asString())
        .contains("Sources: orders desk, shop guide, repair bench.");
    JsonNode four =
        ask(
            "lead",
            decide(
                0.9,
                "orders_desk",
                "One.",
                "shop_guide",
                "Two.",
                "repair_bench",
                "Three.",
                "stock_room",
                "Four."));
    assertThat(four.at("/decision/chosen").size()).isEqualTo(1);
  }

  @Test
  void a_decision_that_is_no_json_falls_back_to_the_nearest_agent() {
    JsonNode answer = ask("lead", "call: decide {\"agents\": [ the repair bench");
    assertThat(answer.at("/decision/chosen/0/agent").asString()).isEqualTo("repair_bench");
    assertThat(answer.at("/decision/confidence").asDouble()).isZero();
  }

  @Test
  void a_supervisor_leads_a_supervisor() {
    String inner = decide(0.9, "orders_desk", "It is on its way.");
    String answer = ask("over_lead", decide(0.9, "lead", inner)).path("answer").asString();
    assertThat(answer).contains("It is on its way.", "Sources: lead.");
  }

  @Test
  void what_one_that_is_led_asks_back_reaches_the_person_as_its_question() {
    String inner = decide(0.2, "orders_desk", "What?");
    String answer = ask("over_lead", decide(0.9, "lead", inner)).path("answer").asString();
    assertThat(answer).contains("I am not sure what you need").doesNotContain("could not find");
  }

  @Test
  void supervisors_in_a_circle_come_to_an_end() {
    String task = decide(0.9, "orders_desk", "The last.");
    for (int i = 0; i < 6; i++) {
      task = decide(0.9, "round", task);
    }
    JsonNode answer = ask("round", task);
    assertThat(answer.path("answer").asString())
        .contains("could not find that out")
        .hasSizeLessThanOrEqualTo(600);
  }
}
