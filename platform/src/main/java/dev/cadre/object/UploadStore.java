package dev.cadre.object;

import dev.cadre.fault.Fault;
import dev.cadre.store.Database;
import dev.cadre.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is known of uploads, in PostgreSQL. Thread-safe. */
final class UploadStore {
  private static final String COLUMNS =
      "object_key, person, name, media_type, max_bytes, state, bytes, created_at, put_until,"
          + " expires_at";

  private final Database database;
  private final ObjectsConfig config;

  UploadStore(Database database, ObjectsConfig config) {
    this.database = database;
    this.config = config;
  }

  /**
   * Notes an upload that is awaited.
   *
   * @throws Fault.QuotaExceeded when its owner has as many as it may
   */
  void add(Upload upload) {
    database.transaction(
        sql -> {
          Held held = held(sql, upload.person());
          if (held.files() >= config.maxFiles()) {
            throw new Fault.QuotaExceeded(
                "there are "
                    + held.files()
                    + " uploads of this person, as many as may be; delete some with DELETE"
                    + " /cadre/v1/uploads/KEY, or have the operator raise objects.maxFiles");
          }
          return sql.update(
              """
              insert into object_upload (id, person, object_key, name, media_type, max_bytes, state,
                created_at, put_until, expires_at)
              values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              """,
              upload.objectKey().id(),
              upload.person(),
              upload.key(),
              upload.name(),
              upload.mediaType(),
              upload.maxBytes(),
              upload.state(),
              upload.createdAt(),
              upload.putUntil(),
              upload.expiresAt());
        });
  }

  private record Held(long files, long bytes) {}

  /** What a person has. Until the transaction ends nobody else adds to it. */
  private static Held held(Sql sql, String person) {
    sql.list(
        "select pg_advisory_xact_lock(hashtextextended(?, 19))", row -> row.getString(1), person);
    return sql.list(
            "select count(*), coalesce(sum(bytes), 0) from object_upload where person = ?",
            row -> new Held(row.getLong(1), row.getLong(2)),
            person)
        .getFirst();
  }

  Optional<Upload> find(ObjectKey key) {
    return database.first(
        "select " + COLUMNS + " from object_upload where id = ? and object_key = ?",
        UploadStore::upload,
        key.id(),
        key.text());
  }

  /** A person's stored uploads that are not over yet, the newest first. */
  List<Upload> of(String person, Instant now, int limit) {
    return database.list(
        "select "
            + COLUMNS
            + " from object_upload where person = ? and state = 'STORED' and expires_at > ?"
            + " order by created_at desc, id limit ?",
        UploadStore::upload,
        person,
        now,
        limit);
  }

  /** True for the first who asks, and then for nobody else: whose bytes are taken. */
  boolean arriving(ObjectKey key) {
    return database.update(
            "update object_upload set state = 'ARRIVING' where id = ? and state = 'AWAITED'",
            key.id())
        == 1;
  }

  /** Its bytes did not come whole: it may be tried again. */
  void awaitAgain(ObjectKey key) {
    database.update(
        "update object_upload set state = 'AWAITED' where id = ? and state = 'ARRIVING'", key.id());
  }

  /**
   * Notes that its content is there.
   *
   * @throws Fault.QuotaExceeded when its owner would have more than it may
   */
  void stored(Upload upload, long bytes, String sha256) {
    database.transaction(
        sql -> {
          Held held = held(sql, upload.person());
          if (held.bytes() + bytes > config.maxTotalBytes()) {
            throw new Fault.QuotaExceeded(
                "with '"
                    + upload.name()
                    + "' the uploads of this person would have "
                    + (held.bytes() + bytes)
                    + " bytes; they may have "
                    + config.maxTotalBytes()
                    + ": delete some, or have the operator raise objects.maxTotal");
          }
          return sql.update(
              "update object_upload set state = 'STORED', bytes = ?, sha256 = ? where id = ?",
              bytes,
              sha256,
              upload.objectKey().id());
        });
  }

  void remove(ObjectKey key) {
    database.update("delete from object_upload where id = ?", key.id());
  }

  /** Every upload of a person, whatever became of it. */
  List<Upload> all(String person, int limit) {
    return database.list(
        "select " + COLUMNS + " from object_upload where person = ? limit ?",
        UploadStore::upload,
        person,
        limit);
  }

  /** What is past its time, and what was never put. */
  List<Upload> over(Instant now, int limit) {
    return database.list(
        "select "
            + COLUMNS
            + " from object_upload where expires_at <= ?"
            + " union select "
            + COLUMNS
            + " from object_upload where state <> 'STORED' and put_until <= cast(? as timestamptz)"
            + " - interval '1 hour' limit ?",
        UploadStore::upload,
        now,
        now,
        limit);
  }

  private static Upload upload(ResultSet row) throws SQLException {
    return new Upload(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        Upload.State.valueOf(row.getString(6)),
        row.getLong(7),
        row.getTimestamp(8).toInstant(),
        row.getTimestamp(9).toInstant(),
        row.getTimestamp(10).toInstant());
  }
}
