package dev.cadre.a2a;

import dev.cadre.agent.Artifact;
import dev.cadre.agent.Deployment;
import dev.cadre.agent.NetworkMode;
import dev.cadre.agent.Protocol;
import dev.cadre.fault.Fault;
import dev.cadre.http.Exchange;
import dev.cadre.http.HttpConfig;
import dev.cadre.http.HttpServer;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.Arn;
import dev.cadre.id.EndpointName;
import dev.cadre.id.IdSource;
import dev.cadre.id.SessionId;
import dev.cadre.identity.Identity;
import dev.cadre.identity.IdentityConfig;
import dev.cadre.json.Json;
import dev.cadre.session.AgentProxy;
import dev.cadre.store.TestDatabase;
import dev.cadre.time.SystemTimer;
import io.opentelemetry.api.trace.TracerProvider;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The A2A feature on the platform's own HTTP server and a test's database, with one agent. */
final class Served implements AutoCloseable {
  static final AgentRuntimeId AGENT = new AgentRuntimeId("helper-AbCdEf1234");

  private final TestDatabase database;
  private final SystemTimer timer = new SystemTimer();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpServer server;
  private final A2aFeature feature;
  private final Identity identity;
  private final URI url;

  Served(TaskAgent agent, int port) throws IOException {
    this(agent, port, TestDatabase.fresh());
  }

  private Served(TaskAgent agent, int port, TestDatabase database) throws IOException {
    this.database = database;
    identity =
        new Identity(
            database.database(),
            Files.createTempDirectory("a2a"),
            Clock.systemUTC(),
            new SecureRandom(),
            _ -> null,
            IdentityConfig.defaults(IdentityConfig.Mode.DEV));
    server = new HttpServer(HttpConfig.defaults("127.0.0.1", port));
    url = server.bind();
    feature =
        new A2aFeature(
            database.database(),
            identity.vault(),
            (name, _) -> find(name),
            agent,
            new NoProxy(),
            http,
            new IdSource(new SecureRandom()),
            Clock.systemUTC(),
            timer,
            "node",
            A2aConfig.defaults(url, false));
    feature.start();
    server.start(
        feature::bind,
        identity.authenticator(),
        TracerProvider.noop().get("test"),
        new PrometheusRegistry());
  }

  Identity identity() {
    return identity;
  }

  HttpClient http() {
    return http;
  }

  SystemTimer timer() {
    return timer;
  }

  A2aConfig config() {
    return A2aConfig.defaults(url, false);
  }

  /** The agent's address. */
  URI url() {
    return url.resolve("/a2a/helper");
  }

  TestDatabase database() {
    return database;
  }

  private static Deployment find(String name) {
    if (!name.equals("helper") && !name.equals(AGENT.value())) {
      throw new Fault.NotFound("there is no agent named '" + name + "'");
    }
    return new Deployment(
        AGENT,
        "helper",
        Arn.parse("arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/" + AGENT),
        3,
        new EndpointName("DEFAULT"),
        Protocol.HTTP,
        new Artifact.Declared(
            Json.object()
                .put("description", "Helps.")
                .set("tools", Json.array().add(Json.object().put("builtin", "calculator")))),
        Map.of(),
        Duration.ofMinutes(15),
        Duration.ofHours(8),
        List.of(),
        NetworkMode.PUBLIC,
        null,
        List.of());
  }

  private static final class NoProxy implements AgentProxy {
    @Override
    public void forward(Exchange exchange, Deployment agent, SessionId session, String path) {
      throw new Fault.Unavailable("nothing is proxied here");
    }

    @Override
    public JsonNode card(Exchange exchange, Deployment agent, SessionId session) {
      throw new Fault.Unavailable("nothing is proxied here");
    }
  }

  /** As after a stop and a start of the platform, with another agent. */
  Served restarted(TaskAgent agent) throws IOException {
    stop();
    return new Served(agent, 0, database);
  }

  private void stop() {
    feature.stopping();
    server.close();
    feature.close();
    http.shutdownNow();
    timer.close();
  }

  @Override
  public void close() {
    stop();
    database.close();
  }
}
