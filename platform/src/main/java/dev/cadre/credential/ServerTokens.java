package dev.cadre.credential;

import dev.cadre.credential.Grants.Grant;
import dev.cadre.fault.Fault;
import dev.cadre.identity.Vault;
import dev.cadre.json.Json;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Tokens that people consented to for MCP servers: sealed, each for one server and the resource
 * that it says it is, and refreshed shortly before they end. Thread-safe.
 */
final class ServerTokens {
  private static final Duration MARGIN = Duration.ofSeconds(30);
  private static final int MAX_SERVERS = 1_000;

  private final Grants grants;
  private final Vault vault;
  private final InstantSource clock;
  private final IssuerDiscovery issuers;
  private final ClientRegistration clients;
  private final TokenEndpoint endpoint;
  private final Duration cache;
  private final Map<URI, Slot> slots = new ConcurrentHashMap<>();

  /** What is known here of one server. */
  private static final class Slot {
    final ReentrantLock refreshing = new ReentrantLock();
    volatile @Nullable Kept kept;
  }

  private record Kept(Optional<Held> held, Instant until) {}

  /** A grant with its token opened. */
  record Held(Grant grant, String access, @Nullable String refresh, Instant end) {
    /** When it is refreshed: half a minute before its end, or a tenth of a short life. */
    Instant early() {
      Duration tenth = Duration.between(grant.updatedAt(), end).dividedBy(10);
      return end.minus(tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN);
    }

    @Override
    public String toString() {
      return "Held[" + grant + ", until " + end + "]";
    }
  }

  ServerTokens(
      Grants grants,
      Vault vault,
      InstantSource clock,
      IssuerDiscovery issuers,
      ClientRegistration clients,
      TokenEndpoint endpoint,
      Duration cache) {
    this.grants = grants;
    this.vault = vault;
    this.clock = clock;
    this.issuers = issuers;
    this.clients = clients;
    this.endpoint = endpoint;
    this.cache = cache;
  }

  /**
   * The token for {@code server}, refreshed when it ends soon; null when there is none that holds.
   *
   * @throws Fault.Unavailable when it ended and cannot be refreshed now
   */
  @Nullable String current(URI server) throws InterruptedException {
    Held held = held(server).orElse(null);
    if (held == null) {
      return null;
    }
    Instant now = clock.instant();
    if (now.isBefore(held.early())) {
      return held.access();
    }
    try {
      Held fresh = renewed(server, held.access());
      return fresh == null ? null : fresh.access();
    } catch (Fault.Unavailable e) {
      if (now.isBefore(held.end())) {
        return held.access();
      }
      throw e;
    }
  }

  /** What is kept of {@code server}, perhaps as it was a moment ago. */
  Optional<Held> held(URI server) {
    Slot slot = slot(server);
    Kept kept = slot.kept;
    Instant now = clock.instant();
    if (kept != null && now.isBefore(kept.until())) {
      return kept.held();
    }
    Optional<Held> held = grants.find(server.toString()).map(this::opened);
    slot.kept = new Kept(held, now.plus(cache));
    return held;
  }

  /** As {@link #held}, asked of the database. */
  Optional<Held> asked(URI server) {
    slot(server).kept = null;
    return held(server);
  }

  /**
   * Another token in place of {@code access}; one that somebody else has got meanwhile will do.
   * Null when there is none to be had without a person.
   */
  @Nullable Held renewed(URI server, String access) throws InterruptedException {
    ReentrantLock refreshing = slot(server).refreshing;
    refreshing.lockInterruptibly();
    try {
      Held now = asked(server).orElse(null);
      if (now == null || !now.access().equals(access)) {
        return now;
      }
      String refresh = now.refresh();
      return refresh == null ? null : refreshed(server, now, refresh);
    } finally {
      refreshing.unlock();
    }
  }

  private @Nullable Held refreshed(URI server, Held now, String refresh)
      throws InterruptedException {
    IssuerMetadata issuer = issuers.of(now.grant().issuer());
    OauthClient client = clients.known(server, issuer).orElse(null);
    if (client == null) {
      return null;
    }
    List<Map.Entry<String, String>> form = new ArrayList<>();
    form.add(Map.entry("grant_type", "refresh_token"));
    form.add(Map.entry("refresh_token", refresh));
    form.add(Map.entry("resource", now.grant().resource()));
    try {
      TokenEndpoint.Granted granted = endpoint.fetch(client, issuer.server().token(), form);
      // A server that gives no new one means the old one to be used again.
      String next = granted.refresh() == null ? refresh : granted.refresh();
      return keep(now.grant(), new TokenEndpoint.Granted(granted.access(), next));
    } catch (Fault.Invalid refused) {
      // Another node may have been first, and the server takes a refresh token once.
      Held meanwhile = asked(server).orElse(null);
      return meanwhile == null || meanwhile.access().equals(now.access()) ? null : meanwhile;
    }
  }

  /** Keeps what was given, in place of what there is; the grant's own token does not count. */
  Held keep(Grant grant, TokenEndpoint.Granted granted) {
    String sealed =
        vault.seal(
            Json.bytes(
                Json.object()
                    .put("access", granted.access().value())
                    .put("refresh", granted.refresh())
                    .put("until", granted.access().expiresAt().toEpochMilli())),
            sealedFor(grant));
    Grant kept =
        new Grant(
            grant.server(),
            grant.issuer(),
            grant.resource(),
            grant.scopes(),
            grant.wanted(),
            sealed,
            clock.instant());
    grants.keep(kept);
    slot(URI.create(grant.server())).kept = null;
    return opened(kept);
  }

  /** The next consent asks for these. */
  void want(URI server, List<String> scopes) {
    grants.want(server.toString(), scopes);
    slot(server).kept = null;
  }

  boolean forget(URI server) {
    boolean there = grants.forget(server.toString());
    slot(server).kept = null;
    return there;
  }

  private Slot slot(URI server) {
    if (slots.size() >= MAX_SERVERS) {
      slots.clear();
    }
    return slots.computeIfAbsent(server, _ -> new Slot());
  }

  private Held opened(Grant grant) {
    JsonNode token = Json.parse(vault.open(grant.sealedToken(), sealedFor(grant)));
    return new Held(
        grant,
        token.path("access").asString(),
        token.path("refresh").asString(null),
        Instant.ofEpochMilli(token.path("until").asLong()));
  }

  private static String sealedFor(Grant grant) {
    return "token for %s of %s as %s".formatted(grant.server(), grant.issuer(), grant.resource());
  }
}
