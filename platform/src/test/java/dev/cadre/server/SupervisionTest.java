package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A supervisor and its agents on a whole platform, all of them on the offline model. */
class SupervisionTest {
  private static final String SESSION = "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id";
  private static Platform platform;

  private final String session = Platform.session();

  @BeforeAll
  static void up() {
    platform = new Platform();
    platform.declare(
        """
        name: reckoner
        description: Arithmetic - sums, products, percentages and roots of numbers.
        instructions: Compute.
        tools: [calculator]
        """);
    platform.declare(
        """
        name: clock_keeper
        description: The time of day and the date in any city or time zone.
        instructions: Tell the time.
        tools: [current_time]
        """);
    platform.declare(
        """
        name: front_desk
        instructions: Lead the others.
        tools: [{agent: reckoner}, {agent: clock_keeper}, {agent: nobody_here}]
        supervision: {agents: 2, askBelow: 0.7, answer: 600, deadline: 20s}
        """);
  }

  @AfterAll
  static void down() {
    platform.close();
  }

  private JsonNode ask(String prompt) {
    HttpResponse<String> answer =
        platform.send(
            "POST",
            "/runtimes/front_desk/invocations",
            Json.object().put("prompt", prompt),
            SESSION,
            session);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body());
  }

  private static List<String> chosen(JsonNode answer) {
    return answer
        .at("/decision/chosen")
        .valueStream()
        .map(one -> one.path("agent").asString())
        .toList();
  }

  @Test
  void two_agents_answer_one_request() {
    JsonNode answer = ask("Compute the sum 17 + 25, and tell me what time of day it is in Tokyo");
    assertThat(chosen(answer)).containsExactlyInAnyOrder("reckoner", "clock_keeper");
    assertThat(answer.path("answer").asString())
        .contains("42", "Asia/Tokyo", "Sources: ")
        .hasSizeLessThanOrEqualTo(600)
        .doesNotContain("clock_keeper", "{");
    assertThat(answer.path("agents").valueStream().map(one -> one.path("ok").asBoolean()))
        .containsExactly(true, true);
  }

  @Test
  void a_request_for_one_agent_goes_to_it_alone() {
    assertThat(chosen(ask("What is 12 % of 250? Compute the percentage.")))
        .containsExactly("reckoner");
  }

  @Test
  void what_is_nobodys_work_is_asked_back() {
    JsonNode answer = ask("Write a poem about the sea");
    assertThat(answer.at("/decision/question").asString()).endsWith("?");
    assertThat(answer.path("answer").asString())
        .isEqualTo(answer.at("/decision/question").asString());
    assertThat(answer.path("toolCalls").isEmpty()).isTrue();
  }

  @Test
  void a_greeting_is_answered_at_once() {
    JsonNode answer = ask("Hello");
    assertThat(answer.path("answer").asString()).startsWith("Hello!");
    assertThat(chosen(answer)).isEmpty();
  }

  @Test
  void the_decision_is_shown_before_the_agents_work() {
    HttpResponse<String> answer =
        platform.send(
            "POST",
            "/runtimes/front_desk/invocations",
            Json.object().put("prompt", "Compute the product of the numbers 6 and 7"),
            "Accept",
            "text/event-stream",
            SESSION,
            session);
    assertThat(answer.body()).contains("event: decided\n", "event: within\n");
    assertThat(answer.body().indexOf("event: decided"))
        .isLessThan(answer.body().indexOf("event: within"));
  }
}
