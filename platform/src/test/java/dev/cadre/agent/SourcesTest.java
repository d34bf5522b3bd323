package dev.cadre.agent;

import static dev.cadre.agent.ControlPlane.create;
import static dev.cadre.agent.ControlPlane.idOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.store.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

final class SourcesTest {
  private static final byte[] ZIP = Zips.of("main.py", "print('from s3')");

  @TempDir Path state;

  @BeforeAll
  static void credentials() {
    System.setProperty("aws.accessKeyId", "AKIAEXAMPLE");
    System.setProperty("aws.secretAccessKey", "example");
  }

  @AfterAll
  static void noCredentials() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @Test
  void code_in_a_bucket_is_read_once_by_path_and_version() throws Exception {
    List<String> requests = new CopyOnWriteArrayList<>();
    HttpServer s3 = s3(requests);
    try (TestDatabase database = TestDatabase.fresh();
        ControlPlane plane = new ControlPlane(database.database(), config(s3))) {
      ObjectNode good = plane.call("CreateAgentRuntime", create("good", code("agents/a.zip")));
      assertThat(plane.settle(idOf(good)).path("status").asString()).isEqualTo("READY");
      assertThat(requests).containsExactly("GET /team-bucket/agents/a.zip?versionId=v-7");

      ObjectNode bad = plane.call("CreateAgentRuntime", create("bad", code("agents/none.zip")));
      assertThat(plane.settle(idOf(bad)).path("failureReason").asString())
          .isEqualTo(
              "s3://team-bucket/agents/none.zip could not be read (404): The key does not exist.");
    } finally {
      s3.stop(0);
    }
  }

  @Test
  void an_upload_that_is_not_there_is_refused_at_once() throws Exception {
    try (TestDatabase database = TestDatabase.fresh();
        ControlPlane plane = new ControlPlane(database.database(), state)) {
      ObjectNode artifact = code("sha256/" + "0".repeat(64));
      ((ObjectNode) artifact.at("/codeConfiguration/code/s3")).put("bucket", ArtifactStore.BUCKET);
      assertThatThrownBy(() -> plane.call("CreateAgentRuntime", create("a", artifact)))
          .isInstanceOf(Fault.Invalid.class)
          .hasMessageContaining("PUT the zip to /cadre/v1/artifacts first");
    }
  }

  @Test
  void the_same_content_is_stored_once() throws Exception {
    ArtifactStore store = new ArtifactStore(state, new ControlPlane.Ticking());
    store.open();
    ArtifactStore.Stored first = store.put(new ByteArrayInputStream(ZIP));
    ArtifactStore.Stored second = store.put(new ByteArrayInputStream(ZIP));
    assertThat(first.fresh()).isTrue();
    assertThat(second).isEqualTo(new ArtifactStore.Stored(first.digest(), ZIP.length, false));
    assertThat(store.file(first.digest())).hasBinaryContent(ZIP);
  }

  @Test
  void an_upload_over_the_limit_is_refused_and_leaves_nothing() throws Exception {
    ArtifactStore store = new ArtifactStore(state, new ControlPlane.Ticking());
    store.open();
    assertThatThrownBy(() -> store.put(endless())).isInstanceOf(Fault.Invalid.class);
    assertThatThrownBy(() -> store.put(InputStream.nullInputStream()))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("empty");
    try (var files = Files.walk(state)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void an_upload_that_nothing_refers_to_goes_after_a_day() throws Exception {
    ControlPlane.Ticking clock = new ControlPlane.Ticking();
    ArtifactStore store = new ArtifactStore(state, clock);
    store.open();
    String kept = store.put(new ByteArrayInputStream(ZIP)).digest();
    String gone = store.put(new ByteArrayInputStream("x".getBytes(UTF_8))).digest();
    clock.advance(Duration.ofHours(23));
    assertThat(store.collect(Set.of(kept), clock.instant().minus(Duration.ofHours(24)))).isZero();
    clock.advance(Duration.ofHours(2));
    assertThat(store.collect(Set.of(kept), clock.instant().minus(Duration.ofHours(24)))).isOne();
    assertThat(store.file(kept)).exists();
    assertThat(store.file(gone)).doesNotExist();
  }

  private AgentConfig config(HttpServer s3) {
    URI endpoint = URI.create("http://127.0.0.1:" + s3.getAddress().getPort());
    return new AgentConfig(
        "us-east-1",
        "123456789012",
        state,
        System.getenv("PATH"),
        Path.of(System.getProperty("java.home")),
        endpoint,
        Map.of(),
        false,
        Duration.ofMinutes(1));
  }

  private static ObjectNode code(String key) {
    ObjectNode artifact = Json.object();
    ObjectNode code = artifact.putObject("codeConfiguration").put("runtime", "PYTHON_3_11");
    ObjectNode s3 = code.putObject("code").putObject("s3");
    s3.put("bucket", "team-bucket").put("prefix", key).put("versionId", "v-7");
    code.putArray("entryPoint").add("main.py");
    return artifact;
  }

  private static HttpServer s3(List<String> requests) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          boolean there = exchange.getRequestURI().getPath().endsWith("/a.zip");
          byte[] body =
              there
                  ? ZIP
                  : ("<Error><Code>NoSuchKey</Code>"
                          + "<Message>The key does not exist.</Message></Error>")
                      .getBytes(UTF_8);
          exchange.sendResponseHeaders(there ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static InputStream endless() {
    return new InputStream() {
      @Override
      public int read() {
        return 0;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        return length;
      }
    };
  }
}
