package dev.cadre.toolkit.custom;

import dev.cadre.fault.Fault;
import dev.cadre.store.Database;
import dev.cadre.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values under keys, each owner's apart. The same statements run on the platform's PostgreSQL and
 * on a SQLite file, so times are whole milliseconds and values texts. Thread-safe.
 */
final class DataStore implements AutoCloseable {
  private static final String TABLE =
      """
      create table if not exists toolkit_data (
        owner text not null,
        key text not null,
        value text not null,
        updated_at bigint not null,
        expires_at bigint,
        primary key (owner, key)
      )
      """;

  private final Database database;
  private final InstantSource clock;
  private final int maxKeys;
  private final AutoCloseable resources;

  private DataStore(Database database, InstantSource clock, int maxKeys, AutoCloseable resources) {
    this.database = database;
    this.clock = clock;
    this.maxKeys = maxKeys;
    this.resources = resources;
  }

  /**
   * @param expiresAt null for never
   */
  record Entry(String value, Instant updatedAt, @Nullable Instant expiresAt) {}

  static DataStore open(InstantSource clock, @Nullable Database platform, CustomConfig config) {
    if (!config.file().isEmpty()) {
      Database own = file(Path.of(config.file()));
      return new DataStore(own, clock, config.maxKeys(), own);
    }
    if (platform != null) {
      return new DataStore(platform, clock, config.maxKeys(), () -> {});
    }
    Path temporary = temporary();
    Database own = file(temporary);
    return new DataStore(
        own,
        clock,
        config.maxKeys(),
        () -> {
          own.close();
          Files.deleteIfExists(temporary);
        });
  }

  private static Path temporary() {
    try {
      return Files.createTempFile("cadre-data", ".sqlite");
    } catch (IOException e) {
      throw new Fault.Unavailable("there is no place for the data; name one with --file");
    }
  }

  /** One connection: SQLite has one writer at a time anyway. */
  private static Database file(Path path) {
    try {
      Database database = Database.open("jdbc:sqlite:" + path.toAbsolutePath(), "", "", 1);
      database.update(TABLE);
      return database;
    } catch (RuntimeException e) {
      throw new Fault.Invalid(
          "the file '"
              + path
              + "' cannot be opened as a SQLite database: name another with --file");
    }
  }

  /** False when the owner has as many keys as it may. */
  boolean put(String owner, String key, String value, @Nullable Instant expiresAt) {
    long now = clock.instant().toEpochMilli();
    database.update("delete from toolkit_data where owner = ? and expires_at <= ?", owner, now);
    return database.update(
            """
            insert into toolkit_data (owner, key, value, updated_at, expires_at)
            select ?, ?, ?, ?, cast(? as bigint)
            where (select count(*) from toolkit_data where owner = ? and key <> ?) < ?
            on conflict (owner, key) do update set value = excluded.value,
              updated_at = excluded.updated_at, expires_at = excluded.expires_at
            """,
            owner,
            key,
            value,
            now,
            expiresAt == null ? null : expiresAt.toEpochMilli(),
            owner,
            key,
            maxKeys)
        == 1;
  }

  Optional<Entry> get(String owner, String key) {
    return database.first(
        """
        select value, updated_at, expires_at from toolkit_data
        where owner = ? and key = ? and (expires_at is null or expires_at > ?)
        """,
        row -> {
          long expires = row.getLong(3);
          Instant expiresAt = row.wasNull() ? null : Instant.ofEpochMilli(expires);
          return new Entry(row.getString(1), Instant.ofEpochMilli(row.getLong(2)), expiresAt);
        },
        owner,
        key,
        clock.instant().toEpochMilli());
  }

  /** Names of the owner's keys that begin with {@code prefix}, in order. */
  List<String> keys(String owner, String prefix, int limit) {
    return database.list(
        """
        select key from toolkit_data
        where owner = ? and substr(key, 1, ?) = ? and (expires_at is null or expires_at > ?)
        order by key limit ?
        """,
        row -> row.getString(1),
        owner,
        prefix.length(),
        prefix,
        clock.instant().toEpochMilli(),
        limit);
  }

  @Override
  public void close() {
    try {
      resources.close();
    } catch (StoreException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the data's file did not close", e);
    }
  }
}
