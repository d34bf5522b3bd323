package dev.cadre.system;

import dev.cadre.config.Secret;
import dev.cadre.fault.Fault;
import dev.cadre.identity.Vault;
import dev.cadre.store.Database;
import dev.cadre.store.Migrations;
import dev.cadre.store.StoreException;
import dev.cadre.toolkit.OwnDatabase;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;

/**
 * The systems' databases: each its own, in the platform's PostgreSQL server, owned by a role that
 * can reach no other. Role and database are named {@code cadre_} and the system.
 */
final class SystemDatabases {
  private static final String PREFIX = "cadre_";

  /** Flyway works on two connections at once. */
  private static final int MIGRATING = 3;

  private final Database platform;
  private final InstantSource clock;
  private final String jdbc;
  private final Vault vault;

  /**
   * @param jdbc the platform's own database
   */
  SystemDatabases(Database platform, InstantSource clock, String jdbc, Vault vault) {
    this.platform = platform;
    this.clock = clock;
    this.jdbc = jdbc;
    this.vault = vault;
  }

  /** Where a system's database is, or will be. */
  OwnDatabase of(String system) {
    String name = PREFIX + system;
    // The same on every node, and kept nowhere.
    byte[] key = vault.derived("database of system " + system).getEncoded();
    String url = jdbc.replaceFirst("(//[^/]*/)[^?]*", "$1" + name);
    return new OwnDatabase(url, name, new Secret(HexFormat.of().formatHex(key)));
  }

  /**
   * Makes the database where it is missing and brings its schema up to date.
   *
   * @throws Fault.Conflict when another platform's system has the database
   * @throws StoreException when the server refuses, or a migration fails
   */
  void prepare(String system, Path migrations) {
    String name = PREFIX + system;
    claim(system, name);
    OwnDatabase own = of(system);
    role(name, own);
    if (!exists("select 1 from pg_database where datname = ?", name)) {
      // An owner must be a role whose powers its maker has, unless a superuser makes it.
      platform.update("grant " + name + " to current_user");
      platform.update("create database " + name + " owner " + name);
    }
    platform.update("revoke all on database " + name + " from public");
    shut();
    try (Database database = open(system, MIGRATING)) {
      Migrations.migrate(database, migrations);
    }
  }

  /** Connects as the system itself does; for whoever calls to close. */
  Database open(String system, int connections) {
    OwnDatabase own = of(system);
    return Database.open(own.url(), own.user(), own.password().value(), connections);
  }

  /** What another platform made on this server is not ours. */
  private void claim(String system, String name) {
    boolean ours = exists("select 1 from system_database where system = ?", system);
    if (ours) {
      return;
    }
    if (exists("select 1 from pg_roles where rolname = ?", name)
        || exists("select 1 from pg_database where datname = ?", name)) {
      throw new Fault.Conflict(
          "the database server has a role or a database '"
              + name
              + "' that this platform did not make; rename the system, or remove them");
    }
    platform.update(
        "insert into system_database (system, made_at) values (?, ?) on conflict do nothing",
        system,
        clock.instant());
  }

  private void role(String name, OwnDatabase own) {
    String verb =
        exists("select 1 from pg_roles where rolname = ?", name) ? "alter role " : "create role ";
    platform.update(
        verb
            + name
            + " login nosuperuser nocreatedb nocreaterole noreplication password '"
            + own.password().value()
            + "'");
  }

  /** Whoever has a login may connect to any database unless that is taken away. */
  private void shut() {
    platform
        .first(
            """
            select quote_ident(datname) from pg_database
            where datname = current_database() and pg_has_role(datdba, 'MEMBER')
              and has_database_privilege('public', oid, 'CONNECT')
            """,
            row -> row.getString(1))
        .ifPresent(own -> platform.update("revoke connect on database " + own + " from public"));
  }

  private boolean exists(String sql, String name) {
    return platform.first(sql, _ -> true, name).isPresent();
  }
}
