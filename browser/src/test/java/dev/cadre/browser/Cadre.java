package dev.cadre.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A platform as a person starts it, in a process of its own, and what tests put on it. */
final class Cadre {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The first start may build the platform. */
  private static final Duration START = Duration.ofMinutes(15);

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String ROLE = "arn:aws:iam::123456789012:role/agent";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI url;
  private final Path state;
  private final Map<String, Agent> agents = new ConcurrentHashMap<>();

  /** A deployed agent. */
  record Agent(String id, String arn, String name) {}

  private static final class Open {
    private static final Cadre CADRE = shared();
  }

  private static final class Guarded {
    private static final Cadre CADRE = started("--auth", "required");
  }

  private Cadre(URI url, Path state) {
    this.url = url;
    this.state = state;
  }

  /** Where anyone may call; the same for all tests. */
  static Cadre open() {
    return Open.CADRE;
  }

  /** Where callers must prove who they are. */
  static Cadre guarded() {
    return Guarded.CADRE;
  }

  private static Cadre shared() {
    String given = System.getenv("CADRE_BROWSER_URL");
    return given == null ? started() : new Cadre(URI.create(given), Path.of("."));
  }

  private static Cadre started(String... options) {
    return started(Map.of(), options);
  }

  /** One that the test ends with the others; {@code environment} is the process's. */
  static Cadre started(Map<String, String> environment, String... options) {
    try {
      Path state = Files.createTempDirectory("cadre-browser").resolve("state");
      int port = free();
      List<String> command = new ArrayList<>(List.of("../cadre", "up", "--no-warm"));
      command.addAll(List.of("--systems", "none", "--port", String.valueOf(port)));
      command.addAll(List.of("--state", state.toString()));
      command.addAll(List.of(options));
      ProcessBuilder starting =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(state.resolveSibling("log").toFile());
      starting.environment().putAll(environment);
      Process process = starting.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process)));
      Cadre cadre = new Cadre(URI.create("http://127.0.0.1:" + port), state);
      await(START, () -> cadre.ready(process));
      return cadre;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean ready(Process process) {
    if (!process.isAlive()) {
      throw new AssertionError("the platform ended; its log is " + state.resolveSibling("log"));
    }
    try {
      HttpRequest request = HttpRequest.newBuilder(url.resolve("/health/ready")).build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  static void await(Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited for " + limit);
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  static void await(BooleanSupplier condition) {
    await(PATIENCE, condition);
  }

  String url(String path) {
    return url.resolve(path).toString();
  }

  /** What opens a platform with authentication. */
  String adminToken() {
    try {
      return Files.readString(state.resolve("admin-token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode json(String path) {
    return send("GET", path, new byte[0]);
  }

  JsonNode send(String method, String path, Object body, String... headers) {
    return send(method, path, JSON.writeValueAsBytes(body), headers);
  }

  JsonNode send(String method, String path, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve(path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new AssertionError(method + " " + path + ": " + answer.body());
      }
      return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A declared agent, deployed by the first test that asks. */
  Agent agent(String name, String yaml) {
    return agents.computeIfAbsent(
        name, _ -> deployed(name, Map.of("declaredConfiguration", Map.of("file", yaml))));
  }

  /** An agent of one Python file. */
  Agent python(String name, String program) {
    return agents.computeIfAbsent(
        name,
        _ -> {
          JsonNode stored = send("PUT", "/cadre/v1/artifacts", Zip.of(Map.of("main.py", program)));
          Map<String, String> s3 =
              Map.of(
                  "bucket", stored.path("bucket").asString(),
                  "prefix", stored.path("key").asString());
          return deployed(
              name,
              Map.of(
                  "codeConfiguration",
                  Map.of(
                      "runtime", "PYTHON_3_11",
                      "entryPoint", List.of("main.py"),
                      "code", Map.of("s3", s3))));
        });
  }

  /** One of an earlier run, on a platform that the tests were given, makes place. */
  private void undeploy(String name) {
    for (JsonNode agent : json("/cadre/v1/agents").path("agents")) {
      if (agent.path("name").asString().equals(name)) {
        send("DELETE", "/runtimes/" + agent.path("id").asString() + "/", new byte[0]);
      }
    }
    await(
        () ->
            json("/cadre/v1/agents")
                .path("agents")
                .valueStream()
                .noneMatch(agent -> agent.path("name").asString().equals(name)));
  }

  private Agent deployed(String name, Map<String, Object> artifact) {
    undeploy(name);
    JsonNode made =
        send(
            "PUT",
            "/runtimes/",
            Map.of(
                "agentRuntimeName", name,
                "roleArn", ROLE,
                "agentRuntimeArtifact", artifact,
                "networkConfiguration", Map.of("networkMode", "PUBLIC")));
    String id = made.path("agentRuntimeId").asString();
    ready(id);
    return new Agent(id, made.path("agentRuntimeArn").asString(), name);
  }

  private void ready(String agent) {
    await(() -> json("/cadre/v1/agents/" + agent).path("status").asString().equals("READY"));
  }

  /** Makes another version of a declared agent. */
  void update(Agent agent, String yaml) {
    send(
        "PUT",
        "/runtimes/" + agent.id() + "/",
        Map.of(
            "roleArn", ROLE,
            "agentRuntimeArtifact", Map.of("declaredConfiguration", Map.of("file", yaml)),
            "networkConfiguration", Map.of("networkMode", "PUBLIC")));
    ready(agent.id());
  }

  /** A gateway with one target, which need not answer. */
  String gateway(String name, String target, String url) {
    String id =
        send("POST", "/gateways/", Map.of("name", name, "roleArn", ROLE, "authorizerType", "NONE"))
            .path("gatewayId")
            .asString();
    Map<String, Object> server = Map.of("mcp", Map.of("mcpServer", Map.of("endpoint", url)));
    String made =
        send(
                "POST",
                "/gateways/" + id + "/targets/",
                Map.of("name", target, "targetConfiguration", server))
            .path("targetId")
            .asString();
    await(
        () ->
            !json("/gateways/" + id + "/targets/" + made + "/")
                .path("status")
                .asString()
                .equals("CREATING"));
    return id;
  }

  /** Says something to an agent, without a browser. */
  JsonNode ask(Agent agent, String session, String prompt, String... headers) {
    List<String> all =
        new ArrayList<>(List.of("X-Amzn-Bedrock-AgentCore-Runtime-Session-Id", session));
    all.addAll(List.of(headers));
    return send(
        "POST",
        "/runtimes/" + URLEncoder.encode(agent.arn(), StandardCharsets.UTF_8) + "/invocations",
        Map.of("prompt", prompt),
        all.toArray(String[]::new));
  }
}
