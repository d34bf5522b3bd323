package dev.cadre.toolkit.database;

import dev.cadre.config.Secret;
import dev.cadre.config.Section;
import java.time.Duration;

/**
 * Settings of the server.
 *
 * @param url a JDBC URL, which may hold a password; or {@code database}, that of the system whose
 *     file this stands in
 * @param user empty when the URL says it
 * @param writable whether statements may change data
 * @param superuser whether a PostgreSQL role may be used that reads files and starts programs
 * @param maxRows of one answer
 * @param maxBytes of one answer, in characters of its values
 * @param limit how long one statement may run
 * @param connections at the same time
 */
public record DatabaseConfig(
    Secret url,
    String user,
    Secret password,
    boolean writable,
    boolean superuser,
    int maxRows,
    int maxBytes,
    Duration limit,
    int connections) {
  private static final int KB = 1024;
  static final String OF_SYSTEM = "database";

  public static final String OPTIONS =
      """
      --url JDBC_URL       the database: jdbc:postgresql://HOST/NAME, jdbc:sqlite:FILE, or any whose
                           driver is on the class path; '${env:NAME}' takes it from the environment
      --user NAME          when the URL does not say it
      --password TEXT      better '${env:NAME}' or '${file:PATH}': a command line can be read
      --writable true      statements may change data (default false: read-only)
      --superuser true     PostgreSQL: a role that may read files and start programs (default false)
      --max-rows N         of one answer (default 1000)
      --max-bytes SIZE     of one answer (default 200KB)
      --limit TIME         of one statement (default 30s)
      --connections N      at the same time (default 4)
      """;

  public static DatabaseConfig read(Section section) {
    String url = section.text("url");
    if (!url.isEmpty() && !url.startsWith("jdbc:") && !url.equals(OF_SYSTEM)) {
      section.problem("url", "must begin with jdbc:, as jdbc:postgresql://HOST/NAME does");
    }
    return new DatabaseConfig(
        new Secret(url),
        section.text("user", ""),
        new Secret(section.text("password", "")),
        section.flag("writable", false),
        section.flag("superuser", false),
        section.integer("maxRows", 1_000, 1, 100_000),
        (int) section.size("maxBytes", 200L * KB, KB, 10L * KB * KB),
        section.duration(
            "limit", Duration.ofSeconds(30), Duration.ofMillis(100), Duration.ofMinutes(30)),
        section.integer("connections", 4, 1, 64));
  }

  /** True when the URL stands for the database of a system. */
  public boolean ofSystem() {
    return url.value().equals(OF_SYSTEM);
  }

  /** The same, for statements that only read. */
  public DatabaseConfig reading() {
    return new DatabaseConfig(
        url, user, password, false, superuser, maxRows, maxBytes, limit, connections);
  }

  /** The same for another database. */
  public DatabaseConfig at(String address, String role, Secret secret) {
    return new DatabaseConfig(
        new Secret(address),
        role,
        secret,
        writable,
        superuser,
        maxRows,
        maxBytes,
        limit,
        connections);
  }
}
