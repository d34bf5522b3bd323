package dev.cadre.harness;

import static dev.cadre.harness.Harness.answer;
import static dev.cadre.harness.ScriptedModel.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import dev.cadre.store.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Answers that must be JSON of a form. */
class OutputTest {
  private TestDatabase database;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static AgentDefinition agent() {
    AgentDefinition plain = Harness.agent(false);
    ObjectNode schema =
        (ObjectNode)
            Json.parse(
                """
                {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}
                """);
    return new AgentDefinition(
        plain.name(),
        plain.description(),
        plain.instructions(),
        plain.model(),
        plain.sampling(),
        List.of(),
        plain.history(),
        plain.memory(),
        plain.limits(),
        schema,
        List.of(),
        null);
  }

  @Test
  void an_answer_of_the_form_is_given_as_json_alone() throws Exception {
    ScriptedModel model = ScriptedModel.of(says("```json\n{\"n\": 3}\n```"));
    try (Harness harness = new Harness(database, model)) {
      assertThat(answer(harness.say(agent(), "go"))).isEqualTo("{\"n\":3}");
      assertThat(model.requests.getFirst().outputSchema()).isEqualTo(agent().outputSchema());
    }
  }

  @Test
  void another_one_is_given_back_once_with_what_is_wrong() throws Exception {
    ScriptedModel model =
        ScriptedModel.of(says("{\"n\": \"three\"}"), says("{\"n\": 3}"), says("{\"n\": 4}"));
    try (Harness harness = new Harness(database, model)) {
      assertThat(answer(harness.say(agent(), "go"))).isEqualTo("{\"n\":3}");
      assertThat(model.requests.get(1).messages()).hasSize(3);
      assertThat(model.requests.get(1).messages().getLast().toString())
          .contains("n: string found, integer expected");
      // The history has the good answer alone.
      harness.say(agent(), "again");
      assertThat(model.requests.get(2).messages()).hasSize(3);
      assertThat(model.requests.get(2).messages().toString()).doesNotContain("three");
    }
  }

  @Test
  void a_second_bad_answer_fails_the_turn() throws Exception {
    ScriptedModel model = ScriptedModel.of(says("three"), says("really, three"));
    try (Harness harness = new Harness(database, model)) {
      assertThat(harness.say(agent(), "go"))
          .isInstanceOfSatisfying(
              TurnEvent.Failed.class,
              failed -> {
                assertThat(failed.code()).isEqualTo("RuntimeClientError");
                assertThat(failed.message()).contains("output schema");
              });
    }
  }
}
