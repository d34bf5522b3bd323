package dev.cadre.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.agent.Artifact;
import dev.cadre.agent.CodeRuntime;
import dev.cadre.agent.Deployment;
import dev.cadre.identity.SessionCredential;
import dev.cadre.identity.TestCredentials;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkerEnvironmentTest {
  private static final String PLATFORM = "http://127.0.0.1:7070";

  private final WorkerEnvironment environment =
      new WorkerEnvironment(Map.of("CADRE_URL", PLATFORM, "AWS_REGION", "us-east-1"));
  private final SessionCredential credential = TestCredentials.none().issue(Samples.AGENT);

  private Map<String, String> of(Map<String, String> agents) {
    Artifact.Code code =
        new Artifact.Code(
            CodeRuntime.PYTHON_3_11,
            Path.of("/"),
            List.of("/bin/true"),
            Map.of("PYTHONPATH", "/deps"),
            List.of());
    Deployment sample = Samples.deployment();
    Deployment deployment =
        new Deployment(
            sample.id(),
            sample.name(),
            sample.arn(),
            sample.version(),
            sample.endpoint(),
            sample.protocol(),
            code,
            agents,
            sample.idleTimeout(),
            sample.maxLifetime(),
            sample.headerAllowList(),
            sample.networkMode(),
            null,
            List.of());
    return environment.of(deployment, code, credential);
  }

  @Test
  void the_sdks_inside_find_the_platform_and_who_they_are() {
    assertThat(of(Map.of()))
        .containsEntry("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", PLATFORM)
        .containsEntry("AWS_ACCESS_KEY_ID", credential.accessKeyId())
        .containsEntry("AWS_SECRET_ACCESS_KEY", credential.secretAccessKey())
        .containsEntry("AWS_SESSION_TOKEN", credential.token())
        .containsEntry("OPENAI_BASE_URL", PLATFORM + "/v1")
        .containsEntry("OPENAI_API_KEY", credential.token())
        .containsEntry("AWS_REGION", "us-east-1")
        .containsEntry("PYTHONPATH", "/deps")
        .containsEntry(
            "AGENTCORE_RUNTIME_URL",
            PLATFORM
                + "/runtimes/arn%3Aaws%3Abedrock-agentcore%3Aus-east-1%3A123456789012%3Aruntime%2F"
                + "echo-AbCdEf1234/invocations/");
  }

  @Test
  void the_agents_own_variables_win() {
    assertThat(of(Map.of("AWS_REGION", "eu-west-1", "PYTHONPATH", "/mine")))
        .containsEntry("AWS_REGION", "eu-west-1")
        .containsEntry("PYTHONPATH", "/mine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS_ACCESS_KEY_ID",
        "AWS_PROFILE",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_ENDPOINT_URL",
        "AWS_ENDPOINT_URL_BEDROCK_RUNTIME"
      })
  void an_agent_with_access_to_aws_of_its_own_keeps_it_unmixed(String own) {
    Map<String, String> env = of(Map.of(own, "mine"));
    assertThat(env).containsEntry(own, "mine").containsKey("OPENAI_API_KEY");
    assertThat(env.values()).doesNotContain(credential.accessKeyId(), credential.secretAccessKey());
    assertThat(env.get("AWS_SESSION_TOKEN")).isNull();
    assertThat(env.get("AWS_ENDPOINT_URL_BEDROCK_RUNTIME")).isNotEqualTo(PLATFORM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPENAI_API_KEY", "OPENAI_BASE_URL"})
  void an_agent_with_an_openai_key_of_its_own_sends_it_nowhere_else(String own) {
    Map<String, String> env = of(Map.of(own, "mine"));
    assertThat(env).containsEntry(own, "mine").containsKey("AWS_SESSION_TOKEN");
    assertThat(env.keySet().stream().filter(name -> name.startsWith("OPENAI_")))
        .containsExactly(own);
  }
}
