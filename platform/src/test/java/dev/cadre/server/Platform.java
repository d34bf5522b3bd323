package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockagentcore.BedrockAgentCoreClient;
import software.amazon.awssdk.services.bedrockagentcorecontrol.BedrockAgentCoreControlClient;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.AgentManagedRuntimeType;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.AgentRuntimeArtifact;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.AgentRuntimeStatus;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.CreateAgentRuntimeRequest;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.CreateAgentRuntimeResponse;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.GetAgentRuntimeResponse;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.NetworkMode;
import software.amazon.awssdk.services.bedrockagentruntime.BedrockAgentRuntimeAsyncClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A whole platform in this process, and the AWS SDK that calls it with nothing changed but the
 * endpoint. One serves all tests that need no other; each ends with the JVM.
 */
final class Platform implements AutoCloseable {
  static final String ROLE = "arn:aws:iam::123456789012:role/agent";
  static final AwsBasicCredentials ANYONE =
      AwsBasicCredentials.create("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  private final Path folder;
  private final Server server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> agents = new ConcurrentHashMap<>();

  private static final class Open {
    private static final Platform PLATFORM = shared();
  }

  private static final class Guarded {
    private static final Platform PLATFORM = shared("--auth", "required");
  }

  private static Platform shared(String... options) {
    Platform platform = new Platform(options);
    Runtime.getRuntime().addShutdownHook(new Thread(platform::close, "test-platform-stop"));
    return platform;
  }

  /** Where anyone may call. */
  static Platform open() {
    return Open.PLATFORM;
  }

  /** Where callers must prove who they are. */
  static Platform guarded() {
    return Guarded.PLATFORM;
  }

  Platform(String... options) {
    try {
      folder = Files.createTempDirectory("cadre-test-platform");
      server = start(options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Server start(String... options) throws IOException {
    String[] all =
        Stream.concat(
                Stream.of(
                    "--port", "0", "--no-warm", "--state", folder.resolve("state").toString()),
                Arrays.stream(options))
            .toArray(String[]::new);
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PLATFORM_SECRET", "not for agents");
    Options parsed = Options.parse(all);
    return Server.start(parsed, Settings.read(parsed.config(), environment), environment);
  }

  URI url() {
    return server.summary().url();
  }

  Path state() {
    return folder.resolve("state");
  }

  Server server() {
    return server;
  }

  private <B extends AwsClientBuilder<B, ?>> B pointed(B builder, AwsBasicCredentials credentials) {
    return builder
        .endpointOverride(url())
        .region(Region.US_EAST_1)
        .overrideConfiguration(c -> c.retryStrategy(RetryMode.STANDARD))
        .credentialsProvider(StaticCredentialsProvider.create(credentials));
  }

  BedrockAgentCoreControlClient control(AwsBasicCredentials credentials) {
    return pointed(BedrockAgentCoreControlClient.builder(), credentials)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  BedrockAgentCoreClient data(AwsBasicCredentials credentials) {
    return pointed(BedrockAgentCoreClient.builder(), credentials)
        .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(PATIENCE))
        .build();
  }

  BedrockAgentRuntimeAsyncClient classic() {
    return pointed(BedrockAgentRuntimeAsyncClient.builder(), ANYONE)
        .httpClientBuilder(NettyNioAsyncHttpClient.builder())
        .build();
  }

  HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url().resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  JsonNode json(String path) {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body());
  }

  HttpResponse<String> send(HttpRequest request) {
    return send(request, HttpResponse.BodyHandlers.ofString());
  }

  <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  HttpClient http() {
    return http;
  }

  /** The admin's token, which whoever may read the state folder has. */
  String admin() {
    try (Stream<Path> files = Files.walk(state(), 2)) {
      Path token =
          files
              .filter(f -> f.getFileName().toString().equals("admin-token"))
              .findFirst()
              .orElseThrow();
      return Files.readString(token).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Uploads a zip and gives the artifact that runs its {@code entry} on Python. */
  AgentRuntimeArtifact python(String... namesAndTexts) {
    return code(
        AgentManagedRuntimeType.fromValue("PYTHON_3_11"), namesAndTexts[0], zip(namesAndTexts));
  }

  AgentRuntimeArtifact code(AgentManagedRuntimeType runtime, String entry, byte[] artifact) {
    HttpRequest put =
        HttpRequest.newBuilder(url().resolve("/cadre/v1/artifacts"))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(artifact))
            .header("authorization", "Bearer " + admin())
            .build();
    JsonNode stored = Json.parse(send(put).body());
    return AgentRuntimeArtifact.builder()
        .codeConfiguration(
            code ->
                code.runtime(runtime)
                    .entryPoint(entry)
                    .code(
                        c ->
                            c.s3(
                                s3 ->
                                    s3.bucket(stored.path("bucket").asString())
                                        .prefix(stored.path("key").asString()))))
        .build();
  }

  /** Sends {@code body} as JSON. */
  HttpResponse<String> send(String method, String path, Object body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url().resolve(path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /**
   * Deploys a declared agent, named by the first line of its file, and waits until it is served.
   */
  void declare(String yaml) {
    String name = yaml.lines().findFirst().orElseThrow().substring("name: ".length());
    ObjectNode input = Json.object().put("agentRuntimeName", name).put("roleArn", ROLE);
    input.putObject("agentRuntimeArtifact").putObject("declaredConfiguration").put("file", yaml);
    input.putObject("networkConfiguration").put("networkMode", "PUBLIC");
    HttpResponse<String> answer = send("PUT", "/runtimes/", input);
    if (answer.statusCode() != 202) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    String path = "/runtimes/" + Json.parse(answer.body()).path("agentRuntimeId").asString() + "/";
    await(() -> json(path).path("status").asString().equals("READY"));
  }

  static byte[] zip(String... namesAndTexts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
        zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A file of the project, such as an example's {@code main.py}. */
  static String file(String path) {
    try {
      return Files.readString(PROJECT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CreateAgentRuntimeRequest request(String name, AgentRuntimeArtifact artifact) {
    return CreateAgentRuntimeRequest.builder()
        .agentRuntimeName(name)
        .agentRuntimeArtifact(artifact)
        .roleArn(ROLE)
        .networkConfiguration(network -> network.networkMode(NetworkMode.PUBLIC))
        .build();
  }

  /** Creates an agent and waits until it is ready. */
  CreateAgentRuntimeResponse deploy(
      BedrockAgentCoreControlClient control, CreateAgentRuntimeRequest request) {
    CreateAgentRuntimeResponse created = control.createAgentRuntime(request);
    awaitReady(control, created.agentRuntimeId());
    return created;
  }

  static GetAgentRuntimeResponse awaitReady(BedrockAgentCoreControlClient control, String id) {
    await(
        () -> {
          GetAgentRuntimeResponse now = control.getAgentRuntime(r -> r.agentRuntimeId(id));
          assertThat(now.statusAsString()).doesNotContain("FAILED");
          return now.status() == AgentRuntimeStatus.READY;
        });
    return control.getAgentRuntime(r -> r.agentRuntimeId(id));
  }

  /** The ARN of an agent that does what its payload says; the same for all tests. */
  String probe() {
    return agent("probe", "outside/agents/probe/main.py", "HTTP");
  }

  /** The ARN of an agent of one Python file, deployed by the first test that asks. */
  String agent(String name, String file, String protocol) {
    return agents.computeIfAbsent(
        name,
        _ -> {
          try (BedrockAgentCoreControlClient control = control(ANYONE)) {
            CreateAgentRuntimeRequest request =
                request(name, python("main.py", file(file))).toBuilder()
                    .protocolConfiguration(p -> p.serverProtocol(protocol))
                    .build();
            return deploy(control, request).agentRuntimeArn();
          }
        });
  }

  static String session() {
    return "session-" + UUID.randomUUID();
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for " + PATIENCE).isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  @Override
  public void close() {
    http.close();
    server.drain();
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(java.util.Comparator.reverseOrder()).forEach(Platform::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
