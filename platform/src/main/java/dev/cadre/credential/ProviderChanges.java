package dev.cadre.credential;

import dev.cadre.fault.Fault;
import dev.cadre.http.PageToken;
import dev.cadre.id.IdSource;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import dev.cadre.store.UniqueViolation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is the same for providers of both kinds: to make, change, remove and list them. */
final class ProviderChanges {
  private final Database database;
  private final Providers providers;
  private final InstantSource clock;
  private final IdSource ids;
  private final CredentialConfig config;

  ProviderChanges(
      Database database,
      Providers providers,
      InstantSource clock,
      IdSource ids,
      CredentialConfig config) {
    this.database = database;
    this.providers = providers;
    this.clock = clock;
    this.ids = ids;
    this.config = config;
  }

  Provider create(
      ProviderKind kind, ObjectNode input, String vendor, ObjectNode settings, String secret) {
    String name = input.path("name").asString();
    Instant now = clock.instant();
    Provider made =
        new Provider(
            kind,
            name,
            0,
            vendor,
            settings,
            ids.alphanumeric(6),
            providers.seal(kind, name, secret),
            1,
            now,
            now);
    try {
      database.transaction(
          sql -> {
            if (ProviderStore.count(sql, kind) >= config.maxProviders()) {
              throw new Fault.QuotaExceeded(
                  "there are %d %s credential providers already; delete one first"
                      .formatted(config.maxProviders(), kind));
            }
            ProviderStore.insert(
                sql, made, input.hasNonNull("tags") ? input.get("tags") : Json.object());
            return made;
          });
    } catch (UniqueViolation e) {
      if (!e.constraint().equals("credential_provider_name_taken")) {
        throw e;
      }
      throw new Fault.Conflict(made.words() + " already exists; update it or choose another name");
    }
    providers.forget(kind, name);
    return made;
  }

  Provider get(ProviderKind kind, ObjectNode input) {
    return ProviderStore.require(database, kind, input.path("name").asString());
  }

  /**
   * @param secret the new one; null leaves the old
   */
  Provider update(
      ProviderKind kind,
      String name,
      String vendor,
      UnaryOperator<ObjectNode> settings,
      @Nullable String secret) {
    Provider changed =
        database.transaction(
            sql -> {
              Provider old = ProviderStore.lock(sql, kind, name);
              Provider now =
                  new Provider(
                      kind,
                      name,
                      old.seq(),
                      vendor,
                      settings.apply(old.settings()),
                      old.secretId(),
                      secret == null ? old.sealedSecret() : providers.seal(kind, name, secret),
                      old.revision() + 1,
                      old.createdAt(),
                      clock.instant());
              ProviderStore.update(sql, now);
              return now;
            });
    providers.forget(kind, name);
    return changed;
  }

  void delete(ProviderKind kind, ObjectNode input) {
    String name = input.path("name").asString();
    ProviderStore.delete(database, kind, name);
    providers.forget(kind, name);
  }

  /** A page of a listing, newest first. */
  ObjectNode list(
      ProviderKind kind,
      String listing,
      int usual,
      ObjectNode input,
      Function<Provider, ObjectNode> view) {
    String token = input.path("nextToken").asString(null);
    long before = token == null ? Long.MAX_VALUE : Long.parseLong(PageToken.decode(listing, token));
    int limit = input.path("maxResults").asInt(usual);
    List<Provider> page = ProviderStore.page(database, kind, before, limit + 1);
    ObjectNode body = Json.object();
    ArrayNode shown = body.putArray("credentialProviders");
    page.stream().limit(limit).map(view).forEach(shown::add);
    if (page.size() > limit) {
      body.put("nextToken", PageToken.encode(listing, String.valueOf(page.get(limit - 1).seq())));
    }
    return body;
  }
}
