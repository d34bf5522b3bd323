package dev.cadre.credential;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The table of credential providers. Every method runs on the caller's transaction. */
final class ProviderStore {
  private ProviderStore() {}

  static void insert(Sql sql, Provider provider, JsonNode tags) {
    sql.update(
        """
        insert into credential_provider
          (kind, name, vendor, settings, secret_id, sealed_secret, revision, tags, created_at, updated_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        provider.kind(),
        provider.name(),
        provider.vendor(),
        provider.settings(),
        provider.secretId(),
        provider.sealedSecret(),
        provider.revision(),
        tags,
        provider.createdAt(),
        provider.updatedAt());
  }

  /** Writes what may change of a provider. */
  static void update(Sql sql, Provider provider) {
    sql.update(
        """
        update credential_provider
        set vendor = ?, settings = ?, sealed_secret = ?, revision = ?, updated_at = ?
        where kind = ? and name = ?
        """,
        provider.vendor(),
        provider.settings(),
        provider.sealedSecret(),
        provider.revision(),
        provider.updatedAt(),
        provider.kind(),
        provider.name());
  }

  static Optional<Provider> find(Sql sql, ProviderKind kind, String name) {
    return sql.first(
        "select * from credential_provider where kind = ? and name = ?",
        ProviderStore::row,
        kind,
        name);
  }

  /** Throws {@link Fault.NotFound} when there is none. */
  static Provider require(Sql sql, ProviderKind kind, String name) {
    return find(sql, kind, name).orElseThrow(() -> missing(kind, name));
  }

  /** As {@link #require}, held against other changes until the transaction ends. */
  static Provider lock(Sql sql, ProviderKind kind, String name) {
    return sql.first(
            "select * from credential_provider where kind = ? and name = ? for no key update",
            ProviderStore::row,
            kind,
            name)
        .orElseThrow(() -> missing(kind, name));
  }

  /** Newest first; those made before {@code before}. */
  static List<Provider> page(Sql sql, ProviderKind kind, long before, int limit) {
    return sql.list(
        "select * from credential_provider where kind = ? and seq < ? order by seq desc limit ?",
        ProviderStore::row,
        kind,
        before,
        limit);
  }

  /** Holds off other creations until the transaction ends. */
  static int count(Sql sql, ProviderKind kind) {
    sql.list("select pg_advisory_xact_lock(hashtextextended('credential', 0))", _ -> true);
    return sql.list(
            "select count(*) from credential_provider where kind = ?", row -> row.getInt(1), kind)
        .getFirst();
  }

  static void delete(Sql sql, ProviderKind kind, String name) {
    int gone =
        sql.update("delete from credential_provider where kind = ? and name = ?", kind, name);
    if (gone == 0) {
      throw missing(kind, name);
    }
  }

  private static Fault.NotFound missing(ProviderKind kind, String name) {
    return new Fault.NotFound(
        "there is no %s credential provider '%s'; %s names all"
            .formatted(
                kind,
                name,
                switch (kind) {
                  case API_KEY -> "ListApiKeyCredentialProviders";
                  case OAUTH2 -> "ListOauth2CredentialProviders";
                }));
  }

  private static Provider row(ResultSet row) throws SQLException {
    return new Provider(
        ProviderKind.valueOf(row.getString("kind")),
        row.getString("name"),
        row.getLong("seq"),
        row.getString("vendor"),
        (ObjectNode) Json.parse(row.getString("settings")),
        row.getString("secret_id"),
        row.getString("sealed_secret"),
        row.getInt("revision"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }
}
