package dev.cadre.agent;

import static dev.cadre.agent.ControlPlane.create;
import static dev.cadre.agent.ControlPlane.idOf;
import static dev.cadre.agent.ControlPlane.update;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.id.AgentRuntimeId;
import dev.cadre.store.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Builds with the interpreters of this machine; nothing here needs a network. */
final class BuildsTest {
  private static final String JAVA_AGENT =
      """
      import com.sun.net.httpserver.HttpServer;
      import java.net.InetSocketAddress;
      public class Main {
        public static void main(String[] args) throws Exception {
          int port = Integer.parseInt(System.getenv("PORT"));
          HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
          server.createContext("/ping", e -> { e.sendResponseHeaders(200, -1); e.close(); });
          server.start();
        }
      }
      """;

  @TempDir Path temp;
  private TestDatabase database;
  private ControlPlane plane;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.fresh();
    plane = new ControlPlane(database.database(), temp.resolve("state"));
  }

  @AfterEach
  void close() {
    plane.close();
    database.close();
  }

  @Test
  void a_python_agent_is_compiled_read_only_and_starts() throws Exception {
    byte[] zip =
        new Zips().add("main.py", "import lib; print(lib.WORD)").add("lib.py", "WORD='hi'").bytes();
    Artifact.Code code = deploy("py", plane.code(zip, CodeRuntime.PYTHON_3_11, "main.py"));
    assertThat(run(code)).isEqualTo("hi\n");
    try (Stream<Path> files = Files.walk(code.root())) {
      assertThat(files.map(f -> f.getFileName().toString())).anyMatch(n -> n.endsWith(".pyc"));
    }
    assertThat(Files.getPosixFilePermissions(code.root().resolve("main.py")).toString())
        .doesNotContain("WRITE");
  }

  @Test
  void another_version_of_python_than_asked_is_a_warning() throws Exception {
    byte[] zip = Zips.of("main.py", "print(1)");
    deploy("py", plane.code(zip, CodeRuntime.PYTHON_3_14, "main.py"));
    Deployment deployment = plane.deployments.resolveArn("py", null);
    if (new Interpreters(System.getenv("PATH"), Path.of("/"), 25)
            .find(CodeRuntime.PYTHON_3_14)
            .warning()
        != null) {
      assertThat(deployment.warnings())
          .singleElement()
          .asString()
          .contains("Python 3.14 was asked");
    }
  }

  @Test
  void a_requirement_that_cannot_be_installed_fails_with_what_pip_said() throws Exception {
    byte[] zip =
        new Zips()
            .add("main.py", "")
            .add("requirements.txt", "--no-index\ncadre-no-such-package==1\n")
            .bytes();
    ObjectNode failed = settled("py", plane.code(zip, CodeRuntime.PYTHON_3_11, "main.py"));
    assertThat(failed.path("status").asString()).isEqualTo("CREATE_FAILED");
    assertThat(failed.path("failureReason").asString())
        .startsWith("installing the Python requirements failed (exit 1):")
        .contains("cadre-no-such-package");
  }

  @Test
  void a_requirement_is_installed_beside_the_code() throws Exception {
    Path wheel = wheel();
    byte[] zip =
        new Zips()
            .add("main.py", "import greeting; print(greeting.WORD)")
            .add("requirements.txt", "--no-index\n" + wheel.toUri() + "\n")
            .bytes();
    Artifact.Code code = deploy("py", plane.code(zip, CodeRuntime.PYTHON_3_11, "main.py"));
    assertThat(run(code)).isEqualTo("from a wheel\n");
  }

  @Test
  void a_node_agent_that_carries_its_packages_starts_without_npm() throws Exception {
    byte[] zip =
        new Zips()
            .add("package.json", "{\"dependencies\":{\"word\":\"1.0.0\"}}")
            .add("node_modules/word/index.js", "module.exports='hi'")
            .add("index.js", "console.log(require('word'))")
            .bytes();
    Artifact.Code code = deploy("node", plane.code(zip, CodeRuntime.NODE_22, "index.js"));
    assertThat(run(code)).isEqualTo("hi\n");
  }

  @Test
  void a_java_agent_gets_an_aot_cache() throws Exception {
    Artifact.Code code =
        deploy("java", plane.code(jar(JAVA_AGENT), CodeRuntime.JAVA_25, "agent.jar"));
    Path log = temp.resolve("state/build-logs").resolve(plane.deployments.find("java") + "/1.log");
    assertThat(plane.deployments.resolveArn("java", null).warnings())
        .as(Files.readString(log))
        .isEmpty();
    assertThat(code.command()).anyMatch(part -> part.startsWith("-XX:AOTCache="));
    assertThat(code.root().resolve("agent.jar")).exists();
  }

  @Test
  void a_java_agent_that_cannot_be_tried_is_ready_with_a_warning() throws Exception {
    String killed =
        """
        public class Main {
          public static void main(String[] args) throws Exception {
            String self = String.valueOf(ProcessHandle.current().pid());
            new ProcessBuilder("/bin/kill", "-KILL", self).start().waitFor();
          }
        }
        """;
    Artifact.Code code = deploy("java", plane.code(jar(killed), CodeRuntime.JAVA_25, "agent.jar"));
    assertThat(code.command()).noneMatch(part -> part.startsWith("-XX:AOTCache="));
    assertThat(plane.deployments.resolveArn("java", null).warnings())
        .singleElement()
        .asString()
        .contains("no AOT cache");
  }

  @Test
  void the_same_artifact_is_built_once() throws Exception {
    ObjectNode artifact =
        plane.code(Zips.of("main.py", "print(1)"), CodeRuntime.PYTHON_3_11, "main.py");
    Artifact.Code first = deploy("one", artifact);
    Artifact.Code second = deploy("two", artifact);
    assertThat(second.root()).isEqualTo(first.root());
    try (Stream<Path> builds = Files.list(temp.resolve("state/builds"))) {
      assertThat(builds).hasSize(1);
    }
  }

  @Test
  void a_deployment_cut_short_is_taken_up_at_the_next_start() throws Exception {
    ObjectNode artifact =
        plane.code(Zips.of("main.py", "print('hi')"), CodeRuntime.PYTHON_3_11, "main.py");
    AgentRuntimeId id = idOf(plane.call("CreateAgentRuntime", create("py", artifact)));
    plane.close();
    plane = new ControlPlane(database.database(), temp.resolve("state"));
    assertThat(plane.settle(id).path("status").asString()).isEqualTo("READY");
    assertThat(run((Artifact.Code) plane.deployments.resolve(id, null).artifact()))
        .isEqualTo("hi\n");
  }

  @Test
  void a_build_that_a_crash_left_half_done_is_made_anew() throws Exception {
    ObjectNode artifact =
        plane.code(Zips.of("main.py", "print('hi')"), CodeRuntime.PYTHON_3_11, "main.py");
    Artifact.Code code = deploy("py", artifact);
    Path marker = code.root().resolveSibling("build.json");
    Files.delete(marker);
    Files.writeString(code.root().resolveSibling("left"), "over");
    AgentRuntimeId id = plane.deployments.find("py");
    plane.call("UpdateAgentRuntime", update(id, artifact));
    assertThat(plane.settle(id).path("status").asString()).isEqualTo("READY");
    assertThat(marker).exists();
    assertThat(code.root().resolveSibling("left")).doesNotExist();
  }

  private Artifact.Code deploy(String name, ObjectNode artifact) {
    ObjectNode agent = settled(name, artifact);
    assertThat(agent.path("failureReason").asString("")).isEmpty();
    return (Artifact.Code) plane.deployments.resolveArn(name, null).artifact();
  }

  private ObjectNode settled(String name, ObjectNode artifact) {
    return plane.settle(idOf(plane.call("CreateAgentRuntime", create(name, artifact))));
  }

  private static String run(Artifact.Code code) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(code.command()).directory(code.root().toFile());
    builder.environment().clear();
    builder.environment().putAll(code.environment());
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return output;
  }

  private Path wheel() throws IOException {
    String info = "greeting-1.0.dist-info/";
    byte[] bytes =
        new Zips()
            .add("greeting.py", "WORD='from a wheel'")
            .add(info + "METADATA", "Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n")
            .add(info + "WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            .add(info + "RECORD", "greeting.py,,\n" + info + "METADATA,,\n" + info + "WHEEL,,\n")
            .bytes();
    return Files.write(temp.resolve("greeting-1.0-py3-none-any.whl"), bytes);
  }

  private byte[] jar(String source) throws IOException {
    Path file = Files.writeString(temp.resolve("Main.java"), source);
    Path classes = Files.createDirectories(temp.resolve("classes"));
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), file.toString()))
        .isZero();
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Main");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(out, manifest);
        Stream<Path> all = Files.list(classes)) {
      for (Path entry : all.toList()) {
        jar.putNextEntry(new JarEntry(entry.getFileName().toString()));
        Files.copy(entry, jar);
        jar.closeEntry();
      }
    }
    return out.toByteArray();
  }
}
