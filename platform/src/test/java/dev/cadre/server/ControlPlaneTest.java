package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cadre.json.Json;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockagentcore.BedrockAgentCoreClient;
import software.amazon.awssdk.services.bedrockagentcore.model.RuntimeClientErrorException;
import software.amazon.awssdk.services.bedrockagentcorecontrol.BedrockAgentCoreControlClient;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.AgentRuntime;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.AgentRuntimeArtifact;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.AgentRuntimeEndpoint;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.ConflictException;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.CreateAgentRuntimeRequest;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.CreateAgentRuntimeResponse;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.NetworkMode;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.ValidationException;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.ValidationExceptionField;

/** The life of an agent, told by the official SDK. */
class ControlPlaneTest {
  private static final Platform PLATFORM = Platform.open();
  private static final String MAIN = Platform.file("examples/python-echo/main.py");

  private static BedrockAgentCoreControlClient control;
  private static BedrockAgentCoreClient data;

  @BeforeAll
  static void connect() {
    control = PLATFORM.control(Platform.ANYONE);
    data = PLATFORM.data(Platform.ANYONE);
  }

  @AfterAll
  static void disconnect() {
    control.close();
    data.close();
  }

  private static CreateAgentRuntimeRequest echo(String name) {
    return Platform.request(name, PLATFORM.python("main.py", MAIN));
  }

  private static AgentRuntimeArtifact saying(String greeting) {
    return PLATFORM.python("main.py", MAIN.replace("echo: ", greeting));
  }

  private static String ask(String arn, String qualifier) {
    byte[] answer =
        data.invokeAgentRuntimeAsBytes(
                r ->
                    r.agentRuntimeArn(arn)
                        .qualifier(qualifier)
                        .runtimeSessionId(Platform.session())
                        .payload(SdkBytes.fromUtf8String("{\"prompt\":\"hello\"}")))
            .asByteArray();
    return Json.parse(answer).path("message").asString();
  }

