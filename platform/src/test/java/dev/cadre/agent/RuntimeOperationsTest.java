package dev.cadre.agent;

import static dev.cadre.agent.ControlPlane.create;
import static dev.cadre.agent.ControlPlane.idOf;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

final class RuntimeOperationsTest {
  private static final String TOKEN = "0123456789012345678901234567890123";

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

  @Test
  void a_created_agent_is_creating_then_ready_with_the_defaults_of_aws() {
    ObjectNode answer = plane.call("CreateAgentRuntime", create("greeter", remote()));
    AgentRuntimeId id = idOf(answer);
    assertThat(id.value()).matches("greeter-[a-zA-Z0-9]{10}");
    assertThat(answer.path("agentRuntimeArn").asString())
        .isEqualTo("arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/" + id);
    assertThat(answer.path("status").asString()).isEqualTo("CREATING");
    assertThat(answer.path("createdAt").asString()).isEqualTo("2026-01-02T03:04:05.678Z");
    assertThat(answer.path("workloadIdentityDetails").path("workloadIdentityArn").asString())
        .endsWith("workload-identity-directory/default/workload-identity/" + id);

    ObjectNode ready = plane.settle(id);
    assertThat(ready.path("status").asString()).isEqualTo("READY");
    assertThat(ready.path("agentRuntimeVersion").asString()).isEqualTo("1");
    assertThat(ready.path("lifecycleConfiguration").toString())
        .isEqualTo("{\"maxLifetime\":28800,\"idleRuntimeSessionTimeout\":900}");
    assertThat(ready.path("networkConfiguration").path("networkMode").asString())
        .isEqualTo("PUBLIC");
    assertThat(ready.path("protocolConfiguration").path("serverProtocol").asString())
        .isEqualTo("HTTP");
  }

  @Test
  void a_name_is_taken_once() {
    plane.ready("greeter");
    assertThatThrownBy(() -> plane.call("CreateAgentRuntime", create("greeter", remote())))
        .isInstanceOf(Fault.Conflict.class)
        .hasMessageContaining("'greeter' exists");
  }

  @Test
  void an_update_replaces_the_whole_definition_and_keeps_the_old_version() {
    ObjectNode first = create("greeter", remote()).put("description", "first");
    first.putObject("environmentVariables").put("A", "1");
    AgentRuntimeId id = idOf(plane.call("CreateAgentRuntime", first));
    plane.settle(id);
    plane.clock.advance(Duration.ofMinutes(1));

    ObjectNode answer = plane.call("UpdateAgentRuntime", update(id, remote()));
    assertThat(answer.path("agentRuntimeVersion").asString()).isEqualTo("2");
    assertThat(answer.path("status").asString()).isEqualTo("UPDATING");
    ObjectNode second = plane.settle(id);
    assertThat(second.has("environmentVariables")).isFalse();
    assertThat(second.has("description")).isFalse();
    ObjectNode old = plane.call("GetAgentRuntime", of(id).put("agentRuntimeVersion", "1"));
    assertThat(old.path("environmentVariables").path("A").asString()).isEqualTo("1");
    assertThat(old.path("description").asString()).isEqualTo("first");
    assertThat(plane.deployments.resolve(id, null).version()).isEqualTo(2);
    assertThat(plane.deployments.resolve(id, "1").environment()).containsEntry("A", "1");
    ControlPlane.await(() -> plane.news.retired.equals(List.of(id + "/1")));
  }

  @Test
  void a_failed_version_leaves_the_former_one_live_and_says_why() throws Exception {
    AgentRuntimeId id = plane.ready("greeter");
    ObjectNode code = plane.code(Zips.of("app.py", "print(1)"), CodeRuntime.PYTHON_3_11, "main.py");
    plane.call("UpdateAgentRuntime", update(id, code));
    ObjectNode failed = plane.settle(id);
    assertThat(failed.path("status").asString()).isEqualTo("UPDATE_FAILED");
    assertThat(failed.path("failureReason").asString())
        .isEqualTo("entryPoint 'main.py' is not in the artifact; at its top there is: app.py");
    assertThat(plane.deployments.resolve(id, null).version()).isEqualTo(1);
    ObjectNode endpoint =
        plane.call("GetAgentRuntimeEndpoint", of(id).put("endpointName", "DEFAULT"));
    assertThat(endpoint.path("status").asString()).isEqualTo("UPDATE_FAILED");
    assertThat(endpoint.path("liveVersion").asString()).isEqualTo("1");
    assertThat(endpoint.path("targetVersion").asString()).isEqualTo("2");

    plane.call("UpdateAgentRuntime", update(id, remote()));
    assertThat(plane.settle(id).path("status").asString()).isEqualTo("READY");
    assertThat(plane.deployments.resolve(id, null).version()).isEqualTo(3);
  }

