package dev.cadre.identity;

import dev.cadre.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table {@code access_keys}. */
final class AccessKeyTable implements AccessKeyStore {
  private final Sql sql;

  AccessKeyTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public void insert(Sealed sealed) {
    AccessKey key = sealed.key();
    sql.update(
        """
        INSERT INTO access_keys
          (access_key_id, name, scopes, sealed_secret, created_at, created_by, expires_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        key.id().value(),
        key.name(),
        key.scopes().toArray(String[]::new),
        sealed.secret(),
        key.createdAt(),
        key.createdBy(),
        key.expiresAt());
  }

  @Override
  public Optional<Sealed> find(AccessKeyId id) {
    return sql.first(
        """
        SELECT access_key_id, name, scopes, created_at, created_by, expires_at, sealed_secret
        FROM access_keys WHERE access_key_id = ? AND revoked_at IS NULL
        """,
        row -> new Sealed(key(row), row.getString("sealed_secret")),
        id.value());
  }

  @Override
  public List<AccessKey> list() {
    return sql.list(
        """
        SELECT access_key_id, name, scopes, created_at, created_by, expires_at
        FROM access_keys WHERE revoked_at IS NULL ORDER BY created_at, access_key_id
        """,
        AccessKeyTable::key);
  }

  @Override
  public boolean revoke(AccessKeyId id, Instant at) {
    return sql.update(
            """
            UPDATE access_keys SET revoked_at = ?, sealed_secret = NULL
            WHERE access_key_id = ? AND revoked_at IS NULL
            """,
            at,
            id.value())
        == 1;
  }

  @Override
  public int count() {
    return sql.first(
            "SELECT count(*) FROM access_keys WHERE revoked_at IS NULL", row -> row.getInt(1))
        .orElse(0);
  }

  private static AccessKey key(ResultSet row) throws SQLException {
    return new AccessKey(
        new AccessKeyId(row.getString("access_key_id")),
        row.getString("name"),
        Set.of((String[]) row.getArray("scopes").getArray()),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getString("created_by"),
        instant(row.getObject("expires_at", OffsetDateTime.class)));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
