package dev.cadre.agent;

import static dev.cadre.agent.ControlPlane.create;
import static dev.cadre.agent.ControlPlane.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.json.Json;
import dev.cadre.store.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class HarnessOperationsTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/r";

  @TempDir Path state;
  private TestDatabase database;
  private ControlPlane plane;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.fresh();
    plane = new ControlPlane(database.database(), state);
  }

  @AfterEach
  void close() {
    plane.close();
    database.close();
  }

  private static ObjectNode says(String text) {
    ObjectNode input = Json.object();
    input.putArray("systemPrompt").addObject().put("text", text);
    return input;
  }

  private JsonNode made(String name, String text) {
    ObjectNode input = says(text).put("harnessName", name).put("executionRoleArn", ROLE);
    JsonNode made = plane.call("CreateHarness", input).path("harness");
    plane.settle(id(made));
    return made;
  }

  private static AgentRuntimeId id(JsonNode harness) {
    return new AgentRuntimeId(harness.path("harnessId").asString());
  }

  private static ObjectNode named(JsonNode harness) {
    return Json.object().put("harnessId", harness.path("harnessId").asString());
  }

  private JsonNode get(JsonNode harness) {
    return plane.call("GetHarness", named(harness)).path("harness");
  }

  @Test
  void a_harness_is_an_agent_runtime_of_the_same_id() {
    JsonNode made = made("helper", "Help.");
    // There is nothing to build: it may be ready before it is answered.
    assertThat(made.path("status").asString()).isIn("CREATING", "READY");
    JsonNode found = get(made);
    assertThat(found.path("status").asString()).isEqualTo("READY");
    assertThat(found.path("arn").asString()).endsWith(":harness/" + id(made));
    assertThat(found.path("executionRoleArn").asString()).isEqualTo(ROLE);
    assertThat(found.at("/systemPrompt/0/text").asString()).isEqualTo("Help.");
    assertThat(found.at("/allowedTools/0").asString()).isEqualTo("*");
    JsonNode environment = found.at("/environment/agentCoreRuntimeEnvironment");
    assertThat(environment.path("agentRuntimeId").asString()).isEqualTo(id(made).value());
    assertThat(environment.at("/networkConfiguration/networkMode").asString()).isEqualTo("PUBLIC");
    assertThat(plane.call("GetAgentRuntime", of(id(made))).path("agentRuntimeName").asString())
        .isEqualTo("helper");
    Artifact.Declared runs =
        (Artifact.Declared)
            plane.deployments.resolveArn(found.path("arn").asString(), null).artifact();
    assertThat(runs.definition().path("says").asString()).isEqualTo("Help.");
  }

  @Test
  void an_update_changes_what_it_names_and_keeps_the_rest() {
    ObjectNode input = says("Help.").put("harnessName", "helper").put("executionRoleArn", ROLE);
    input.put("maxIterations", 3).putObject("environmentVariables").put("A", "1");
    input.putObject("memory").putObject("disabled");
    JsonNode made = plane.call("CreateHarness", input).path("harness");
    plane.settle(id(made));
    ObjectNode change = says("Help more.").put("harnessId", id(made).value());
    change.putObject("memory");
    JsonNode changed = plane.call("UpdateHarness", change).path("harness");
    plane.settle(id(made));
    assertThat(changed.path("harnessVersion").asString()).isEqualTo("2");
    JsonNode found = get(made);
    assertThat(found.at("/systemPrompt/0/text").asString()).isEqualTo("Help more.");
    assertThat(found.path("maxIterations").asInt()).isEqualTo(3);
    assertThat(found.at("/environmentVariables/A").asString()).isEqualTo("1");
    assertThat(found.has("memory")).isFalse();
    JsonNode first =
        plane.call("GetHarness", named(made).put("harnessVersion", "1")).path("harness");
    assertThat(first.at("/systemPrompt/0/text").asString()).isEqualTo("Help.");
  }

  @Test
  void an_agent_made_from_a_file_is_a_harness_too() {
    AgentRuntimeId made =
        ControlPlane.idOf(plane.call("CreateAgentRuntime", create("filed", file("Help."))));
    plane.settle(made);
    JsonNode found =
        plane.call("GetHarness", Json.object().put("harnessId", made.value())).path("harness");
    assertThat(found.at("/systemPrompt/0/text").asString()).isEqualTo("Help.");
    JsonNode stored =
        plane.call("GetAgentRuntime", of(made)).at("/agentRuntimeArtifact/declaredConfiguration");
    assertThat(Json.text(stored)).isEqualTo("{\"definition\":{\"says\":\"Help.\"}}");
  }

  private static ObjectNode file(String text) {
    ObjectNode artifact = Json.object();
    artifact.putObject("declaredConfiguration").put("file", text);
    return artifact;
  }

  @Test
  void a_definition_that_is_not_whole_leaves_nothing() {
    ObjectNode artifact = Json.object();
    artifact.putObject("declaredConfiguration").putObject("definition");
    assertThatThrownBy(() -> plane.call("CreateAgentRuntime", create("broken", artifact)))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("says is missing");
    assertThat(plane.call("ListAgentRuntimes", Json.object()).path("agentRuntimes")).isEmpty();
  }

  @Test
  void a_declared_agent_serves_http_or_ag_ui() {
    ObjectNode input = create("spoken", file("Help."));
    input.putObject("protocolConfiguration").put("serverProtocol", "MCP");
    assertThatThrownBy(() -> plane.call("CreateAgentRuntime", input))
        .hasMessageContaining("MCP is not served by a declared agent");
  }

  @Test
  void lists_hold_declared_agents_alone_page_by_page() {
    plane.ready("coded");
    made("one", "1");
    made("two", "2");
    ObjectNode first = plane.call("ListHarnesses", Json.object().put("maxResults", 1));
    assertThat(names(first)).containsExactly("two");
    ObjectNode rest =
        plane.call(
            "ListHarnesses", Json.object().put("nextToken", first.path("nextToken").asString()));
    assertThat(names(rest)).containsExactly("one");
    assertThat(rest.has("nextToken")).isFalse();
  }

  private static List<String> names(ObjectNode page) {
    return page.path("harnesses")
        .valueStream()
        .map(harness -> harness.path("harnessName").asString())
        .toList();
  }

  @Test
  void an_agent_with_code_is_no_harness() {
    AgentRuntimeId coded = plane.ready("coded");
    for (String operation : List.of("GetHarness", "UpdateHarness", "DeleteHarness")) {
      assertThatThrownBy(() -> plane.call(operation, Json.object().put("harnessId", coded.value())))
          .isInstanceOf(Fault.NotFound.class)
          .hasMessageContaining("no harness");
    }
  }

  @Test
  void versions_and_endpoints_are_told_in_the_harness_s_words() {
    JsonNode made = made("helper", "Help.");
    plane.call("UpdateHarness", says("More.").put("harnessId", id(made).value()));
    plane.settle(id(made));
    assertThat(plane.call("ListHarnessVersions", named(made)).path("harnessVersions")).hasSize(2);
    ObjectNode prod = named(made).put("endpointName", "prod").put("targetVersion", "1");
    JsonNode endpoint = plane.call("CreateHarnessEndpoint", prod).path("endpoint");
    assertThat(endpoint.path("arn").asString())
        .endsWith(":harness/" + id(made) + "/harness-endpoint/prod");
    assertThat(endpoint.path("harnessName").asString()).isEqualTo("helper");
    plane.settle(id(made));
    plane.call("UpdateHarnessEndpoint", prod.deepCopy().put("targetVersion", "2"));
    plane.settle(id(made));
    JsonNode moved = plane.call("GetHarnessEndpoint", prod).path("endpoint");
    assertThat(moved.path("liveVersion").asString()).isEqualTo("2");
    assertThat(plane.call("ListHarnessEndpoints", named(made)).path("endpoints")).hasSize(2);
    assertThat(plane.deployments.resolveArn(moved.path("arn").asString(), null).version())
        .isEqualTo(2);
    assertThat(plane.call("DeleteHarnessEndpoint", prod).at("/endpoint/status").asString())
        .isEqualTo("DELETING");
  }

  @Test
  void a_deleted_harness_is_gone_with_its_agent() {
    JsonNode made = made("helper", "Help.");
    assertThat(plane.call("DeleteHarness", named(made)).at("/harness/status").asString())
        .isEqualTo("DELETING");
    ControlPlane.await(() -> plane.news.deleted.contains(id(made)));
    ControlPlane.await(
        () -> plane.call("ListHarnesses", Json.object()).path("harnesses").isEmpty());
  }
}
