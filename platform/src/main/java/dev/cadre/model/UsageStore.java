package dev.cadre.model;

import dev.cadre.store.Database;
import dev.cadre.telemetry.Partitions;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tables of what models were used for and what it cost. */
final class UsageStore implements Budgets.Spending {
  private static final String NONE = "";

  private final Database database;
  private final Partitions days;

  UsageStore(Database database, InstantSource clock, int retentionDays) {
    this.database = database;
    this.days = new Partitions(database, clock, "model_usage", retentionDays);
  }

  /** Makes the partitions to come and drops those past their retention. */
  void maintain() {
    days.maintain();
  }

  /** Writes calls and adds them to the sums, all or nothing. */
  void write(List<UsageRow> rows) {
    rows.forEach(row -> days.cover(row.at()));
    Map<SpendKey, Spend> sums = new TreeMap<>();
    rows.forEach(row -> sums.merge(SpendKey.of(row), Spend.of(row), Spend::plus));
    database.transaction(
        sql -> {
          sql.batch(
              """
              insert into model_usage (at, tenant, agent, session, provider, model, input_tokens,
                output_tokens, cache_read_tokens, cache_write_tokens, cost, priced, estimated,
                outcome, latency_ms)
              values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              """,
              rows.stream().map(UsageStore::columns).toList());
          // In the order of their keys, so that two nodes cannot wait for each other.
          sql.batch(
              """
              insert into model_spend (day, tenant, agent, session, provider, model, calls,
                input_tokens, output_tokens, cost)
              values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              on conflict (day, tenant, agent, session, provider, model) do update set
                calls = model_spend.calls + excluded.calls,
                input_tokens = model_spend.input_tokens + excluded.input_tokens,
                output_tokens = model_spend.output_tokens + excluded.output_tokens,
                cost = model_spend.cost + excluded.cost
              """,
              sums.entrySet().stream().map(sum -> sum.getKey().columns(sum.getValue())).toList());
          return rows.size();
        });
  }

  @Override
  public List<Budgets.Spent> spentOn(LocalDate day) {
    return database.list(
        """
        select tenant, agent, sum(cost) as cost from model_spend where day = ?
        group by tenant, agent
        """,
        row ->
            new Budgets.Spent(
                row.getString("tenant"), row.getString("agent"), row.getBigDecimal("cost")),
        day);
  }

  @Override
  public BigDecimal spentBy(String session) {
    return database
        .first(
            "select coalesce(sum(cost), 0) from model_spend where session = ?",
            row -> row.getBigDecimal(1),
            session)
        .orElse(BigDecimal.ZERO);
  }

  /** The largest sums first. */
  List<Sum> sums(UsageQuery query) {
    String column = query.by().column();
    List<@Nullable Object> args = new ArrayList<>(List.of(query.since(), query.until()));
    StringBuilder where = new StringBuilder(" where day >= ? and day <= ?");
    query
        .only()
        .forEach(
            (by, value) -> {
              where.append(" and ").append(by.column()).append(" = ?");
              args.add(value);
            });
    args.add(query.limit());
    return database.list(
        "select "
            + column
            + " as key, sum(calls) as calls, sum(input_tokens) as input, sum(output_tokens) as output,"
            + " sum(cost) as cost from model_spend"
            + where
            + " group by 1 order by cost desc, key limit ?",
        row ->
            new Sum(
                row.getString("key"),
                row.getLong("calls"),
                row.getLong("input"),
                row.getLong("output"),
                row.getBigDecimal("cost")),
        args.toArray());
  }

  /** The sum over all calls of one key. */
  record Sum(String key, long calls, long input, long output, BigDecimal cost) {}

  private static @Nullable Object[] columns(UsageRow row) {
    return new @Nullable Object[] {
      row.at(),
      row.caller().tenant(),
      row.caller().agent(),
      row.caller().session(),
      row.provider(),
      row.model(),
      row.usage().input(),
      row.usage().output(),
      row.usage().cacheRead(),
      row.usage().cacheWrite(),
      row.cost(),
      row.priced(),
      row.estimated(),
      row.outcome(),
      row.latency().toMillis()
    };
  }

  /** The primary key of a sum. */
  private record SpendKey(
      LocalDate day, String tenant, String agent, String session, String provider, String model)
      implements Comparable<SpendKey> {

    static SpendKey of(UsageRow row) {
      return new SpendKey(
          dayOf(row.at()),
          row.caller().tenant(),
          orNone(row.caller().agent()),
          orNone(row.caller().payer()),
          row.provider(),
          row.model());
    }

    @Nullable Object[] columns(Spend sum) {
      return new @Nullable Object[] {
        day, tenant, agent, session, provider, model, sum.calls, sum.input, sum.output, sum.cost
      };
    }

    @Override
    public int compareTo(SpendKey other) {
      return toString().compareTo(other.toString());
    }
  }

  private record Spend(long calls, long input, long output, BigDecimal cost) {
    static Spend of(UsageRow row) {
      return new Spend(1, row.usage().input(), row.usage().output(), row.cost());
    }

    Spend plus(Spend more) {
      return new Spend(
          calls + more.calls, input + more.input, output + more.output, cost.add(more.cost));
    }
  }

  static LocalDate dayOf(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }

  private static String orNone(@Nullable String id) {
    return id == null ? NONE : id;
  }
}
