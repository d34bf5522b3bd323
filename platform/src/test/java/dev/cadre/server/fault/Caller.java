package dev.cadre.server.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Deploys the falling agent and calls it, over HTTP alone. */
final class Caller {
  private static final String SESSION = "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI platform;

  Caller(URI platform) {
    this.platform = platform;
  }

  static String newSession() {
    return "fault-" + UUID.randomUUID();
  }

  /** Creates an agent; its id and ARN. It is CREATING when this returns. */
  ObjectNode create(String name, String mode) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send("PUT", "/runtimes/", Json.bytes(definition(mode).put("agentRuntimeName", name)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return (ObjectNode) json(answer);
  }

  /** Makes another version the one that is served. */
  void update(String id, String mode) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send("PUT", "/runtimes/" + id + "/", Json.bytes(definition(mode)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    awaitReady(id);
  }

  private ObjectNode definition(String mode) throws IOException, InterruptedException {
    JsonNode stored = json(send("PUT", "/cadre/v1/artifacts", zip()));
    ObjectNode input = Json.object();
    ObjectNode code =
        input
            .putObject("agentRuntimeArtifact")
            .putObject("codeConfiguration")
            .put("runtime", "PYTHON_3_11");
    code.putObject("code")
        .putObject("s3")
        .put("bucket", stored.path("bucket").asString())
        .put("prefix", stored.path("key").asString());
    code.putArray("entryPoint").add("agent.py");
    input.putObject("environmentVariables").put("MODE", mode);
    input.putObject("networkConfiguration").put("networkMode", "PUBLIC");
    return input.put("roleArn", "arn:aws:iam::123456789012:role/fault");
  }

  /** Creates an agent and waits until it is READY; its ARN. */
  String deploy(String name, String mode) throws IOException, InterruptedException {
    ObjectNode created = create(name, mode);
    awaitReady(created.path("agentRuntimeId").asString());
    return created.path("agentRuntimeArn").asString();
  }

  void awaitReady(String id) throws InterruptedException {
    await(
        () -> {
          JsonNode agent = json(send("GET", "/runtimes/" + id + "/", new byte[0]));
          String status = agent.path("status").asString();
          assertThat(status).as(agent.toString()).doesNotContain("FAILED");
          return status.equals("READY");
        });
  }

  HttpResponse<String> ask(String arn, String session, String what)
      throws IOException, InterruptedException {
    return http.send(request(arn, session, what), BodyHandlers.ofString());
  }

  /** Asks for a stream; it has begun when this returns. */
  InputStream stream(String arn, String session, String what)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> answer =
        http.send(request(arn, session, what), BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  /** Sends the head of an invocation and half of its body. */
  Socket half(String arn, String session) throws IOException {
    Socket socket = new Socket(platform.getHost(), platform.getPort());
    String head =
        "POST "
            + invocations(arn)
            + " HTTP/1.1\r\nHost: localhost\r\n"
            + SESSION
            + ": "
            + session
            + "\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n";
    socket.getOutputStream().write((head + "{\"do\": \"count\", \"rest\": \"").getBytes(UTF_8));
    socket.getOutputStream().flush();
    return socket;
  }

  JsonNode session(String agent, String session) throws IOException, InterruptedException {
    return json(send("GET", "/cadre/v1/sessions/" + agent + "/" + session, new byte[0]));
  }

  HttpResponse<String> stop(String agent, String session) throws IOException, InterruptedException {
    return send("DELETE", "/cadre/v1/sessions/" + agent + "/" + session, new byte[0]);
  }

  static JsonNode json(HttpResponse<String> answer) {
    return Json.parse(answer.body().getBytes(UTF_8));
  }

  private HttpResponse<String> send(String method, String path, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(platform.resolve(path))
            .timeout(PATIENCE)
            .method(method, BodyPublishers.ofByteArray(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private HttpRequest request(String arn, String session, String what) {
    ObjectNode body = Json.object().put("do", what).put("seconds", 3);
    return HttpRequest.newBuilder(platform.resolve(invocations(arn)))
        .timeout(PATIENCE)
        .header(SESSION, session)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(Json.bytes(body)))
        .build();
  }

  private static String invocations(String arn) {
    return "/runtimes/" + URLEncoder.encode(arn, UTF_8) + "/invocations";
  }

  private static byte[] zip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes);
        InputStream agent = Caller.class.getResourceAsStream("agent.py")) {
      zip.putNextEntry(new ZipEntry("agent.py"));
      agent.transferTo(zip);
    }
    return bytes.toByteArray();
  }

  /** A condition that asks the platform. */
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  static void await(Condition condition) throws InterruptedException {
    BooleanSupplier now =
        () -> {
          try {
            return condition.holds();
          } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
          }
        };
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!now.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting").isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }
}
