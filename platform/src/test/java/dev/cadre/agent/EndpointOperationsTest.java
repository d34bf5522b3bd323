package dev.cadre.agent;

import static dev.cadre.agent.ControlPlane.of;
import static dev.cadre.agent.ControlPlane.remote;
import static dev.cadre.agent.ControlPlane.update;
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
import tools.jackson.databind.node.ObjectNode;

final class EndpointOperationsTest {
  @TempDir Path state;
  private TestDatabase database;
  private ControlPlane plane;
  private AgentRuntimeId id;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.fresh();
    plane = new ControlPlane(database.database(), state);
    id = plane.ready("greeter");
  }

  @AfterEach
  void close() {
    plane.close();
    database.close();
  }

  @Test
  void a_named_endpoint_stays_at_its_version_while_default_moves_on() {
    ObjectNode created = plane.call("CreateAgentRuntimeEndpoint", named("prod"));
    assertThat(created.path("status").asString()).isEqualTo("CREATING");
    assertThat(created.path("targetVersion").asString()).isEqualTo("1");
    assertThat(created.path("agentRuntimeEndpointArn").asString())
        .endsWith(":runtime/" + id + "/runtime-endpoint/prod");
    plane.settle(id);
    upgrade();
    assertThat(plane.deployments.resolve(id, "prod").version()).isEqualTo(1);
    assertThat(plane.deployments.resolve(id, null).version()).isEqualTo(2);
    assertThat(plane.news.retired).isEmpty();
  }

  @Test
  void an_endpoint_that_moves_retires_the_version_nobody_serves_any_more() {
    plane.call("CreateAgentRuntimeEndpoint", named("prod"));
    plane.settle(id);
    upgrade();
    ObjectNode moved =
        plane.call(
            "UpdateAgentRuntimeEndpoint",
            of(id).put("endpointName", "prod").put("agentRuntimeVersion", "2"));
    assertThat(moved.path("status").asString()).isEqualTo("UPDATING");
    assertThat(moved.path("liveVersion").asString()).isEqualTo("1");
    assertThat(moved.path("targetVersion").asString()).isEqualTo("2");
    plane.settle(id);
    assertThat(plane.deployments.resolve(id, "prod").version()).isEqualTo(2);
    ControlPlane.await(() -> plane.news.retired.equals(List.of(id + "/1")));
  }

  @Test
  void default_can_be_neither_pinned_nor_deleted_nor_made_twice() {
    assertThatThrownBy(
            () ->
                plane.call(
                    "UpdateAgentRuntimeEndpoint",
                    of(id).put("endpointName", "DEFAULT").put("agentRuntimeVersion", "1")))
        .isInstanceOf(Fault.Conflict.class)
        .hasMessageContaining("follows the newest version");
    assertThatThrownBy(
            () -> plane.call("DeleteAgentRuntimeEndpoint", of(id).put("endpointName", "DEFAULT")))
        .isInstanceOf(Fault.Conflict.class);
    assertThatThrownBy(() -> plane.call("CreateAgentRuntimeEndpoint", named("DEFAULT")))
        .isInstanceOf(Fault.Conflict.class);
  }

  @Test
  void an_agent_has_ten_endpoints_at_most() {
    for (int i = 1; i < 10; i++) {
      plane.call("CreateAgentRuntimeEndpoint", named("e" + i));
    }
    assertThatThrownBy(() -> plane.call("CreateAgentRuntimeEndpoint", named("eleventh")))
        .isInstanceOf(Fault.QuotaExceeded.class)
        .hasMessageContaining("10 endpoints");
  }

  @Test
  void endpoints_are_listed_by_name_in_pages() {
    plane.call("CreateAgentRuntimeEndpoint", named("beta"));
    plane.call("CreateAgentRuntimeEndpoint", named("alpha"));
    ObjectNode page = plane.call("ListAgentRuntimeEndpoints", of(id).put("maxResults", 2));
    assertThat(names(page)).containsExactly("DEFAULT", "alpha");
    ObjectNode rest =
        plane.call(
            "ListAgentRuntimeEndpoints",
            of(id).put("nextToken", page.path("nextToken").asString()));
    assertThat(names(rest)).containsExactly("beta");
    assertThat(rest.has("nextToken")).isFalse();
  }

  @Test
  void a_deleted_endpoint_takes_its_tags_along() {
    ObjectNode input = named("prod");
    input.putObject("tags").put("team", "a");
    String arn =
        plane.call("CreateAgentRuntimeEndpoint", input).path("agentRuntimeEndpointArn").asString();
    plane.settle(id);
    assertThat(tags(arn)).isEqualTo("{\"team\":\"a\"}");
    plane.call("DeleteAgentRuntimeEndpoint", of(id).put("endpointName", "prod"));
    ControlPlane.await(
        () -> names(plane.call("ListAgentRuntimeEndpoints", of(id))).equals(List.of("DEFAULT")));
    plane.call("CreateAgentRuntimeEndpoint", named("prod"));
    assertThat(tags(arn)).isEqualTo("{}");
  }

  @Test
  void an_endpoint_needs_a_version_that_is_there() {
    assertThatThrownBy(
            () ->
                plane.call(
                    "CreateAgentRuntimeEndpoint", named("prod").put("agentRuntimeVersion", "7")))
        .isInstanceOf(Fault.NotFound.class)
        .hasMessageContaining("no version 7");
  }

  @Test
  void tags_are_added_replaced_and_removed_up_to_fifty() {
    String arn = "arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/" + id;
    ObjectNode fifty = Json.object().put("resourceArn", arn);
    for (int i = 0; i < 50; i++) {
      fifty.withObject("/tags").put("k" + i, "v");
    }
    plane.call("TagResource", fifty);
    ObjectNode more = Json.object().put("resourceArn", arn);
    more.putObject("tags").put("one", "more");
    assertThatThrownBy(() -> plane.call("TagResource", more))
        .isInstanceOf(Fault.QuotaExceeded.class);
    ObjectNode fewer = Json.object().put("resourceArn", arn);
    for (int i = 1; i < 50; i++) {
      fewer.withArray("/tagKeys").add("k" + i);
    }
    plane.call("UntagResource", fewer);
    ObjectNode replaced = Json.object().put("resourceArn", arn);
    replaced.putObject("tags").put("k0", "new");
    plane.call("TagResource", replaced);
    assertThat(tags(arn)).isEqualTo("{\"k0\":\"new\"}");
  }

  @Test
  void a_reserved_tag_and_an_unknown_resource_are_refused() {
    String arn = "arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/";
    ObjectNode reserved = Json.object().put("resourceArn", arn + id);
    reserved.putObject("tags").put("aws:x", "y");
    assertThatThrownBy(() -> plane.call("TagResource", reserved)).isInstanceOf(Fault.Invalid.class);
    assertThatThrownBy(() -> tags(arn + "nobody-1234567890")).isInstanceOf(Fault.NotFound.class);
  }

  private void upgrade() {
    plane.call("UpdateAgentRuntime", update(id, remote()));
    plane.settle(id);
  }

  private ObjectNode named(String name) {
    return of(id).put("name", name);
  }

  private String tags(String arn) {
    return plane
        .call("ListTagsForResource", Json.object().put("resourceArn", arn))
        .path("tags")
        .toString();
  }

  private static List<String> names(ObjectNode page) {
    return page.path("runtimeEndpoints")
        .valueStream()
        .map(node -> node.path("name").asString())
        .toList();
  }
}
