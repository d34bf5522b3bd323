package dev.cadre.credential;

import dev.cadre.credential.UserStore.Owner;
import dev.cadre.fault.Fault;
import dev.cadre.identity.Vault;
import dev.cadre.json.Json;
import dev.cadre.store.Sql;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Tokens that people consented to: sealed, each for one workload, one person and one set of scopes,
 * and refreshed when they end.
 */
final class PersonalTokens {
  private final Sql sql;
  private final Vault vault;
  private final InstantSource clock;
  private final Discovery discovery;
  private final TokenEndpoint endpoint;

  private record Kept(String access, @Nullable String refresh, Instant until) {
    @Override
    public String toString() {
      return "Kept[until " + until + "]";
    }
  }

  PersonalTokens(
      Sql sql, Vault vault, InstantSource clock, Discovery discovery, TokenEndpoint endpoint) {
    this.sql = sql;
    this.vault = vault;
    this.clock = clock;
    this.discovery = discovery;
    this.endpoint = endpoint;
  }

  /** The access token of {@code owner}; null when there is none, or consent was withdrawn. */
  @Nullable String find(Providers.Opened opened, Owner owner) throws InterruptedException {
    Optional<String> sealed = UserStore.token(sql, owner);
    if (sealed.isEmpty()) {
      return null;
    }
    Kept kept = open(sealed.get(), owner);
    if (clock.instant().isBefore(kept.until())) {
      return kept.access();
    }
    String refresh = kept.refresh();
    return refresh == null ? null : refreshed(opened, owner, refresh);
  }

  private @Nullable String refreshed(Providers.Opened opened, Owner owner, String refresh)
      throws InterruptedException {
    try {
      AuthorizationServer server = discovery.of(opened.provider());
      TokenEndpoint.Granted granted =
          endpoint.fetch(
              opened.client(server),
              server.token(),
              List.of(
                  Map.entry("grant_type", "refresh_token"), Map.entry("refresh_token", refresh)));
      // A server that gives no new one means the old one to be used again.
      String next = granted.refresh() == null ? refresh : granted.refresh();
      keep(owner, seal(owner, new TokenEndpoint.Granted(granted.access(), next)));
      return granted.access().value();
    } catch (Fault.Invalid consentWithdrawn) {
      UserStore.forget(sql, owner);
      return null;
    }
  }

  void keep(Owner owner, String sealed) {
    UserStore.keep(sql, owner, sealed, clock.instant());
  }

  String seal(Owner owner, TokenEndpoint.Granted granted) {
    return vault.seal(
        Json.bytes(
            Json.object()
                .put("access", granted.access().value())
                .put("refresh", granted.refresh())
                .put("until", granted.access().expiresAt().toEpochMilli())),
        sealedFor(owner));
  }

  private Kept open(String sealed, Owner owner) {
    JsonNode token = Json.parse(vault.open(sealed, sealedFor(owner)));
    return new Kept(
        token.path("access").asString(),
        token.path("refresh").asString(null),
        Instant.ofEpochMilli(token.path("until").asLong()));
  }

  private static String sealedFor(Owner owner) {
    return "user token of " + owner;
  }
}
