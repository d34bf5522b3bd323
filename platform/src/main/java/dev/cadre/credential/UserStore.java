package dev.cadre.credential;

import dev.cadre.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tables of people's consents and their tokens. Every method runs on the caller's transaction.
 */
final class UserStore {
  private UserStore() {}

  /** How far a person has come. */
  enum Status {
    IN_PROGRESS,
    /** Back from the provider; the token is there, or will be in a moment. */
    ARRIVED,
    FAILED
  }

  /** Whose token, and for what. */
  record Owner(long provider, String workload, String user, String scopes) {}

  /**
   * One person's way through a consent page.
   *
   * @param stateHash of what comes back with the browser
   * @param sealedToken what the provider gave, until the person is known to be the one
   */
  record Authorization(
      String id,
      Owner owner,
      String stateHash,
      String sealedRequest,
      @Nullable String sealedToken,
      Status status,
      Instant expiresAt) {
    @Override
    public String toString() {
      return "Authorization[" + id + ", " + status + "]";
    }
  }

  static void insert(Sql sql, Authorization made) {
    sql.update(
        """
        insert into user_authorization
          (id, provider_seq, workload, user_name, scopes, state_hash, sealed_request, status, expires_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        made.id(),
        made.owner().provider(),
        made.owner().workload(),
        made.owner().user(),
        made.owner().scopes(),
        made.stateHash(),
        made.sealedRequest(),
        made.status(),
        made.expiresAt());
  }

  static Optional<Authorization> find(Sql sql, String id) {
    return sql.first("select * from user_authorization where id = ?", UserStore::authorization, id);
  }

  /** Takes the state: it is good once. Empty when it is unknown, taken or too old. */
  static Optional<Authorization> arrived(Sql sql, String stateHash, Instant now) {
    Optional<Authorization> found =
        sql.first(
            """
            select * from user_authorization
            where state_hash = ? and status = 'IN_PROGRESS' and expires_at > ? for update
            """,
            UserStore::authorization,
            stateHash,
            now);
    found.ifPresent(one -> progress(sql, one.id(), Status.ARRIVED, null));
    return found;
  }

  static void progress(Sql sql, String id, Status status, @Nullable String sealedToken) {
    sql.update(
        "update user_authorization set status = ?, sealed_token = ? where id = ?",
        status,
        sealedToken,
        id);
  }

  static void delete(Sql sql, String id) {
    sql.update("delete from user_authorization where id = ?", id);
  }

  /** Removes what is too old, and counts what is left. */
  static int sweep(Sql sql, Instant now) {
    sql.update("delete from user_authorization where expires_at < ?", now);
    return sql.list("select count(*) from user_authorization", row -> row.getInt(1)).getFirst();
  }

  static void keep(Sql sql, Owner owner, String sealedToken, Instant now) {
    sql.update(
        """
        insert into user_token (provider_seq, workload, user_name, scopes, sealed_token, updated_at)
        values (?, ?, ?, ?, ?, ?)
        on conflict (provider_seq, workload, user_name, scopes)
        do update set sealed_token = excluded.sealed_token, updated_at = excluded.updated_at
        """,
        owner.provider(),
        owner.workload(),
        owner.user(),
        owner.scopes(),
        sealedToken,
        now);
  }

  /** The sealed token of {@code owner}. */
  static Optional<String> token(Sql sql, Owner owner) {
    return sql.first(
        """
        select sealed_token from user_token
        where provider_seq = ? and workload = ? and user_name = ? and scopes = ?
        """,
        row -> row.getString(1),
        owner.provider(),
        owner.workload(),
        owner.user(),
        owner.scopes());
  }

  static void forget(Sql sql, Owner owner) {
    sql.update(
        """
        delete from user_token
        where provider_seq = ? and workload = ? and user_name = ? and scopes = ?
        """,
        owner.provider(),
        owner.workload(),
        owner.user(),
        owner.scopes());
  }

  private static Authorization authorization(ResultSet row) throws SQLException {
    return new Authorization(
        row.getString("id"),
        new Owner(
            row.getLong("provider_seq"),
            row.getString("workload"),
            row.getString("user_name"),
            row.getString("scopes")),
        row.getString("state_hash"),
        row.getString("sealed_request"),
        row.getString("sealed_token"),
        Status.valueOf(row.getString("status")),
        row.getObject("expires_at", OffsetDateTime.class).toInstant());
  }
}
