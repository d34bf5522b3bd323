package dev.cadre.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class AwsRouteTest {
  private static final AwsModels MODELS = AwsModels.load();
  private static final String CONTROL = "bedrock-agentcore-control";
  private static final String CODE =
      """
      "roleArn":"arn:aws:iam::123456789012:role/r",
      "agentRuntimeArtifact":{"codeConfiguration":{"code":{"s3":{"bucket":"cadre","prefix":"a/b.zip"}},
        "runtime":"PYTHON_3_12","entryPoint":["main.py"]}}
      """;

  private final List<ObjectNode> handled = new ArrayList<>();

  private FakeExchange call(String operation, FakeExchange exchange) throws Exception {
    return call(operation, exchange, Json.object().put("done", true));
  }

  private FakeExchange call(String operation, FakeExchange exchange, @Nullable JsonNode output)
      throws Exception {
    new AwsRoute(
            MODELS,
            MODELS.operation(CONTROL, operation),
            (_, input) -> {
              handled.add(input);
              return output;
            })
        .handle(exchange);
    return exchange;
  }

  private Fault.Invalid refused(String operation, FakeExchange exchange) {
    Fault.Invalid fault =
        catchThrowableOfType(Fault.Invalid.class, () -> call(operation, exchange));
    assertThat(fault).as("a refusal").isNotNull();
    assertThat(handled).isEmpty();
    return fault;
  }

  private Fault.Invalid.Field only(String members) {
    Fault.Invalid fault =
        refused("CreateAgentRuntime", new FakeExchange().body("{" + members + "," + CODE + "}"));
    assertThat(fault.fields()).hasSize(1);
    return fault.fields().getFirst();
  }

  private Fault.Invalid.Field onlyBeside(String members) {
    return only("\"agentRuntimeName\":\"a\"," + members);
  }

  @Test
  void valid_input_reaches_the_operation_and_its_output_the_caller() throws Exception {
    FakeExchange answered =
        call(
            "CreateAgentRuntime",
            new FakeExchange().body("{\"agentRuntimeName\":\"echo\"," + CODE + "}"));
    assertThat(handled.getFirst().path("agentRuntimeName").asString()).isEqualTo("echo");
    assertThat(answered.status()).isEqualTo(202);
    assertThat(answered.answer().path("done").asBoolean()).isTrue();
  }

  @Test
  void every_missing_member_is_named_at_once() {
    Fault.Invalid fault = refused("CreateAgentRuntime", new FakeExchange().body("{}"));
    assertThat(fault.fields())
        .extracting(Fault.Invalid.Field::path)
        .containsExactlyInAnyOrder("agentRuntimeName", "agentRuntimeArtifact", "roleArn");
    assertThat(fault).hasMessageContaining("3 validation errors");
  }

  @Test
  void a_hyphen_in_a_name_is_told_what_it_should_be() {
    Fault.Invalid.Field field = only("\"agentRuntimeName\":\"my-agent\"");
    assertThat(field.path()).isEqualTo("agentRuntimeName");
    assertThat(field.message()).contains("use an underscore: 'my_agent'");
  }

  @Test
  void a_name_too_long_breaks_its_pattern() {
    assertThat(only("\"agentRuntimeName\":\"" + "a".repeat(49) + "\"").message())
        .contains("[a-zA-Z]");
  }

  @Test
  void a_length_out_of_range_is_told_with_its_range() {
    assertThat(onlyBeside("\"clientToken\":\"short\"").message())
        .contains("length between 33 and 256");
  }

  @Test
  void a_number_out_of_range_is_told_with_its_path() {
    Fault.Invalid.Field field =
        onlyBeside("\"lifecycleConfiguration\":{\"idleRuntimeSessionTimeout\":59}");
    assertThat(field.path()).isEqualTo("lifecycleConfiguration.idleRuntimeSessionTimeout");
    assertThat(field.message()).contains("59").contains("between 60 and ");
  }

  @Test
  void an_unknown_value_of_an_enum_lists_the_known_ones() {
    assertThat(onlyBeside("\"networkConfiguration\":{\"networkMode\":\"HOME\"}").message())
        .contains("HOME")
        .contains("PUBLIC")
        .contains("VPC");
  }

  @Test
  void a_member_of_the_wrong_type_says_the_right_one() {
    assertThat(onlyBeside("\"description\":7").message()).isEqualTo("Member must be a string");
    assertThat(onlyBeside("\"tags\":[1]").message()).isEqualTo("Member must be a map");
    assertThat(onlyBeside("\"lifecycleConfiguration\":{\"maxLifetime\":\"60\"}").message())
        .isEqualTo("Member must be a whole number");
    assertThat(onlyBeside("\"lifecycleConfiguration\":{\"maxLifetime\":99.5}").message())
        .isEqualTo("Member must be a whole number");
    assertThat(onlyBeside("\"lifecycleConfiguration\":true").message())
        .isEqualTo("Member must be an object");
  }

  @Test
  void a_union_takes_exactly_one_member() {
    String both =
        """
        {"agentRuntimeName":"a","roleArn":"arn:aws:iam::123456789012:role/r","agentRuntimeArtifact":{
          "containerConfiguration":{"containerUri":"123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1"},
          "codeConfiguration":{"code":{"s3":{"bucket":"cadre","prefix":"a"}},
            "runtime":"PYTHON_3_12","entryPoint":["main.py"]}}}
        """;
    Fault.Invalid fault = refused("CreateAgentRuntime", new FakeExchange().body(both));
    assertThat(fault.fields().getFirst().path()).isEqualTo("agentRuntimeArtifact");
    assertThat(fault.fields().getFirst().message()).startsWith("Exactly one of").endsWith("2 are");
  }

  @Test
  void too_many_entries_of_a_map_are_refused() {
    ObjectNode tags = Json.object();
    for (int i = 0; i < 51; i++) {
      tags.put("k" + i, "v");
    }
    Fault.Invalid.Field field = onlyBeside("\"tags\":" + Json.text(tags));
    assertThat(field.path()).isEqualTo("tags");
    assertThat(field.message()).contains("51").contains("between 0 and 50");
  }

  @Test
  void a_secret_value_is_not_shown_back() {
    String longer = "s".repeat(6000);
    Fault.Invalid.Field field = onlyBeside("\"environmentVariables\":{\"KEY\":\"" + longer + "\"}");
    assertThat(field.message()).contains("***").doesNotContain("sss");
  }

  @Test
  void a_long_value_is_shown_in_part() {
    assertThat(only("\"agentRuntimeName\":\"" + "d".repeat(50_000) + "\"").message())
        .hasSizeLessThan(400)
        .contains("ddd...");
  }

  @Test
  void twenty_faults_are_enough() {
    ObjectNode tags = Json.object();
    for (int i = 0; i < 40; i++) {
      tags.put("k" + i, i);
    }
    Fault.Invalid fault =
        refused(
            "CreateAgentRuntime",
            new FakeExchange()
                .body(
                    "{\"agentRuntimeName\":\"a\",\"tags\":" + Json.text(tags) + "," + CODE + "}"));
    assertThat(fault.fields()).hasSize(20);
  }

  @Test
  void an_unknown_member_is_ignored_as_aws_does() throws Exception {
    call(
        "CreateAgentRuntime",
        new FakeExchange().body("{\"agentRuntimeName\":\"a\",\"fromTheFuture\":{}," + CODE + "}"));
    assertThat(handled).hasSize(1);
  }

  @Test
  void a_null_is_an_absent_member() {
    assertThat(only("\"agentRuntimeName\":null").message()).isEqualTo("Member must not be null");
  }

  @Test
  void a_query_member_gets_the_type_of_its_shape() throws Exception {
    call("ListAgentRuntimes", new FakeExchange().with("maxResults", "7"));
    assertThat(handled.getFirst().path("maxResults").isInt()).isTrue();
    handled.clear();
    Fault.Invalid fault =
        refused("ListAgentRuntimes", new FakeExchange().with("maxResults", "seven"));
    assertThat(fault.fields().getFirst().path()).isEqualTo("maxResults");
  }

  @Test
  void a_body_cannot_overwrite_what_the_path_says() throws Exception {
    call(
        "UpdateAgentRuntime",
        new FakeExchange()
            .variable("agentRuntimeId", "mine-0123456789")
            .body("{\"agentRuntimeId\":\"other-0123456789\"," + CODE + "}"));
    assertThat(handled.getFirst().path("agentRuntimeId").asString()).isEqualTo("mine-0123456789");
  }

  @Test
  void repeated_query_parameters_are_a_list() throws Exception {
    FakeExchange answered =
        call(
            "UntagResource",
            new FakeExchange()
                .variable(
                    "resourceArn",
                    "arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/a-0123456789")
                .with("tagKeys", "one", "two"),
            null);
    assertThat(Json.text(handled.getFirst().path("tagKeys"))).isEqualTo("[\"one\",\"two\"]");
    assertThat(answered.status()).isEqualTo(204);
    assertThat(answered.text()).isEmpty();
  }

  @Test
  void a_body_that_is_no_object_is_refused() {
    assertThat(refused("CreateAgentRuntime", new FakeExchange().body("[1]")))
        .hasMessage("the body must be a JSON object");
    assertThat(refused("CreateAgentRuntime", new FakeExchange().body("{\"a\":")))
        .hasMessageContaining("not valid JSON");
  }

  @Test
  void a_nesting_bomb_is_refused_not_followed() {
    String bomb = "{\"agentRuntimeName\":" + "[".repeat(100_000);
    assertThat(refused("CreateAgentRuntime", new FakeExchange().body(bomb)))
        .hasMessageContaining("not valid JSON");
  }
}
