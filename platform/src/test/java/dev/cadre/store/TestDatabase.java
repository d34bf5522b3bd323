package dev.cadre.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A migrated database of the test's own, on one server for the whole test run.
 *
 * <pre>{@code
 * try (TestDatabase db = TestDatabase.fresh()) {
 *   db.database().update("insert ...");
 * }
 * }</pre>
 */
public final class TestDatabase implements AutoCloseable {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final String name;
  private final Database database;

  private TestDatabase(String name) {
    this.name = name;
    this.database = Database.open(urlOf(name), Server.POSTGRES.user(), password(), 8);
  }

  /** An empty database with the newest schema; about 30 ms after the first. */
  public static TestDatabase fresh() {
    String name = "test_" + NAMES.incrementAndGet();
    // Copying a template is many times faster than migrating.
    Server.ADMIN.update("create database " + name + " template migrated");
    return new TestDatabase(name);
  }

  public Database database() {
    return database;
  }

  /** For what opens its own connections, with {@link #user} and {@link #password}. */
  public String url() {
    return urlOf(name);
  }

  public static String user() {
    return Server.POSTGRES.user();
  }

  public static String password() {
    return Server.POSTGRES.password();
  }

  @Override
  public void close() {
    database.close();
    Server.ADMIN.update("drop database " + name + " with (force)");
  }

  private static String urlOf(String name) {
    return Server.POSTGRES.url().replaceFirst("/postgres$", "/" + name);
  }

  /** Started with the first test that asks, stopped with the JVM. */
  private static final class Server {
    private static final Path FOLDER = folder();
    private static final EmbeddedPostgres POSTGRES =
        EmbeddedPostgres.start(
            InstantSource.system(),
            new PostgresConfig(
                FOLDER,
                binaries(),
                false,
                200,
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                1 << 20));
    private static final Database ADMIN =
        Database.open(POSTGRES.url(), POSTGRES.user(), POSTGRES.password(), 2);

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(Server::stop, "test-database-stop"));
      ADMIN.update("create database migrated");
      try (Database template =
          Database.open(urlOf("migrated"), POSTGRES.user(), POSTGRES.password(), 2)) {
        Migrations.migrate(template);
      }
    }

    private static void stop() {
      ADMIN.close();
      POSTGRES.close();
      try {
        Folders.delete(FOLDER);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Path folder() {
      try {
        return Files.createTempDirectory("cadre-test-postgres");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Unpacked once for all runs of this user. */
  static Path binaries() {
    return Path.of(
        System.getProperty("java.io.tmpdir"),
        "cadre-test-binaries-" + System.getProperty("user.name"));
  }
}
