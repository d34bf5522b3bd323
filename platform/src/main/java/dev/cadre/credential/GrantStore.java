package dev.cadre.credential;

import dev.cadre.fault.Fault;
import dev.cadre.store.Database;
import dev.cadre.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** The tables of grants for MCP servers. */
final class GrantStore implements Grants {
  private static final int MAX_WAITING = 1_000;

  private final Database database;

  GrantStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Grant> find(String server) {
    return database.first("select * from server_grant where server = ?", GrantStore::grant, server);
  }

  @Override
  public List<Grant> all() {
    return database.list(
        "select * from server_grant order by server limit 1000", GrantStore::grant);
  }

  @Override
  public void keep(Grant grant) {
    database.update(
        """
        insert into server_grant (server, issuer, resource, scopes, wanted, sealed_token, updated_at)
        values (?, ?, ?, ?, ?, ?, ?)
        on conflict (server) do update set issuer = excluded.issuer, resource = excluded.resource,
          scopes = excluded.scopes, wanted = excluded.wanted,
          sealed_token = excluded.sealed_token, updated_at = excluded.updated_at
        """,
        grant.server(),
        grant.issuer(),
        grant.resource(),
        String.join(" ", grant.scopes()),
        String.join(" ", grant.wanted()),
        grant.sealedToken(),
        grant.updatedAt());
  }

  @Override
  public void want(String server, List<String> scopes) {
    database.update(
        "update server_grant set wanted = ? where server = ?", String.join(" ", scopes), server);
  }

  @Override
  public boolean forget(String server) {
    return database.update("delete from server_grant where server = ?", server) > 0;
  }

  @Override
  public void begin(Consent consent, Instant now) {
    database.transaction(
        sql -> {
          if (sweep(sql, now) >= MAX_WAITING) {
            throw new Fault.QuotaExceeded(
                MAX_WAITING + " people are on their way through consent pages; try again later");
          }
          return sql.update(
              """
              insert into server_consent (state_hash, server, sealed_request, expires_at)
              values (?, ?, ?, ?)
              """,
              consent.stateHash(),
              consent.server(),
              consent.sealedRequest(),
              consent.expiresAt());
        });
  }

  private static int sweep(Sql sql, Instant now) {
    sql.update("delete from server_consent where expires_at < ?", now);
    return sql.list("select count(*) from server_consent", row -> row.getInt(1)).getFirst();
  }

  @Override
  public Optional<Consent> take(String stateHash, Instant now) {
    return database.first(
        "delete from server_consent where state_hash = ? and expires_at > ? returning *",
        row ->
            new Consent(
                row.getString("state_hash"),
                row.getString("server"),
                row.getString("sealed_request"),
                instant(row, "expires_at")),
        stateHash,
        now);
  }

  @Override
  public Optional<Registered> client(String issuer, String callback) {
    return database.first(
        "select * from server_client where issuer = ? and callback = ?",
        row -> {
          OffsetDateTime expires = row.getObject("expires_at", OffsetDateTime.class);
          return new Registered(
              row.getString("issuer"),
              row.getString("callback"),
              row.getString("sealed_client"),
              expires == null ? null : expires.toInstant());
        },
        issuer,
        callback);
  }

  @Override
  public void register(Registered client) {
    database.update(
        """
        insert into server_client (issuer, callback, sealed_client, expires_at) values (?, ?, ?, ?)
        on conflict (issuer, callback)
        do update set sealed_client = excluded.sealed_client, expires_at = excluded.expires_at
        """,
        client.issuer(),
        client.callback(),
        client.sealed(),
        client.expiresAt());
  }

  @Override
  public void unregister(String issuer, String callback) {
    database.update(
        "delete from server_client where issuer = ? and callback = ?", issuer, callback);
  }

  private static Grant grant(ResultSet row) throws SQLException {
    return new Grant(
        row.getString("server"),
        row.getString("issuer"),
        row.getString("resource"),
        Challenge.scopes(row.getString("scopes")),
        Challenge.scopes(row.getString("wanted")),
        row.getString("sealed_token"),
        instant(row, "updated_at"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
