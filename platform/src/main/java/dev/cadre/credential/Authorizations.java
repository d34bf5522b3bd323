package dev.cadre.credential;

import dev.cadre.credential.Grants.Grant;
import dev.cadre.fault.Fault;
import dev.cadre.http.HttpCall;
import dev.cadre.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the platform may do at MCP servers that want OAuth (MCP, "Authorization"): finds out who
 * gives tokens for a server, has a person consent or uses the client's own account, and gets more
 * when a server says that it was not enough. Thread-safe.
 */
public final class Authorizations {
  private static final Duration BELIEVED = Duration.ofSeconds(15);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int MAX_SERVERS = 1_000;

  private final HttpClient http;
  private final InstantSource clock;
  private final ResourceDiscovery resources;
  private final Consents consents;
  private final ServerTokens tokens;
  private final OwnTokens own;
  private final AuthorizationConfig config;
  private final Map<URI, Asked> asked = new ConcurrentHashMap<>();

  /** What a server said when it last refused, and what was found out then. */
  private record Asked(Challenge challenge, Optional<ProtectedResource> found, Instant until) {}

  Authorizations(
      HttpClient http,
      InstantSource clock,
      ResourceDiscovery resources,
      Consents consents,
      ServerTokens tokens,
      OwnTokens own,
      AuthorizationConfig config) {
    this.http = http;
    this.clock = clock;
    this.resources = resources;
    this.consents = consents;
    this.tokens = tokens;
    this.own = own;
    this.config = config;
  }

  /** What proves the platform to one server; nothing, until the server asks. */
  public Outbound of(URI server) {
    return new ServerOutbound(this, server);
  }

  /** Null when there is none. */
  @Nullable String token(URI server) throws InterruptedException {
    return config.of(server).consent() ? tokens.current(server) : own.current(server);
  }

  /**
   * A server took {@code token}, or none, for no proof. Returns when another can be had now.
   *
   * @throws Fault.Unavailable when a person must consent first, saying how
   */
  void unauthenticated(URI server, @Nullable String token, Challenge challenge)
      throws InterruptedException {
    ProtectedResource found = found(server, challenge, token != null).orElse(null);
    if (found == null) {
      return;
    }
    if (!config.of(server).consent()) {
      own.found(server, found, scopes(server, found, challenge), token);
      return;
    }
    ServerTokens.Held held = tokens.asked(server).orElse(null);
    if (held != null && !held.access().equals(token)) {
      return;
    }
    if (held != null && token != null && sameOwner(held.grant(), found)) {
      if (tokens.renewed(server, token) != null) {
        return;
      }
    }
    if (held != null) {
      tokens.forget(server);
    }
    throw waiting(server, "waits for consent");
  }

  private static boolean sameOwner(Grant grant, ProtectedResource found) {
    return grant.issuer().equals(found.issuer()) && grant.resource().equals(found.resource());
  }

  /**
   * A server wants more scopes than {@code token} has. Returns when another can be had now.
   *
   * @throws Fault.Unavailable when a person must consent first, saying how
   * @throws Fault.Denied when the scopes were all asked for, and are not given
   */
  void insufficient(URI server, String token, Challenge challenge) throws InterruptedException {
    ProtectedResource found = found(server, challenge, false).orElse(null);
    if (found == null) {
      return;
    }
    List<String> missing = scopes(server, found, challenge);
    if (!config.of(server).consent()) {
      if (!own.widen(server, missing)) {
        throw denied(server, missing);
      }
      return;
    }
    ServerTokens.Held held = tokens.asked(server).orElse(null);
    if (held == null || !held.access().equals(token)) {
      return;
    }
    List<String> all = union(held.grant().scopes(), missing);
    if (held.grant().scopes().containsAll(missing)) {
      throw denied(server, missing);
    }
    tokens.want(server, all);
    throw waiting(server, "needs consent to more (" + String.join(" ", missing) + ")");
  }

  private static Fault denied(URI server, List<String> scopes) {
    return new Fault.Denied(
        "the MCP server at %s wants the scopes '%s', which were asked for and not given; its owner must give them"
            .formatted(server, String.join(" ", scopes)));
  }

  private Fault waiting(URI server, String how) {
    String open =
        config.platform().resolve(AuthorizationRoutes.BEGIN)
            + "?"
            + TokenEndpoint.encode(List.of(Map.entry("server", server.toString())));
    return new Fault.Unavailable(
        "the MCP server at %s %s: the operator opens %s, or runs 'cadre credentials authorize %s'"
            .formatted(server, how, open, server));
  }

  /**
   * Begins to ask for consent.
   *
   * @return the page to open
   * @throws Fault.Invalid when the server asks nobody, or its client's own account is used
   */
  public URI begin(URI server) throws InterruptedException {
    if (!config.of(server).consent()) {
      throw new Fault.Invalid(
          "the MCP server at %s is called with its client's own account, to which nobody consents"
              .formatted(server));
    }
    Asked known = asked.get(server);
    Challenge challenge = known == null ? probe(server) : known.challenge();
    ProtectedResource found =
        found(server, challenge, true)
            .orElseThrow(
                () ->
                    new Fault.Invalid(
                        "the MCP server at %s asks for no authorization: it answered %d, and has no protected resource metadata (RFC 9728)"
                            .formatted(server, challenge.status())));
    List<String> first = scopes(server, found, challenge);
    List<String> more =
        tokens
            .asked(server)
            .filter(held -> sameOwner(held.grant(), found))
            .map(held -> held.grant().wanted())
            .orElse(List.of());
    return consents.begin(server, found, more.isEmpty() ? first : more);
  }

  /** What the server says to somebody without a token. */
  private Challenge probe(URI server) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server)
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    Json.bytes(
                        Json.object().put("jsonrpc", "2.0").put("id", 0).put("method", "ping"))))
            .build();
    try {
      HttpResponse<InputStream> answer = HttpCall.send(http, request);
      answer.body().close();
      return Challenge.of(answer.statusCode(), answer.headers().allValues("WWW-Authenticate"));
    } catch (IOException e) {
      throw new Fault.Unavailable(
          "the MCP server at %s cannot be reached (%s)".formatted(server, e.getMessage()));
    }
  }

  /** What a browser brought back; empty when its state is of something else. */
  Optional<String> arrived(Consents.Answer answer) throws InterruptedException {
    return consents.arrived(answer);
  }

  /** False when there was nothing to forget. */
  public boolean forget(URI server) {
    asked.remove(server);
    return tokens.forget(server);
  }

  private Optional<ProtectedResource> found(URI server, Challenge challenge, boolean anew)
      throws InterruptedException {
    Instant now = clock.instant();
    Asked known = asked.get(server);
    if (!anew
        && known != null
        && known.challenge().equals(challenge)
        && now.isBefore(known.until())) {
      return known.found();
    }
    if (asked.size() >= MAX_SERVERS) {
      asked.clear();
    }
    Optional<ProtectedResource> found = resources.find(server, challenge);
    asked.put(server, new Asked(challenge, found, now.plus(BELIEVED)));
    return found;
  }

  /** Set by the operator, else named by the challenge, else all of the server's, else none. */
  private List<String> scopes(URI server, ProtectedResource found, Challenge challenge) {
    List<String> set = config.of(server).scopes();
    if (!set.isEmpty() && !challenge.insufficient()) {
      return set;
    }
    return challenge.scopes().isEmpty() ? found.scopes() : challenge.scopes();
  }

  static List<String> union(List<String> some, List<String> others) {
    Set<String> all = new LinkedHashSet<>(some);
    all.addAll(others);
    return List.copyOf(all);
  }
}
