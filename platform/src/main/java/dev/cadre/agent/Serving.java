package dev.cadre.agent;

import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.EndpointName;
import dev.cadre.store.Database;
import dev.cadre.store.Sql;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What endpoints serve after a change: ends the change, tells the listener, and retires versions
 * that no endpoint names any more.
 */
final class Serving {
  private static final Logger LOG = System.getLogger(Serving.class.getName());

  private final Database database;
  private final InstantSource clock;
  private final Deployments deployments;
  private final DeploymentListener listener;

  Serving(
      Database database,
      InstantSource clock,
      Deployments deployments,
      DeploymentListener listener) {
    this.database = database;
    this.clock = clock;
    this.deployments = deployments;
    this.listener = listener;
  }

  /** Ends the change of one endpoint, unless that is up to the deployment of a version. */
  void settle(AgentRuntimeId id, EndpointName name) {
    Optional<EndpointRow> before = database.transaction(sql -> settled(sql, id, name));
    if (before.isEmpty()) {
      return;
    }
    EndpointRow row = before.get();
    if (row.status() == Status.DELETING) {
      deployments.forget(id);
      retire(id, row.liveVersion());
    } else {
      served(id, name, row.liveVersion());
    }
  }

  /** The endpoint as it was; empty when its change is not to be ended now. */
  private Optional<EndpointRow> settled(Sql sql, AgentRuntimeId id, EndpointName name) {
    // Under the agent's lock: an update may have begun since the endpoint was listed.
    Optional<EndpointRow> found =
        AgentStore.tryLock(sql, id)
            .flatMap(_ -> EndpointStore.find(sql, id, name))
            .filter(row -> row.status().changing());
    if (found.isEmpty()) {
      return found;
    }
    EndpointRow row = found.get();
    int target = row.targetVersion();
    if (row.status() == Status.DELETING) {
      EndpointStore.delete(sql, id, name);
      TagOperations.removeAll(sql, row);
    } else if (VersionStore.require(sql, id, target).status() == Status.READY) {
      EndpointStore.update(
          sql,
          EndpointOperations.moved(
              row,
              row.status().require(Status.Event.DONE, "it"),
              null,
              target,
              target,
              clock.instant()));
    } else {
      return Optional.empty();
    }
    return found;
  }

  /** Tells that an endpoint serves, and retires what it served before. */
  void served(AgentRuntimeId id, EndpointName endpoint, @Nullable Integer before) {
    deployments.forget(id);
    tell("ready", () -> listener.ready(deployments.resolve(id, endpoint.value())));
    retire(id, before);
  }

  private void retire(AgentRuntimeId id, @Nullable Integer version) {
    if (version != null
        && EndpointStore.all(database, id).stream().noneMatch(row -> row.names(version))) {
      retired(id, version);
    }
  }

  void retired(AgentRuntimeId id, int version) {
    tell("retired", () -> listener.retired(id, version));
  }

  /** What a listener does wrong does not undo a change that is committed. */
  private static void tell(String news, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a listener failed on '" + news + "'", e);
    }
  }
}
