package dev.cadre.credential;

import dev.cadre.credential.Grants.Registered;
import dev.cadre.credential.ServerAuthorization.Proof;
import dev.cadre.fault.Fault;
import dev.cadre.http.HttpCall;
import dev.cadre.identity.Vault;
import dev.cadre.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who the platform is at an authorization server, in MCP's order: as the operator registered it, by
 * the URL of its metadata document, as it registered itself (RFC 7591). What one server made of it
 * is never shown to another.
 */
final class ClientRegistration {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int MAX_BYTES = 64 * 1024;
  private static final String BASIC = "client_secret_basic";
  private static final String POST = "client_secret_post";
  private static final String NONE = "none";

  private final Grants grants;
  private final Vault vault;
  private final HttpClient http;
  private final InstantSource clock;
  private final AuthorizationConfig config;

  ClientRegistration(
      Grants grants,
      Vault vault,
      HttpClient http,
      InstantSource clock,
      AuthorizationConfig config) {
    this.grants = grants;
    this.vault = vault;
    this.http = http;
    this.clock = clock;
    this.config = config;
  }

  /** What authorization servers read of the platform, by URL or when it registers itself. */
  static ObjectNode metadata(AuthorizationConfig config, String method) {
    ObjectNode metadata = Json.object().put("client_name", "Cadre");
    metadata.putArray("redirect_uris").add(config.callback().toString());
    metadata.putArray("grant_types").add("authorization_code").add("refresh_token");
    metadata.putArray("response_types").add("code");
    return metadata
        .put("token_endpoint_auth_method", method)
        .put("application_type", Places.thisMachine(config.callback()) ? "native" : "web");
  }

  /**
   * Registers the platform when it must and can.
   *
   * @throws Fault.Invalid when the operator has to register it by hand
   * @throws Fault.Unavailable when the server gives no usable answer
   */
  OauthClient client(URI server, IssuerMetadata issuer) throws InterruptedException {
    Optional<OauthClient> known = known(server, issuer);
    return known.isPresent() ? known.get() : register(server, issuer);
  }

  /** The same without registering; empty where that would have to be done first. */
  Optional<OauthClient> known(URI server, IssuerMetadata issuer) {
    ServerAuthorization settings = config.of(server);
    if (!settings.client().isEmpty()) {
      return Optional.of(set(server, settings, issuer));
    }
    URI document = config.document();
    if (document != null && issuer.readsClients()) {
      return Optional.of(
          new OauthClient(words(server), document.toString(), new ClientProof.None()));
    }
    return grants
        .client(issuer.issuer(), config.callback().toString())
        .filter(one -> one.expiresAt() == null || clock.instant().isBefore(one.expiresAt()))
        .map(one -> opened(server, one));
  }

  /** The server no longer knows the platform: it is registered anew with the next consent. */
  void forget(IssuerMetadata issuer) {
    grants.unregister(issuer.issuer(), config.callback().toString());
  }

  private static OauthClient set(URI server, ServerAuthorization settings, IssuerMetadata issuer) {
    if (!settings.issuer().isEmpty() && !settings.issuer().equals(issuer.issuer())) {
      throw new Fault.Invalid(
          "the MCP server at %s now names the authorization server %s; its client is known to %s alone. Register the platform there, and change authorization in the registry"
              .formatted(server, issuer.issuer(), settings.issuer()));
    }
    ClientProof proof =
        switch (settings.proof()) {
          case Proof.Shared(var secret) ->
              shared(method(issuer.server().methods(), false), secret.value());
          case Proof.Own(var key, var algorithm) ->
              new ClientProof.Signed(key, algorithm, issuer.issuer());
          case null -> new ClientProof.None();
        };
    return new OauthClient(words(server), settings.client(), proof);
  }

  private OauthClient register(URI server, IssuerMetadata issuer) throws InterruptedException {
    URI place = issuer.registration();
    if (place == null) {
      throw new Fault.Invalid(
          "the authorization server %s lets no client register itself; register the platform there with the redirect URI %s, and write client and secret under authorization of the registry's entry for %s"
              .formatted(issuer.issuer(), config.callback(), server));
    }
    String method = method(issuer.server().methods(), true);
    ObjectNode answer = answer(issuer, place, metadata(config, method));
    String id = answer.path("client_id").asString("");
    if (id.isEmpty()) {
      throw unavailable(issuer, "answered a registration without a client_id");
    }
    ObjectNode client =
        Json.object()
            .put("id", id)
            .put("secret", answer.path("client_secret").asString(""))
            .put("method", answer.path("token_endpoint_auth_method").asString(method));
    String callback = config.callback().toString();
    Registered made =
        new Registered(
            issuer.issuer(),
            callback,
            vault.seal(Json.bytes(client), sealedFor(issuer.issuer(), callback)),
            expiry(answer.path("client_secret_expires_at")));
    grants.register(made);
    return opened(server, made);
  }

  private ObjectNode answer(IssuerMetadata issuer, URI place, ObjectNode body)
      throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(place)
            .timeout(LIMIT)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
            .build();
    try {
      HttpResponse<byte[]> answer = HttpCall.whole(http, request, MAX_BYTES, LIMIT);
      if (answer.statusCode() / 100 == 2 && Json.parse(answer.body()) instanceof ObjectNode made) {
        return made;
      }
      throw unavailable(issuer, "answered a registration with " + answer.statusCode());
    } catch (IOException e) {
      throw unavailable(issuer, "cannot be reached (" + e.getMessage() + ")");
    } catch (Fault.Invalid notJson) {
      throw unavailable(issuer, "answered a registration with what is no JSON");
    }
  }

  private OauthClient opened(URI server, Registered one) {
    JsonNode client = Json.parse(vault.open(one.sealed(), sealedFor(one.issuer(), one.callback())));
    return new OauthClient(
        words(server),
        client.path("id").asString(),
        shared(client.path("method").asString(NONE), client.path("secret").asString("")));
  }

  private static ClientProof shared(String method, String secret) {
    if (secret.isEmpty()) {
      return new ClientProof.None();
    }
    return switch (method) {
      case POST -> new ClientProof.Form(secret);
      case NONE -> new ClientProof.None();
      default -> new ClientProof.Basic(secret);
    };
  }

  /**
   * The best that a server knows; basic when it does not say (RFC 8414, 2).
   *
   * @param publicly whether a client without a secret would do
   */
  private static String method(Set<String> known, boolean publicly) {
    if (known.isEmpty() || known.contains(BASIC)) {
      return BASIC;
    }
    if (known.contains(POST)) {
      return POST;
    }
    return publicly ? NONE : BASIC;
  }

  /** Zero and nothing are never. */
  private static @Nullable Instant expiry(JsonNode seconds) {
    long end = seconds.asLong(0);
    return end <= 0 ? null : Instant.ofEpochSecond(Math.min(end, Integer.MAX_VALUE * 8L));
  }

  private static String words(URI server) {
    return "the MCP server at " + server;
  }

  private static String sealedFor(String issuer, String callback) {
    return "client of " + issuer + " for " + callback;
  }

  private static Fault.Unavailable unavailable(IssuerMetadata issuer, String what) {
    return new Fault.Unavailable("the authorization server " + issuer.issuer() + " " + what);
  }
}
