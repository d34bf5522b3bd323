package dev.cadre.agent;

import dev.cadre.id.AgentRuntimeId;
import dev.cadre.store.Database;
import dev.cadre.store.Idempotency;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Deletes what nothing needs: artifacts and builds of versions past the newest ten of their agent
 * that no endpoint names and no session runs, uploads that no version came to use, and old client
 * tokens.
 */
final class Collector {
  static final Duration EVERY = Duration.ofHours(1);
  private static final Logger LOG = System.getLogger(Collector.class.getName());
  private static final int KEPT_VERSIONS = 10;
  private static final Duration UNREFERENCED = Duration.ofHours(24);

  private final Database database;
  private final InstantSource clock;
  private final ArtifactStore artifacts;
  private final Builds builds;
  private final Deployments deployments;
  private final DeploymentListener listener;

  Collector(
      Database database,
      InstantSource clock,
      ArtifactStore artifacts,
      Builds builds,
      Deployments deployments,
      DeploymentListener listener) {
    this.database = database;
    this.clock = clock;
    this.artifacts = artifacts;
    this.builds = builds;
    this.deployments = deployments;
    this.listener = listener;
  }

  void collect() {
    Instant now = clock.instant();
    Idempotency.collect(database, now);
    old().forEach(this::retire);
    Set<String> digests = new HashSet<>();
    Set<String> folders = new HashSet<>();
    references(digests, folders);
    try {
      int files = artifacts.collect(digests, now.minus(UNREFERENCED));
      int made = builds.collect(folders::contains, now.minus(UNREFERENCED));
      if (files + made > 0) {
        LOG.log(Level.INFO, "collected {0} artifacts and {1} builds", files, made);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "artifacts could not be collected", e);
    }
  }

  private record Old(AgentRuntimeId id, int version) {}

  private List<Old> old() {
    return database.list(
        """
        select agent_id, version from (
          select agent_id, version, status, collected,
                 row_number() over (partition by agent_id order by version desc) as age
          from agent_version) v
        where age > ? and not collected and status not in ('CREATING', 'UPDATING')
        """,
        row -> new Old(new AgentRuntimeId(row.getString("agent_id")), row.getInt("version")),
        KEPT_VERSIONS);
  }

  /** Under the agent's lock: an endpoint may be about to name the version. */
  private void retire(Old old) {
    database.transaction(
        sql -> {
          if (AgentStore.tryLock(sql, old.id()).isPresent()
              && EndpointStore.all(sql, old.id()).stream()
                  .noneMatch(endpoint -> endpoint.names(old.version()))
              && !listener.inUse(old.id(), old.version())) {
            VersionStore.collected(sql, old.id(), old.version());
          }
          return old;
        });
    deployments.forget(old.id());
  }

  private void references(Set<String> digests, Set<String> folders) {
    database.list(
        """
        select digest, build ->> 'folder' as folder from agent_version
        where not collected and digest is not null
        """,
        row -> {
          digests.add(row.getString("digest"));
          String folder = row.getString("folder");
          return folder == null || folders.add(folder);
        });
  }
}
