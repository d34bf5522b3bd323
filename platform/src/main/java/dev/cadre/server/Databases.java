package dev.cadre.server;

import dev.cadre.store.Database;
import dev.cadre.store.EmbeddedPostgres;
import dev.cadre.store.PostgresConfig;
import java.nio.file.Path;
import java.time.Clock;

/**
 * The platform's database: the embedded server, or one of the operator's own.
 *
 * @param jdbc where it is
 * @param description for the banner
 */
record Databases(Database database, String jdbc, String description) {
  private static final int CONNECTIONS = 32;

  static Databases open(Options options, Path state, Clock clock, Opened opened) {
    String url = options.database();
    if (url == null) {
      EmbeddedPostgres postgres =
          opened.add(EmbeddedPostgres.start(clock, PostgresConfig.in(state)));
      Database database =
          Database.open(postgres.url(), postgres.user(), postgres.password(), CONNECTIONS);
      return new Databases(
          opened.add(database),
          postgres.url(),
          "embedded PostgreSQL, durable, " + postgres.isolation());
    }
    DatabaseUrl parsed = DatabaseUrl.parse(url);
    Database database = Database.open(parsed.jdbc(), parsed.user(), parsed.password(), CONNECTIONS);
    return new Databases(opened.add(database), parsed.jdbc(), "PostgreSQL at " + parsed.shown());
  }
}
