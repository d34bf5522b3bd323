package dev.cadre.telemetry;

import dev.cadre.store.Database;
import dev.cadre.store.Sql;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The daily partitions of one table: made before they are written to, dropped when they are past
 * their retention. Days are those of UTC. Thread-safe, also between nodes.
 */
public final class Partitions {
  private static final DateTimeFormatter NAME = DateTimeFormatter.BASIC_ISO_DATE;
  // Held while partitions are made or dropped, so that two nodes do not do so at once.
  private static final long LOCK = 0x6361647265L;

  private final Database database;
  private final InstantSource clock;
  private final String table;
  private final int retentionDays;
  private final Set<LocalDate> made = ConcurrentHashMap.newKeySet();

  /** {@code table} goes into the SQL as it is: it must be a constant of the program. */
  public Partitions(Database database, InstantSource clock, String table, int retentionDays) {
    this.database = database;
    this.clock = clock;
    this.table = table;
    this.retentionDays = retentionDays;
  }

  /** Makes today's and tomorrow's partitions, and drops those whose retention is over. */
  public void maintain() {
    LocalDate today = day(clock.instant());
    cover(today);
    cover(today.plusDays(1));
    dropBefore(today.minusDays(retentionDays));
  }

  /** Makes the partition that a row of {@code at} needs, unless it is known to be there. */
  public void cover(Instant at) {
    cover(day(at));
  }

  private void cover(LocalDate day) {
    if (made.contains(day)) {
      return;
    }
    database.transaction(
        sql -> {
          lock(sql);
          return sql.update(
              "create table if not exists %s partition of %s for values from ('%sT00:00:00Z') to ('%sT00:00:00Z')"
                  .formatted(name(day), table, day, day.plusDays(1)));
        });
    made.add(day);
  }

  private void dropBefore(LocalDate first) {
    String oldest = name(first);
    for (String partition : partitions()) {
      if (partition.compareTo(oldest) < 0) {
        database.transaction(
            sql -> {
              lock(sql);
              return sql.update("drop table if exists " + partition);
            });
      }
    }
    made.removeIf(day -> day.isBefore(first));
  }

  private List<String> partitions() {
    return database.list(
        """
        select child.relname
        from pg_inherits
        join pg_class child on child.oid = inhrelid
        where inhparent = ?::regclass and child.relname ~ ('^' || ? || '_[0-9]{8}$')
        order by 1
        """,
        row -> row.getString(1), table, table);
  }

  private static void lock(Sql sql) {
    // Waiting for a long reader would hold up every writer behind this.
    sql.update("set local lock_timeout = '5s'");
    sql.first("select pg_advisory_xact_lock(?)", _ -> true, LOCK);
  }

  private String name(LocalDate day) {
    return table + "_" + NAME.format(day);
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }
}
