package dev.cadre.store;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The schema, brought up to date from {@code db/migration}. */
public final class Migrations {
  private Migrations() {}

  /**
   * Applies what is missing, each file in a transaction of its own; several nodes may do so at
   * once. Throws {@link StoreException} when a file fails or one that was applied has changed
   * since.
   */
  public static void migrate(Database database) {
    try {
      Flyway.configure()
          .dataSource(database.source())
          .locations("classpath:db/migration")
          .validateMigrationNaming(true)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StoreException(
          "the database schema cannot be brought up to date: " + e.getMessage(), e);
    }
  }
}