  @Test
  void invoking_an_agent_whose_creation_failed_gives_the_reason() throws Exception {
    ObjectNode code = plane.code(Zips.of("a.txt", ""), CodeRuntime.PYTHON_3_11, "main.py");
    AgentRuntimeId id = idOf(plane.call("CreateAgentRuntime", create("broken", code)));
    assertThat(plane.settle(id).path("status").asString()).isEqualTo("CREATE_FAILED");
    assertThatThrownBy(() -> plane.deployments.resolve(id, null))
        .isInstanceOf(Fault.AgentFailed.class)
        .hasMessageContaining("entryPoint 'main.py' is not in the artifact");
  }

  @Test
  void a_token_repeated_gets_the_first_answer_and_changes_nothing() {
    ObjectNode input = create("greeter", remote()).put("clientToken", TOKEN);
    ObjectNode first = plane.call("CreateAgentRuntime", input);
    plane.settle(idOf(first));
    assertThat(plane.call("CreateAgentRuntime", input.deepCopy())).isEqualTo(first);
    assertThat(plane.call("ListAgentRuntimes", Json.object()).path("agentRuntimes")).hasSize(1);
  }

  @Test
  void a_token_with_another_request_is_refused_until_it_is_a_day_old() {
    plane.call("CreateAgentRuntime", create("first", remote()).put("clientToken", TOKEN));
    ObjectNode second = create("second", remote()).put("clientToken", TOKEN);
    assertThatThrownBy(() -> plane.call("CreateAgentRuntime", second))
        .isInstanceOf(Fault.Conflict.class)
        .hasMessageContaining("another CreateAgentRuntime request");
    plane.clock.advance(Duration.ofHours(24));
    assertThat(idOf(plane.call("CreateAgentRuntime", second)).value()).startsWith("second-");
  }

