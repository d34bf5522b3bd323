package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.bedrockagentcorecontrol.BedrockAgentCoreControlClient;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.AgentManagedRuntimeType;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.AgentRuntimeArtifact;
import tools.jackson.databind.JsonNode;

/** The run of a Java agent that makes its AOT cache. Needs Linux and bubblewrap. */
class JavaTrialTest {
  private static final Platform PLATFORM = Platform.open();

  /** Looks for the platform, then serves. */
  private static final String AGENT =
      """
      import com.sun.net.httpserver.HttpServer;
      import java.net.InetSocketAddress;
      import java.net.Socket;
      public class Main {
        public static void main(String[] args) throws Exception {
          try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", %d), 1000);
            System.out.println("the platform was reached");
          } catch (java.io.IOException e) {
            System.out.println("nobody was reached");
          }
          int port = Integer.parseInt(System.getenv("PORT"));
          HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
          server.createContext("/ping", e -> { e.sendResponseHeaders(200, -1); e.close(); });
          server.start();
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void it_reaches_nobody_and_leaves_the_cache() throws IOException {
    AgentRuntimeArtifact artifact = java(jar(AGENT.formatted(PLATFORM.url().getPort())));
    String id;
    try (BedrockAgentCoreControlClient control = PLATFORM.control(Platform.ANYONE)) {
      id = PLATFORM.deploy(control, Platform.request("tried", artifact)).agentRuntimeId();
    }
    JsonNode build = PLATFORM.json("/cadre/v1/agents/" + id + "/versions/1/build");
    assertThat(build.path("lines").toString())
        .contains("nobody was reached")
        .doesNotContain("the platform was reached");
    assertThat(build.path("warnings").toString()).as(build.toString()).doesNotContain("AOT");
    try (Stream<Path> files = Files.walk(PLATFORM.state().resolve("builds"), 2)) {
      assertThat(files.map(file -> file.getFileName().toString())).contains("agent.aot");
    }
  }

  /** A runtime beyond AWS: the SDK takes it as text only. */
  private static AgentRuntimeArtifact java(byte[] jar) {
    AgentRuntimeArtifact python =
        PLATFORM.code(AgentManagedRuntimeType.fromValue("PYTHON_3_11"), "agent.jar", jar);
    return python.toBuilder()
        .codeConfiguration(python.codeConfiguration().toBuilder().runtime("JAVA_25").build())
        .build();
  }

  private byte[] jar(String source) throws IOException {
    Path file = Files.writeString(folder.resolve("Main.java"), source);
    Path classes = Files.createDirectory(folder.resolve("classes"));
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
