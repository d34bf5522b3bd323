package dev.cadre.system;

import dev.cadre.id.AgentRuntimeId;
import dev.cadre.store.Sql;
import java.time.Instant;
import java.util.Optional;

/** Which agents systems deployed. */
final class SystemStore {
  private static final int LOCK = 0x5D5;

  private final Sql sql;

  /**
   * An agent as a system deployed it last.
   *
   * @param digest of what was deployed
   * @param version that it became
   */
  record Deployed(String system, AgentRuntimeId agent, String digest, int version) {}

  SystemStore(Sql sql) {
    this.sql = sql;
  }

  /** One node loads a system while others wait; until the transaction ends. */
  void lock(String system) {
    sql.list("select pg_advisory_xact_lock(?, hashtext(?))", _ -> true, LOCK, system);
  }

  /** The agent of that name that any system deployed, while it is there. */
  Optional<Deployed> find(String agent) {
    return sql.first(
        "select system, agent_id, digest, version from system_agent where name = ?",
        row ->
            new Deployed(
                row.getString("system"),
                new AgentRuntimeId(row.getString("agent_id")),
                row.getString("digest"),
                row.getInt("version")),
        agent);
  }

  void put(String name, Deployed deployed, Instant now) {
    sql.update(
        """
        insert into system_agent (name, system, agent_id, digest, version, deployed_at)
        values (?, ?, ?, ?, ?, ?)
        on conflict (name) do update set system = excluded.system, agent_id = excluded.agent_id,
          digest = excluded.digest, version = excluded.version, deployed_at = excluded.deployed_at
        """,
        name,
        deployed.system(),
        deployed.agent().value(),
        deployed.digest(),
        deployed.version(),
        now);
  }
}