  @Test
  void one_token_sent_many_times_at_once_creates_one_agent() throws Exception {
    ObjectNode input = create("greeter", remote()).put("clientToken", TOKEN);
    Callable<ObjectNode> call = () -> plane.call("CreateAgentRuntime", input.deepCopy());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<AgentRuntimeId> ids = new ArrayList<>();
      for (var answer : threads.invokeAll(IntStream.range(0, 8).mapToObj(_ -> call).toList())) {
        ids.add(idOf(answer.get()));
      }
      assertThat(ids).hasSize(8).containsOnly(ids.getFirst());
    }
  }

  @Test
  void a_refused_request_does_not_use_up_its_token() {
    plane.ready("greeter");
    ObjectNode taken = create("greeter", remote()).put("clientToken", TOKEN);
    assertThatThrownBy(() -> plane.call("CreateAgentRuntime", taken))
        .isInstanceOf(Fault.Conflict.class);
    plane.call("CreateAgentRuntime", create("other", remote()).put("clientToken", TOKEN));
  }

  @Test
  void pages_hold_each_agent_once_while_others_are_created() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      expected.addFirst(plane.ready("agent" + i).value());
    }
    List<String> seen = new ArrayList<>();
    ObjectNode page = plane.call("ListAgentRuntimes", Json.object().put("maxResults", 2));
    for (int i = 0; ; i++) {
      page.path("agentRuntimes").forEach(a -> seen.add(a.path("agentRuntimeId").asString()));
      if (!page.has("nextToken")) {
        break;
      }
      plane.ready("later" + i);
      page =
          plane.call(
              "ListAgentRuntimes",
              Json.object()
                  .put("maxResults", 2)
                  .put("nextToken", page.path("nextToken").asString()));
    }
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void versions_are_listed_newest_first() {
    AgentRuntimeId id = plane.ready("greeter");
    for (int i = 0; i < 2; i++) {
      plane.call("UpdateAgentRuntime", update(id, remote()));
      plane.settle(id);
    }
    ObjectNode page = plane.call("ListAgentRuntimeVersions", of(id).put("maxResults", 2));
    assertThat(page.path("agentRuntimes").valueStream().map(v -> v.path("agentRuntimeVersion")))
        .extracting(node -> node.asString())
        .containsExactly("3", "2");
    ObjectNode rest =
        plane.call(
            "ListAgentRuntimeVersions",
            of(id).put("maxResults", 2).put("nextToken", page.path("nextToken").asString()));
    assertThat(rest.path("agentRuntimes")).hasSize(1);
    assertThat(rest.has("nextToken")).isFalse();
  }

  @Test
  void a_deleted_agent_stops_its_sessions_and_is_gone() {
    AgentRuntimeId id = plane.ready("greeter");
    ObjectNode answer = plane.call("DeleteAgentRuntime", of(id));
    assertThat(answer.path("status").asString()).isEqualTo("DELETING");
    ControlPlane.await(
        () -> plane.call("ListAgentRuntimes", Json.object()).path("agentRuntimes").isEmpty());
    assertThat(plane.news.deleted).containsExactly(id);
    assertThatThrownBy(() -> plane.deployments.resolve(id, null))
        .isInstanceOf(Fault.NotFound.class);
    plane.ready("greeter");
  }

  @Test
  void a_deletion_that_cannot_stop_its_sessions_fails_and_may_be_tried_again() {
    AgentRuntimeId id = plane.ready("greeter");
    plane.news.refuseDeletion = true;
    plane.call("DeleteAgentRuntime", of(id));
    ObjectNode failed = plane.settle(id);
    assertThat(failed.path("status").asString()).isEqualTo("DELETE_FAILED");
    assertThat(failed.path("failureReason").asString()).contains("a session does not end");
    plane.news.refuseDeletion = false;
    plane.call("DeleteAgentRuntime", of(id));
    ControlPlane.await(
        () -> plane.call("ListAgentRuntimes", Json.object()).path("agentRuntimes").isEmpty());
  }

  @Test
  void one_version_is_deleted_unless_an_endpoint_serves_it() {
    AgentRuntimeId id = plane.ready("greeter");
    plane.call("UpdateAgentRuntime", update(id, remote()));
    plane.settle(id);
    assertThatThrownBy(
            () -> plane.call("DeleteAgentRuntime", of(id).put("agentRuntimeVersion", "2")))
        .isInstanceOf(Fault.Conflict.class)
        .hasMessageContaining("endpoint 'DEFAULT'");
    plane.call("DeleteAgentRuntime", of(id).put("agentRuntimeVersion", "1"));
    ControlPlane.await(
        () -> plane.call("ListAgentRuntimeVersions", of(id)).path("agentRuntimes").size() == 1);
    assertThatThrownBy(() -> plane.deployments.resolve(id, "1")).isInstanceOf(Fault.NotFound.class);
  }

  @Test
  void an_agent_is_found_by_arn_id_name_and_the_end_of_its_id() {
    AgentRuntimeId id = plane.ready("greeter");
    String arn = "arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/" + id;
    for (String reference :
        List.of(
            arn,
            arn + "/runtime-endpoint/DEFAULT",
            id.value(),
            "greeter",
            id.value().substring(8))) {
      assertThat(plane.deployments.resolveArn(reference, null).id()).as(reference).isEqualTo(id);
    }
    assertThatThrownBy(
            () -> plane.deployments.resolveArn(arn.replace("us-east-1", "eu-west-1"), null))
        .isInstanceOf(Fault.NotFound.class)
        .hasMessageContaining("eu-west-1");
  }

  @Test
  void a_container_is_ready_and_warns_that_it_needs_kubernetes() {
    ObjectNode artifact = Json.object();
    artifact.putObject("containerConfiguration").put("containerUri", "public.ecr.aws/a/b:1");
    AgentRuntimeId id = idOf(plane.call("CreateAgentRuntime", create("boxed", artifact)));
    assertThat(plane.settle(id).path("status").asString()).isEqualTo("READY");
    Deployment deployment = plane.deployments.resolve(id, null);
    assertThat(deployment.artifact()).isEqualTo(new Artifact.Container("public.ecr.aws/a/b:1"));
    assertThat(deployment.warnings()).singleElement().asString().contains("Kubernetes");
  }

  @Test
  void a_container_is_never_still_being_deployed() {
    ObjectNode artifact = Json.object();
    artifact.putObject("containerConfiguration").put("containerUri", "public.ecr.aws/a/b:1");
    AgentRuntimeId id = idOf(plane.call("CreateAgentRuntime", create("hurried", artifact)));
    plane.settle(id);
    VersionStore.status(database.database(), id, 1, Status.CREATING, null, plane.clock.instant());
    plane.deployments.forget(id);
    assertThat(plane.deployments.resolve(id, null).artifact())
        .isInstanceOf(Artifact.Container.class);
  }
}
