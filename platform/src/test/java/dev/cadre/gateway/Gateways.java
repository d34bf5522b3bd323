package dev.cadre.gateway;

import dev.cadre.credential.Outbound;
import dev.cadre.embedding.Embedder;
import dev.cadre.fault.Fault;
import dev.cadre.http.Principal;
import dev.cadre.id.IdSource;
import dev.cadre.identity.Vault;
import dev.cadre.json.Json;
import dev.cadre.mcp.McpCall;
import dev.cadre.mcp.McpServer;
import dev.cadre.mcp.SilentCall;
import dev.cadre.store.TestDatabase;
import dev.cadre.time.SystemTimer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The gateway feature on a test's database, called without the wire. */
final class Gateways implements AutoCloseable {
  static final McpCall SOMEONE = new SilentCall(Principal.ANONYMOUS, Context.root());
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Short enough for a test to see them pass. */
  static final GatewayConfig SHORT =
      new GatewayConfig(
          "us-east-1",
          "123456789012",
          null,
          10,
          20,
          2_000,
          2,
          Duration.ofMillis(700),
          Duration.ofSeconds(3),
          Duration.ofMillis(50));

  private final TestDatabase test = TestDatabase.fresh();
  private final SystemTimer timer = new SystemTimer();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Map<String, McpServer> builtIns = new HashMap<>();
  private final Embedder embedder;
  private final GatewayConfig config;
  private Entrances entrances;
  GatewayFeature feature;
  private int names;

  Gateways() {
    this(new LetterEmbedder(), SHORT);
  }

  Gateways(Embedder embedder, GatewayConfig config) {
    this.embedder = embedder;
    this.config = config;
    entrances = new Entrances(test.database());
    feature = open(registry, entrances);
  }

  private GatewayFeature open(PrometheusRegistry figures, Entrances door) {
    try {
      GatewayFeature made =
          new GatewayFeature(
              test.database(),
              Clock.systemUTC(),
              timer,
              new IdSource(new SecureRandom()),
              TracerProvider.noop().get("test"),
              figures,
              embedder,
              Vault.at(Files.createTempDirectory("gateway").resolve("key"), new SecureRandom()),
              door,
              http,
              new Kinds(),
              Gateways::proof,
              URI.create("http://127.0.0.1:7070"),
              config);
      made.start();
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A key that is right, for whoever asks for one. */
  private static Outbound proof(@Nullable URI server, JsonNode configurations) {
    return configurations.isEmpty()
        ? Outbound.NONE
        : () -> new Outbound.Proof(Map.of("Authorization", "Bearer key"), Map.of());
  }

  /** As after a restart of the platform. */
  void reopen() {
    feature.close();
    entrances = new Entrances(test.database());
    feature = open(new PrometheusRegistry(), entrances);
  }

  /** Another node of the same platform. */
  Node node() {
    Entrances door = new Entrances(test.database());
    return new Node(open(new PrometheusRegistry(), door), door);
  }

  /** A platform's process, as far as gateways are concerned. */
  record Node(GatewayFeature feature, Entrances entrances) implements AutoCloseable {
    @Override
    public void close() {
      feature.close();
    }
  }

  void builtIn(String name, McpServer server) {
    builtIns.put(name, server);
  }

  private final class Kinds implements TargetKinds {
    @Override
    public McpServer openApi(String name, String document, Outbound outbound) {
      throw new Fault.Invalid("the document is none");
    }

    @Override
    public Optional<McpServer> builtIn(String name) {
      return Optional.ofNullable(builtIns.get(name));
    }
  }

  String gateway(String searchType) {
    ObjectNode input =
        Json.object()
            .put("name", "g" + names++)
            .put("roleArn", "arn:aws:iam::123456789012:role/r")
            .put("authorizerType", "NONE");
    if (!searchType.isEmpty()) {
      input.putObject("protocolConfiguration").putObject("mcp").put("searchType", searchType);
    }
    return feature.gateways().create(input).path("gatewayId").asString();
  }

  static ObjectNode server(URI endpoint) {
    ObjectNode configuration = Json.object();
    configuration.putObject("mcp").putObject("mcpServer").put("endpoint", endpoint.toString());
    return configuration;
  }

  /** Adds a target and waits until it was asked. */
  ObjectNode target(String gateway, String name, ObjectNode configuration) {
    return settled(gateway, create(gateway, name, configuration));
  }

  String create(String gateway, String name, ObjectNode configuration) {
    ObjectNode input = Json.object().put("gatewayIdentifier", gateway).put("name", name);
    input.set("targetConfiguration", configuration);
    return feature.targets().create(input).path("targetId").asString();
  }

  ObjectNode settled(String gateway, String target) {
    ObjectNode input = Json.object().put("gatewayIdentifier", gateway).put("targetId", target);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      ObjectNode now = feature.targets().get(input);
      if (!now.path("status").asString("").matches("CREATING|UPDATING|SYNCHRONIZING")) {
        return now;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("not settled within " + PATIENCE);
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  McpServer server(String gateway) {
    return feature.server(gateway);
  }

  List<String> names(String gateway) throws InterruptedException {
    return server(gateway).tools(SOMEONE).stream()
        .map(tool -> tool.path("name").asString(""))
        .toList();
  }

  ObjectNode call(String gateway, String tool, String text) throws InterruptedException {
    return server(gateway).callTool(tool, Json.object().put("text", text), SOMEONE);
  }

  static String text(JsonNode result) {
    return result.path("content").path(0).path("text").asString("");
  }

  /** What {@code /metrics} shows. */
  String figures() {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PrometheusTextFormatWriter.create().write(out, registry.scrape());
      return out.toString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    feature.close();
    http.shutdownNow();
    timer.close();
    test.close();
  }
}
