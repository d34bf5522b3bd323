package dev.cadre.model;

import dev.cadre.store.Database;
import dev.cadre.store.Traces;

/**
 * Which session a cost was of. The costs stay, for their tenants and agents; that they were a
 * session's is forgotten. Thread-safe.
 */
final class SpendTraces implements Traces {
  private final Database database;
  private final UsageLedger ledger;

  /**
   * @param ledger what waits there is written before
   */
  SpendTraces(Database database, UsageLedger ledger) {
    this.database = database;
    this.ledger = ledger;
  }

  @Override
  public long count(Of whom) {
    return database
        .list(
            """
            select (select count(*) from model_usage where session = any (?))
              + (select count(*) from model_spend where session = any (?))
            """,
            row -> row.getLong(1),
            sessions(whom),
            sessions(whom))
        .getFirst();
  }

  @Override
  public void forget(Of whom) {
    ledger.flush();
    database.transaction(
        sql -> {
          sql.update(
              "update model_usage set session = null where session = any (?)", sessions(whom));
          return sql.update(
              """
              with gone as (delete from model_spend where session = any (?) returning *)
              insert into model_spend as kept (day, tenant, agent, session, provider, model, calls, input_tokens,
                output_tokens, cost)
              select day, tenant, agent, '', provider, model, sum(calls), sum(input_tokens), sum(output_tokens), sum(cost)
              from gone group by day, tenant, agent, provider, model
              on conflict (day, tenant, agent, session, provider, model) do update set
                calls = kept.calls + excluded.calls, input_tokens = kept.input_tokens + excluded.input_tokens,
                output_tokens = kept.output_tokens + excluded.output_tokens, cost = kept.cost + excluded.cost
              """,
              sessions(whom));
        });
  }

  private static Object sessions(Of whom) {
    return whom.sessions().toArray(String[]::new);
  }
}
