package dev.cadre.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.model.Caller;
import dev.cadre.model.Content;
import dev.cadre.store.TestDatabase;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class BuiltInToolsTest {
  private static final Instant NOW = Instant.parse("2026-03-28T22:30:00Z");
  private TestDatabase database;
  private BuiltInTools tools;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    tools = new BuiltInTools(database.database(), InstantSource.fixed(NOW), List.of());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private ToolOutcome call(String tool, String arguments, @Nullable String agent, String session) {
    ObjectNode json = (ObjectNode) Json.parse(arguments);
    Tool found = tools.find(tool);
    assertThat(new SchemaCheck().violations(found.spec().inputSchema(), json)).isEmpty();
    try {
      return found.call(
          new ToolInvocation(json, new Caller("t", agent, session, Context.root()), "k", NOW));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private JsonNode answer(String tool, String arguments, String agent, String session) {
    if (call(tool, arguments, agent, session) instanceof ToolOutcome.Answered(var content)
        && content.getFirst() instanceof Content.Data(JsonNode json)) {
      return json;
    }
    throw new AssertionError("no answer");
  }

  @Test
  void every_schema_is_one() {
    SchemaCheck schemas = new SchemaCheck();
    assertThat(tools.names())
        .containsExactlyInAnyOrder("calculator", "convert_units", "current_time", "key_value");
    for (String name : tools.names()) {
      assertThat(schemas.problems(tools.find(name).spec().inputSchema())).isEmpty();
    }
  }

  @Test
  void an_unknown_name_is_answered_with_the_nearest() {
    assertThatThrownBy(() -> tools.find("calculater"))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("did you mean 'calculator'?");
  }

  @Test
  void the_calculator_answers_json() {
    assertThat(
            answer("calculator", "{\"expression\":\"3 * 0.1\"}", "a", "s")
                .path("result")
                .decimalValue())
        .isEqualByComparingTo("0.3");
    assertThat(call("calculator", "{\"expression\":\"1/0\"}", "a", "s"))
        .isEqualTo(new ToolOutcome.Failed("'1/0' has no result: division by zero"));
  }

  @Test
  void a_zone_may_be_named_by_its_city() {
    assertThat(
            answer("current_time", "{\"zone\":\"new york\"}", "a", "s").path("zone").asString(""))
        .isEqualTo("America/New_York");
  }

  @Test
  void the_time_is_told_in_any_zone_over_the_change_of_summer_time() {
    assertThat(answer("current_time", "{}", "a", "s").path("time").asString())
        .isEqualTo("2026-03-28T22:30:00Z");
    JsonNode paris =
        answer("current_time", "{\"zone\":\"Europe/Paris\",\"add\":\"P1D\"}", "a", "s");
    // The same hour of the next day, which is only 23 hours away.
    assertThat(paris.path("time").asString()).isEqualTo("2026-03-29T23:30:00+02:00");
    assertThat(paris.path("weekday").asString()).isEqualTo("Sunday");
    assertThat(
            answer("current_time", "{\"zone\":\"Europe/Paris\",\"add\":\"PT24H\"}", "a", "s")
                .path("time")
                .asString())
        .isEqualTo("2026-03-30T00:30:00+02:00");
    assertThat(answer("current_time", "{\"add\":\"-P1DT2H\"}", "a", "s").path("time").asString())
        .isEqualTo("2026-03-27T20:30:00Z");
  }

  @Test
  void the_time_until_a_date_is_counted() {
    JsonNode until = answer("current_time", "{\"until\":\"2026-04-01\"}", "a", "s").path("until");
    assertThat(until.path("calendarDays").asInt()).isEqualTo(4);
    assertThat(until.path("days").asInt()).isEqualTo(3);
    assertThat(until.path("hours").asInt()).isEqualTo(1);
    assertThat(call("current_time", "{\"zone\":\"Mars/Base\"}", "a", "s"))
        .isInstanceOf(ToolOutcome.Failed.class);
    assertThat(call("current_time", "{\"from\":\"tomorrow\"}", "a", "s"))
        .isInstanceOf(ToolOutcome.Failed.class);
  }

  @Test
  void notes_are_kept_for_their_session_or_for_their_agent() {
    answer("key_value", "{\"action\":\"put\",\"key\":\"k\",\"value\":\"mine\"}", "a", "s1");
    answer(
        "key_value",
        "{\"action\":\"put\",\"key\":\"k\",\"value\":\"ours\",\"scope\":\"agent\"}",
        "a",
        "s1");
    String get = "{\"action\":\"get\",\"key\":\"k\"}";
    String shared = "{\"action\":\"get\",\"key\":\"k\",\"scope\":\"agent\"}";
    assertThat(answer("key_value", get, "a", "s1").path("value").asString()).isEqualTo("mine");
    assertThat(answer("key_value", get, "a", "s2").path("found").asBoolean()).isFalse();
    assertThat(answer("key_value", shared, "a", "s2").path("value").asString()).isEqualTo("ours");
    assertThat(answer("key_value", shared, "b", "s1").path("found").asBoolean()).isFalse();
    assertThat(answer("key_value", "{\"action\":\"list\"}", "a", "s1").path("keys").size())
        .isEqualTo(1);
    assertThat(
            answer("key_value", "{\"action\":\"delete\",\"key\":\"k\"}", "a", "s1")
                .path("deleted")
                .asBoolean())
        .isTrue();
    assertThat(answer("key_value", get, "a", "s1").path("found").asBoolean()).isFalse();
  }

  @Test
  void notes_have_limits() {
    for (int i = 0; i < 1_000; i++) {
      database
          .database()
          .update("insert into key_value values ('a', 's', ?, 'v', now())", "key" + i);
    }
    assertThat(
            call(
                "key_value", "{\"action\":\"put\",\"key\":\"one more\",\"value\":\"v\"}", "a", "s"))
        .isInstanceOf(ToolOutcome.Failed.class);
    assertThat(call("key_value", "{\"action\":\"put\",\"key\":\"key7\",\"value\":\"w\"}", "a", "s"))
        .isInstanceOf(ToolOutcome.Answered.class);
    assertThat(answer("key_value", "{\"action\":\"list\"}", "a", "s").path("more").asBoolean())
        .isTrue();
    assertThat(call("key_value", "{\"action\":\"get\",\"key\":\"k\"}", null, "s"))
        .isInstanceOf(ToolOutcome.Failed.class);
    String huge = "x".repeat(65_537);
    assertThat(
            call(
                "key_value",
                "{\"action\":\"put\",\"key\":\"k\",\"value\":\"" + huge + "\"}",
                "a",
                "z"))
        .isInstanceOf(ToolOutcome.Failed.class);
  }
}
