package dev.cadre.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class DeployTest extends CommandLineTest {
  private static final String GET = "GET /runtimes/" + StandInPlatform.ID + "/";
  private static final String UPDATE = "PUT /runtimes/" + StandInPlatform.ID + "/";
  private static final String BUILD =
      "GET /cadre/v1/agents/" + StandInPlatform.ID + "/versions/1/build";

  /** The file of the coaching system's document, with its folders made here. */
  private static final String SEED_001 =
      """
      agents:
        agent:
          name: support
          entrypoint: %1$s/agent.py
          source_path: %1$s
          deployment_type: direct_code_deploy
          runtime_type: PYTHON_3_12
          platform: linux/arm64
          aws:
            region: eu-west-1
            observability:
              enabled: true
      """;

  @BeforeEach
  void anEmptyPlatform() {
    platform.agents();
    platform.onJson(
        "PUT /cadre/v1/artifacts",
        "{\"bucket\":\"cadre-artifacts\",\"key\":\"sha256/ab\",\"digest\":\"ab\",\"size\":1}");
    platform.onJson("PUT /runtimes/", StandInPlatform.agent("support", "CREATING"));
    platform.onJson(
        GET,
        StandInPlatform.agent("support", "CREATING"),
        StandInPlatform.agent("support", "READY"));
    platform.onJson(
        BUILD,
        "{\"stage\":\"installing\",\"lines\":[\"one\"]}",
        "{\"stage\":\"done\",\"lines\":[\"one\",\"two\"],\"warnings\":[\"Python 3.11 stands in\"]}");
  }

  @Test
  void the_file_of_the_first_document_deploys_as_it_is() throws IOException {
    source("agent.py", "print()");
    source("prompts/a.txt", "x");
    source("node_modules/big.js", "x");
    source(".env", "SECRET=1");
    source(AgentFile.NAME, SEED_001.formatted(folder));
    assertThat(run("deploy")).isZero();
    assertThat(out()).isEqualTo(StandInPlatform.ARN + "\n");
    assertThat(err())
        .containsSubsequence("packing", "uploading 2 files", "creating support", "installing")
        .containsSubsequence("| one", "| two", "warning: Python 3.11", "cadre invoke support");
    assertThat(err().split("\\| one", -1)).hasSize(2);
    assertThat(entries(platform.last("PUT /cadre/v1/artifacts").body()))
        .containsExactly("agent.py", "prompts/", "prompts/a.txt");
    JsonNode request = Json.parse(platform.last("PUT /runtimes/").text());
    assertThat(Json.text(request))
        .isEqualTo(
            """
            {"roleArn":"arn:aws:iam::000000000000:role/cadre",\
            "networkConfiguration":{"networkMode":"PUBLIC"},\
            "protocolConfiguration":{"serverProtocol":"HTTP"},\
            "agentRuntimeArtifact":{"codeConfiguration":{"code":{"s3":{"bucket":"cadre-artifacts",\
            "prefix":"sha256/ab"}},"runtime":"PYTHON_3_12","entryPoint":["agent.py"]}},\
            "agentRuntimeName":"support"}""");
  }

  @Test
  void the_file_stays_as_it_is_and_the_agent_is_found_by_its_name() throws IOException {
    source("agent.py", "print()");
    String written = "# mine\nx-mine: [1, two]\n" + SEED_001.formatted(folder);
    source(AgentFile.NAME, written);
    assertThat(run("deploy")).isZero();
    assertThat(folder.resolve(AgentFile.NAME)).hasContent(written);
    platform.agents("orders", "support");
    platform.onJson(UPDATE, StandInPlatform.agent("support", "READY"));
    assertThat(run("deploy")).isZero();
    assertThat(platform.last(UPDATE).text()).contains("codeConfiguration");
    assertThat(folder).isDirectoryNotContaining(p -> p.getFileName().toString().equals(".cadre"));
  }

  @ParameterizedTest
  @CsvSource({"support-0123456789, renamed", "support-elsewhere0, support"})
  void an_agent_id_in_the_file_counts_before_the_name(String id, String name) throws IOException {
    source("agent.py", "print()");
    source(
        AgentFile.NAME,
        """
        agents:
          a:
            name: %s
            entrypoint: agent.py
            bedrock_agentcore:
              agent_id: %s
        """
            .formatted(name, id));
    platform.agents("renamed", "support");
    platform.onJson(UPDATE, StandInPlatform.agent("support", "READY"));
    assertThat(run("deploy")).isZero();
    assertThat(platform.last(UPDATE).text()).contains("codeConfiguration");
    platform.on(
        "GET /cadre/v1/logs?agent=" + StandInPlatform.ID,
        StandInPlatform.text(200, "application/x-ndjson", "{\"line\":\"of support\"}\n"));
    assertThat(run("logs")).isZero();
    assertThat(out()).contains("of support");
  }

  @Test
  void a_second_deployment_is_an_update_that_keeps_the_variables() throws IOException {
    source("agent.py", "print()");
    platform.agents("support");
    String ready = StandInPlatform.agent("support", "READY");
    String withVariables =
        ready.substring(0, ready.length() - 1)
            + ",\"environmentVariables\":{\"A\":\"1\",\"B\":\"1\"}}";
    platform.onJson(GET, withVariables);
    platform.onJson(UPDATE, ready);
    assertThat(run("deploy", "agent.py", "--name", "support", "--env", "B=2", "-env", "C=x=y"))
        .isZero();
    JsonNode request = Json.parse(platform.last(UPDATE).text());
    assertThat(Json.text(request.path("environmentVariables")))
        .isEqualTo("{\"A\":\"1\",\"B\":\"2\",\"C\":\"x=y\"}");
    assertThat(request.has("agentRuntimeName")).isFalse();
  }

  @Test
  void a_failed_deployment_ends_with_the_reason() throws IOException {
    source("agent.py", "print()");
    String failed = StandInPlatform.agent("support", "CREATE_FAILED");
    platform.onJson(
        GET, failed.substring(0, failed.length() - 1) + ",\"failureReason\":\"pip said no\"}");
    assertThat(run("deploy", ".", "--name", "support")).isEqualTo(Exit.FAILED.code());
    assertThat(err()).contains("pip said no").doesNotContain("next:");
  }

  @Test
  void a_jar_goes_alone_and_is_java() throws IOException {
    source("target/agent.jar", "PK");
    source("target/classes/A.class", "x");
    assertThat(run("deploy", "target/agent.jar", "--name", "support")).isZero();
    assertThat(entries(platform.last("PUT /cadre/v1/artifacts").body()))
        .containsExactly("agent.jar");
    assertThat(platform.last("PUT /runtimes/").text())
        .contains("\"runtime\":\"JAVA_25\",\"entryPoint\":[\"agent.jar\"]");
  }

  @Test
  void a_running_agent_is_registered_by_its_url() {
    assertThat(run("deploy", "--remote", "http://127.0.0.1:9090", "--name", "support")).isZero();
    assertThat(platform.last("PUT /runtimes/").text())
        .contains("{\"remoteConfiguration\":{\"url\":\"http://127.0.0.1:9090\"}}");
    assertThat(run("deploy", "--remote", "http://127.0.0.1:9090")).isEqualTo(Exit.USAGE.code());
  }

  @Test
  void what_cannot_be_deployed_is_refused_with_the_remedy() throws IOException {
    assertThat(run("deploy")).isEqualTo(Exit.USAGE.code());
    assertThat(err()).contains("name the file that starts the agent");
    source("agent.ts", "");
    assertThat(run("deploy", "agent.ts")).isEqualTo(Exit.USAGE.code());
    assertThat(err()).contains("to JavaScript");
    source(AgentFile.NAME, "agents:\n  a:\n    name: my-agent\n    entrypoint: agent.py\n");
    assertThat(run("deploy")).isEqualTo(Exit.USAGE.code());
    assertThat(err()).contains("'my_agent'");
    assertThat(platform.seen()).isEmpty();
  }

  @Test
  void configure_writes_what_deploy_reads() throws IOException {
    source("src/index.mjs", "");
    assertThat(
            run(
                "configure",
                "-e",
                "src/index.mjs",
                "-n",
                "web",
                "-p",
                "MCP",
                "--idle-timeout",
                "300"))
        .isZero();
    assertThat(run("configure", "-e", "src/index.mjs", "-n", "web", "-r", "eu-west-1")).isZero();
    AgentFile file = AgentFile.at(folder.resolve(AgentFile.NAME));
    assertThat(file.defaultKey()).isEqualTo("web");
    AgentSettings web = file.agent("web");
    assertThat(web.runtime()).isEqualTo("NODE_22");
    assertThat(web.sourcePath()).isEqualTo(folder.resolve("src"));
    assertThat(Json.text(web.request()))
        .contains("{\"serverProtocol\":\"MCP\"}")
        .contains("{\"idleRuntimeSessionTimeout\":300}");
    assertThat(run("configure", "-e", "src/index.mjs", "-n", "my-web"))
        .isEqualTo(Exit.USAGE.code());
    assertThat(file.keys()).containsExactly("web");
  }

  private void source(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static List<String> entries(byte[] zip) throws IOException {
    var names = new ArrayList<String>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }
}
