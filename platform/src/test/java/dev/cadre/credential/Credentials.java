package dev.cadre.credential;

import dev.cadre.fault.Fault;
import dev.cadre.http.FakeExchange;
import dev.cadre.http.Handler;
import dev.cadre.http.Operation;
import dev.cadre.http.Principal;
import dev.cadre.http.Routes;
import dev.cadre.http.ServerStandIn;
import dev.cadre.id.IdSource;
import dev.cadre.identity.Vault;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import dev.cadre.store.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The credential feature on a test's database, its operations called without the wire. */
final class Credentials implements AutoCloseable {

  /** Moves when told to. */
  static final class Clock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-01-02T03:04:05.678Z");

    @Override
    public Instant instant() {
      return now;
    }

    void forward(Duration by) {
      now = now.plus(by);
    }
  }

  /** One for all tests, empty for each. */
  private static final TestDatabase TEST = TestDatabase.fresh();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, Operation> operations = new HashMap<>();
  private final Map<String, Handler> handlers = new HashMap<>();
  final Clock clock = new Clock();
  final ServerStandIn server = new ServerStandIn();
  final CredentialFeature feature;

  Credentials(Path folder) {
    TEST.database()
        .update("truncate credential_provider, workload_identity, user_authorization, user_token");
    feature = feature(folder);
    Routes routes = new Bound();
    feature.bind(routes, routes, routes, routes);
  }

  /** Another node on the same database and master key. */
  CredentialFeature feature(Path folder) {
    SecureRandom random = new SecureRandom();
    try {
      return new CredentialFeature(
          TEST.database(),
          Vault.at(folder.resolve("master.key"), random),
          http,
          clock,
          new IdSource(random),
          token -> {
            if (token.equals("bad")) {
              throw new Fault.Unauthenticated(Fault.Unauthenticated.NO_TOKEN, "bad token");
            }
            return "jwt|" + token;
          },
          name -> name.equals("agent-1234567890"),
          CredentialConfig.defaults(
              "us-east-1", "123456789012", URI.create("http://127.0.0.1:7070")),
          AuthorizationConfig.of(URI.create("http://127.0.0.1:7070"), null, Map.of()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Bound implements Routes {
    @Override
    public Routes add(String method, String pattern, Handler handler) {
      handlers.put(method + " " + pattern, handler);
      return this;
    }

    @Override
    public Routes requiring(String scope) {
      return this;
    }

    @Override
    public Routes aws(String service, String operation, Operation handler) {
      operations.put(operation, handler);
      return this;
    }
  }

  /** Calls an operation with an input in JSON with single quotes. */
  JsonNode call(String operation, String input) {
    return call(operation, input, Principal.ANONYMOUS);
  }

  JsonNode call(String operation, String input, Principal caller) {
    try {
      JsonNode answer =
          operations
              .get(operation)
              .handle(
                  new FakeExchange().by(caller), (ObjectNode) Json.parse(input.replace('\'', '"')));
      return answer == null ? Json.object() : answer;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** A browser that comes back. */
  FakeExchange callback(String state, String code) throws Exception {
    FakeExchange exchange = new FakeExchange().with("state", state);
    if (!code.isEmpty()) {
      exchange.with("code", code);
    }
    handlers.get("GET " + CallbackRoute.PATH).handle(exchange);
    return exchange;
  }

  String workloadToken() {
    return feature.tokens().issue(new Workload("agent-1234567890", null));
  }

  String userToken(String user) {
    return feature.tokens().issue(new Workload("agent-1234567890", user));
  }

  /** A provider with the stand-in as its authorization server; gives its ARN. */
  String oauth2(String name, String more) {
    return call(
            "CreateOauth2CredentialProvider",
            """
            {'name': '%s', 'credentialProviderVendor': 'CustomOauth2', 'oauth2ProviderConfigInput':
              {'customOauth2ProviderConfig': {'clientId': 'cli ent', 'clientSecret': 's3cr&t', %s
                'oauthDiscovery': {'authorizationServerMetadata': {'issuer': '%s',
                  'authorizationEndpoint': '%s/authorize', 'tokenEndpoint': '%s/token'}}}}}
            """
                .formatted(name, more, server.address(), server.address(), server.address()))
        .path("credentialProviderArn")
        .asString();
  }

  void answersToken(String token, int seconds) {
    server.then(
        200,
        "application/json",
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
            .formatted(token, seconds));
  }

  Database database() {
    return TEST.database();
  }

  @Override
  public void close() {
    http.close();
    server.close();
  }
}
