package dev.cadre.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.identity.Vault;
import dev.cadre.store.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import tools.jackson.databind.JsonNode;

/**
 * Providers as they are used, with their secrets opened: kept for a few seconds, so that a call of
 * a tool costs no query. Thread-safe.
 */
final class Providers {
  private final Sql sql;
  private final Vault vault;
  private final InstantSource clock;
  private final Duration keep;
  private final ConcurrentMap<Key, Kept> kept = new ConcurrentHashMap<>();

  private record Key(ProviderKind kind, String name) {}

  private record Kept(Opened opened, Instant until) {}

  /** A provider with its secret. */
  record Opened(Provider provider, String secret) {

    /** As {@code server} knows it. */
    OauthClient client(AuthorizationServer server) {
      JsonNode settings = provider.settings();
      boolean form = server.secretInForm(settings.path("clientAuthenticationMethod").asString(""));
      return new OauthClient(
          provider.words(),
          settings.path("clientId").asString(),
          form ? new ClientProof.Form(secret) : new ClientProof.Basic(secret));
    }

    @Override
    public String toString() {
      return provider.words();
    }
  }

  Providers(Sql sql, Vault vault, InstantSource clock, Duration keep) {
    this.sql = sql;
    this.vault = vault;
    this.clock = clock;
    this.keep = keep;
  }

  /** Throws {@link dev.cadre.fault.Fault.NotFound} when there is none. */
  Opened require(ProviderKind kind, String name) {
    Key key = new Key(kind, name);
    Instant now = clock.instant();
    Kept known = kept.get(key);
    if (known != null && now.isBefore(known.until())) {
      return known.opened();
    }
    kept.remove(key);
    Opened opened = open(ProviderStore.require(sql, kind, name));
    kept.put(key, new Kept(opened, now.plus(keep)));
    return opened;
  }

  private Opened open(Provider provider) {
    byte[] secret =
        vault.open(provider.sealedSecret(), Provider.sealedFor(provider.kind(), provider.name()));
    return new Opened(provider, new String(secret, UTF_8));
  }

  String seal(ProviderKind kind, String name, String secret) {
    return vault.seal(secret.getBytes(UTF_8), Provider.sealedFor(kind, name));
  }

  /** Drops what is kept of a provider; after its change is committed. */
  void forget(ProviderKind kind, String name) {
    kept.remove(new Key(kind, name));
  }
}
