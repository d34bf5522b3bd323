package dev.cadre.system;

import dev.cadre.agent.Agents;
import dev.cadre.fault.Fault;
import dev.cadre.memory.MemoryFeature;
import dev.cadre.store.Database;
import dev.cadre.system.SystemAgents.Agent;
import dev.cadre.system.SystemStore.Deployed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes what runs what a system's files say: its database, then its memories, then its agents. What
 * is as it should be is left alone.
 */
final class Rollout {
  private final Database database;
  private final InstantSource clock;
  private final SystemDatabases databases;
  private final MemoryFeature memories;
  private final Agents agents;

  Rollout(
      Database database,
      InstantSource clock,
      SystemDatabases databases,
      MemoryFeature memories,
      Agents agents) {
    this.database = database;
    this.clock = clock;
    this.databases = databases;
    this.memories = memories;
    this.agents = agents;
  }

  /** May run on many nodes at once, and again after any crash. */
  void carryOut(SystemDefinition system, List<Agent> read) {
    database.transaction(
        sql -> {
          new SystemStore(sql).lock(system.name());
          Path migrations = system.migrations();
          if (migrations != null) {
            databases.prepare(system.name(), migrations);
          }
          system.memories().forEach(memories::ensure);
          read.forEach(agent -> deploy(system, agent));
          return system;
        });
  }

  // On a transaction of its own: the agents' operations have theirs.
  private void deploy(SystemDefinition system, Agent agent) {
    SystemStore store = new SystemStore(database);
    Optional<Deployed> before = store.find(agent.name());
    before
        .filter(other -> !other.system().equals(system.name()))
        .ifPresent(
            other -> {
              throw new Fault.Conflict(
                  "system '%s' has an agent '%s' already; rename one of them"
                      .formatted(other.system(), agent.name()));
            });
    String digest = digest(agent.definition());
    if (before.filter(same -> same.digest().equals(digest)).isPresent()) {
      return;
    }
    Agents.Release release =
        agents.release(before.map(Deployed::agent).orElse(null), agent.definition());
    Deployed deployed = new Deployed(system.name(), release.id(), digest, release.version());
    store.put(agent.name(), deployed, clock.instant());
  }

  private static String digest(ObjectNode definition) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(sha.digest(definition.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
