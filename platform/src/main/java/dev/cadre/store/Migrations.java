package dev.cadre.store;

import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The schema, brought up to date from {@code db/migration}.
 *
 * <p>To find that nothing is missing, a JVM that has just started spends over a second in Flyway.
 * So what was applied last is remembered by a fingerprint of its files, and Flyway is asked only
 * when these are others.
 */
public final class Migrations {
  private Migrations() {}

  /**
   * Applies what is missing, each file in a transaction of its own; several nodes may do so at
   * once. Throws {@link StoreException} when a file fails or one that was applied has changed
   * since.
   */
  public static void migrate(Database database) {
    migrate(database, MigrationFiles.fingerprint(), "classpath:db/migration");
  }

  /**
   * As {@link #migrate(Database)}, for another database with the files of {@code folder}, such as
   * {@code V1__orders.sql}.
   */
  public static void migrate(Database database, Path folder) {
    migrate(database, MigrationFiles.fingerprint(folder), "filesystem:" + folder);
  }

  private static void migrate(Database database, String fingerprint, String files) {
    if (isApplied(database, fingerprint)) {
      return;
    }
    try {
      Flyway.configure()
          .dataSource(database.source())
          .locations(files)
          .validateMigrationNaming(true)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StoreException(
          "the database schema cannot be brought up to date: " + e.getMessage(), e);
    }
    remember(database, fingerprint);
  }

  private static boolean isApplied(Database database, String fingerprint) {
    boolean any =
        database
            .first("select to_regclass('schema_applied') is not null", row -> row.getBoolean(1))
            .orElse(false);
    return any
        && database
            .first("select 1 from schema_applied where fingerprint = ?", _ -> true, fingerprint)
            .isPresent();
  }

  private static void remember(Database database, String fingerprint) {
    database.transaction(
        sql -> {
          // Not a migration: Flyway wants an empty schema to begin with.
          sql.update("create table if not exists schema_applied (fingerprint text not null)");
          sql.update("delete from schema_applied");
          return sql.update("insert into schema_applied values (?)", fingerprint);
        });
  }
}