  @Test
  void an_agent_is_created_used_changed_pinned_and_deleted() {
    CreateAgentRuntimeResponse created = PLATFORM.deploy(control, echo("whole_life"));
    String id = created.agentRuntimeId();
    String arn = created.agentRuntimeArn();
    assertThat(created.statusAsString()).isEqualTo("CREATING");
    assertThat(created.agentRuntimeVersion()).isEqualTo("1");
    assertThat(id).matches("whole_life-[a-zA-Z0-9]{10}");
    assertThat(arn).endsWith("runtime/" + id).startsWith("arn:aws:bedrock-agentcore:");
    assertThat(ask(arn, null)).isEqualTo("echo: hello");

    control.createAgentRuntimeEndpoint(
        r -> r.agentRuntimeId(id).name("pinned").agentRuntimeVersion("1"));
    control.updateAgentRuntime(
        r ->
            r.agentRuntimeId(id)
                .roleArn(Platform.ROLE)
                .networkConfiguration(n -> n.networkMode(NetworkMode.PUBLIC))
                .agentRuntimeArtifact(saying("second: ")));
    assertThat(Platform.awaitReady(control, id).agentRuntimeVersion()).isEqualTo("2");
    assertThat(ask(arn, null)).isEqualTo("second: hello");
    assertThat(ask(arn, "DEFAULT")).isEqualTo("second: hello");
    assertThat(ask(arn, "pinned")).isEqualTo("echo: hello");

    assertThat(control.listAgentRuntimeVersions(r -> r.agentRuntimeId(id)).agentRuntimes())
        .extracting(AgentRuntime::agentRuntimeVersion)
        .containsExactlyInAnyOrder("1", "2");
    control.updateAgentRuntimeEndpoint(
        r -> r.agentRuntimeId(id).endpointName("pinned").agentRuntimeVersion("2"));
    Platform.await(() -> ask(arn, "pinned").equals("second: hello"));
    assertThat(control.listAgentRuntimeEndpoints(r -> r.agentRuntimeId(id)).runtimeEndpoints())
        .extracting(AgentRuntimeEndpoint::name)
        .containsExactlyInAnyOrder("DEFAULT", "pinned");

    control.deleteAgentRuntimeEndpoint(r -> r.agentRuntimeId(id).endpointName("pinned"));
    control.deleteAgentRuntime(r -> r.agentRuntimeId(id));
    Platform.await(
        () ->
            control.listAgentRuntimes(r -> {}).agentRuntimes().stream()
                .noneMatch(agent -> agent.agentRuntimeId().equals(id)));
    assertThatThrownBy(() -> control.getAgentRuntime(r -> r.agentRuntimeId(id)))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> ask(arn, null))
        .isInstanceOf(
            software.amazon.awssdk.services.bedrockagentcore.model.ResourceNotFoundException.class);
  }

  @Test
  void tags_are_put_listed_and_taken_away_key_by_key() {
    String arn =
        control
            .createAgentRuntime(echo("tagged").toBuilder().tags(Map.of("team", "a")).build())
            .agentRuntimeArn();
    control.tagResource(r -> r.resourceArn(arn).tags(Map.of("stage", "dev", "cost", "7")));
    control.untagResource(r -> r.resourceArn(arn).tagKeys("team", "cost"));
    assertThat(control.listTagsForResource(r -> r.resourceArn(arn)).tags())
        .isEqualTo(Map.of("stage", "dev"));
  }

  @Test
  void the_same_client_token_creates_once() {
    CreateAgentRuntimeRequest request =
        echo("once").toBuilder().clientToken(UUID.randomUUID().toString()).build();
    String first = control.createAgentRuntime(request).agentRuntimeId();
    assertThat(control.createAgentRuntime(request).agentRuntimeId()).isEqualTo(first);
    assertThatThrownBy(() -> control.createAgentRuntime(echo("once")))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void pages_follow_one_another_to_the_last_agent() {
    for (int i = 0; i < 5; i++) {
      control.createAgentRuntime(echo("page_" + i));
    }
    List<String> names =
        control.listAgentRuntimesPaginator(r -> r.maxResults(2)).agentRuntimes().stream()
            .map(AgentRuntime::agentRuntimeName)
            .toList();
    assertThat(names)
        .doesNotHaveDuplicates()
        .contains("page_0", "page_1", "page_2", "page_3", "page_4");
  }

  @Test
  void a_refusal_is_a_typed_exception_that_names_the_field() {
    ValidationException refusal =
        catchThrowableOfType(
            ValidationException.class, () -> control.createAgentRuntime(echo("my-agent")));
    assertThat(refusal.reasonAsString()).isEqualTo("FieldValidationFailed");
    assertThat(refusal.fieldList())
        .extracting(ValidationExceptionField::name)
        .containsExactly("agentRuntimeName");
    assertThat(refusal).hasMessageContaining("'my_agent'");
    assertThat(refusal.requestId()).isNotEmpty();
  }

  @Test
  void an_unknown_agent_is_not_found() {
    assertThatThrownBy(() -> control.getAgentRuntime(r -> r.agentRuntimeId("none-0123456789")))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("none-0123456789");
  }

  @Test
  void a_code_that_is_not_there_fails_with_its_reason() {
    AgentRuntimeArtifact missing =
        AgentRuntimeArtifact.builder()
            .codeConfiguration(
                code ->
                    code.runtime("PYTHON_3_11")
                        .entryPoint("main.py")
                        .code(c -> c.s3(s3 -> s3.bucket("cadre").prefix("missing.zip"))))
            .build();
    assertThatThrownBy(
            () -> {
              String id =
                  control.createAgentRuntime(Platform.request("missing", missing)).agentRuntimeId();
              Platform.await(
                  () ->
                      control
                          .getAgentRuntime(r -> r.agentRuntimeId(id))
                          .statusAsString()
                          .equals("CREATE_FAILED"));
              throw new IllegalStateException(
                  PLATFORM.json("/cadre/v1/agents/" + id).path("failureReason").asString());
            })
        .hasMessageContaining("missing.zip");
  }

  @Test
  void a_container_is_stored_and_its_use_says_what_it_needs() {
    AgentRuntimeArtifact image =
        AgentRuntimeArtifact.builder()
            .containerConfiguration(
                c -> c.containerUri("123456789012.dkr.ecr.us-east-1.amazonaws.com/agent:1"))
            .build();
    CreateAgentRuntimeResponse created = PLATFORM.deploy(control, Platform.request("boxed", image));
    assertThatThrownBy(() -> ask(created.agentRuntimeArn(), null))
        .isInstanceOf(RuntimeClientErrorException.class)
        .hasMessageContaining("Kubernetes");
  }

  @Test
  void a_new_endpoint_names_the_version_it_serves() {
    String id = PLATFORM.deploy(control, echo("endpoints")).agentRuntimeId();
    control.createAgentRuntimeEndpoint(r -> r.agentRuntimeId(id).name("live"));
    Platform.await(
        () ->
            "1"
                .equals(
                    control
                        .getAgentRuntimeEndpoint(r -> r.agentRuntimeId(id).endpointName("live"))
                        .liveVersion()));
    assertThatThrownBy(
            () ->
                control.createAgentRuntimeEndpoint(
                    r -> r.agentRuntimeId(id).name("ghost").agentRuntimeVersion("9")))
        .isInstanceOf(ResourceNotFoundException.class);
  }
}
