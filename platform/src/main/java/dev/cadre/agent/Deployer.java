package dev.cadre.agent;

import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.EndpointName;
import dev.cadre.store.Database;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the changes that the operations have persisted: what the database says is under way
 * is driven on until it is ready, failed or gone. Every step may run again, so that a crash at any
 * point is followed by {@link #resume}. One agent's changes happen one after the other.
 */
final class Deployer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Deployer.class.getName());
  private static final int BUILDS_AT_ONCE = 2;
  private static final int STOP_SECONDS = 5;

  private final Database database;
  private final InstantSource clock;
  private final Sources sources;
  private final ArtifactStore artifacts;
  private final Builds builds;
  private final Deployments deployments;
  private final DeploymentListener listener;
  private final Serving serving;
  private final Path logs;
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("deploy-", 0).factory());
  private final Semaphore slots = new Semaphore(BUILDS_AT_ONCE);
  private final ConcurrentMap<AgentRuntimeId, ReentrantLock> locks = new ConcurrentHashMap<>();

  Deployer(
      Database database,
      InstantSource clock,
      Sources sources,
      ArtifactStore artifacts,
      Builds builds,
      Deployments deployments,
      DeploymentListener listener,
      Path logs) {
    this.database = database;
    this.clock = clock;
    this.sources = sources;
    this.artifacts = artifacts;
    this.builds = builds;
    this.deployments = deployments;
    this.listener = listener;
    this.serving = new Serving(database, clock, deployments, listener);
    this.logs = logs;
  }

  /** Drives on what a former process left under way. */
  void resume() {
    AgentStore.changing(database).forEach(this::drive);
  }

  /** Carries out what is under way of one agent, in the background. */
  void drive(AgentRuntimeId id) {
    deployments.forget(id);
    try {
      workers.execute(() -> advance(id));
    } catch (RejectedExecutionException e) {
      LOG.log(Level.INFO, "the platform stops: the change of {0} goes on at the next start", id);
    }
  }

  /** Carries out what is under way of one agent, on this thread. */
  void settle(AgentRuntimeId id) {
    deployments.forget(id);
    advance(id);
  }

  Path log(AgentRuntimeId id, int version) {
    return logs.resolve(id.value()).resolve(version + ".log");
  }

  private void advance(AgentRuntimeId id) {
    ReentrantLock lock = locks.computeIfAbsent(id, _ -> new ReentrantLock());
    try {
      lock.lockInterruptibly();
      try {
        changes(id);
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // An interrupt closes the database's connection under whoever waits for it.
      if (workers.isShutdown()) {
        LOG.log(Level.INFO, "the platform stops: the change of {0} goes on at the next start", id);
      } else {
        LOG.log(Level.ERROR, "the change of " + id + " could not be carried out", e);
      }
    }
  }

  private void changes(AgentRuntimeId id) throws InterruptedException {
    AgentRow agent = AgentStore.find(database, id).orElse(null);
    if (agent == null) {
      return;
    }
    if (agent.status() == Status.DELETING) {
      delete(id);
      return;
    }
    for (VersionRow version : VersionStore.changing(database, id)) {
      if (version.status() == Status.DELETING) {
        deleteVersion(version);
      } else {
        deploy(version);
      }
    }
    for (EndpointRow endpoint : EndpointStore.all(database, id)) {
      if (endpoint.status().changing()) {
        serving.settle(id, endpoint.name());
      }
    }
  }

  private void delete(AgentRuntimeId id) {
    try {
      listener.deleted(id);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "sessions of " + id + " could not be stopped", e);
      String reason = "its sessions could not be stopped: " + e.getMessage() + "; delete it again";
      AgentStore.status(database, id, Status.DELETE_FAILED, reason, clock.instant());
      return;
    }
    AgentStore.delete(database, id);
    deployments.forget(id);
    locks.remove(id);
    try {
      Builds.delete(logs.resolve(id.value()));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the build logs of " + id + " could not be deleted", e);
    }
  }

  private void deleteVersion(VersionRow row) {
    serving.retired(row.agentId(), row.version());
    VersionStore.delete(database, row.agentId(), row.version());
    deployments.forget(row.agentId());
  }

  private void deploy(VersionRow row) throws InterruptedException {
    AgentRuntimeId id = row.agentId();
    slots.acquire();
    try (BuildLog log =
        BuildLog.create(
            log(id, row.version()),
            stage -> VersionStore.stage(database, id, row.version(), stage))) {
      try {
        Build build = build(row, log);
        log.line("== ready");
        ready(row, build, log.warnings());
      } catch (BuildFailure e) {
        log.line("== failed");
        failed(row, String.valueOf(e.getMessage()));
      }
    } catch (IOException e) {
      LOG.log(Level.ERROR, "deploying " + id + " failed", e);
      failed(row, "the platform could not write it: " + e.getMessage());
    } finally {
      slots.release();
    }
  }

  private @Nullable Build build(VersionRow row, BuildLog log)
      throws BuildFailure, IOException, InterruptedException {
    return switch (row.definition().source()) {
      case Definition.Source.Code code -> {
        log.stage("fetching");
        String digest = sources.fetch(code, log);
        VersionStore.digest(database, row.agentId(), row.version(), digest);
        yield builds.build(code, digest, artifacts.file(digest), log);
      }
      case Definition.Source.Container _,
          Definition.Source.Remote _,
          Definition.Source.Declared _ ->
          null;
    };
  }

  private void ready(VersionRow row, @Nullable Build build, List<String> warnings) {
    AgentRuntimeId id = row.agentId();
    EndpointRow before =
        database.transaction(
            sql -> {
              AgentRow agent = AgentStore.lock(sql, id);
              VersionStore.built(sql, id, row.version(), build, warnings);
              VersionStore.stage(sql, id, row.version(), "ready");
              VersionStore.status(
                  sql, id, row.version(), done(row.status()), null, clock.instant());
              AgentStore.status(sql, id, done(agent.status()), null, clock.instant());
              EndpointRow endpoint = EndpointStore.require(sql, id, EndpointName.DEFAULT);
              EndpointStore.update(
                  sql,
                  EndpointOperations.moved(
                      endpoint,
                      done(endpoint.status()),
                      null,
                      row.version(),
                      row.version(),
                      clock.instant()));
              return endpoint;
            });
    serving.served(id, EndpointName.DEFAULT, before.liveVersion());
  }

  /** The former version stays live. */
  private void failed(VersionRow row, String reason) {
    AgentRuntimeId id = row.agentId();
    database.transaction(
        sql -> {
          AgentRow agent = AgentStore.lock(sql, id);
          VersionStore.stage(sql, id, row.version(), "failed");
          VersionStore.status(sql, id, row.version(), fail(row.status()), reason, clock.instant());
          AgentStore.status(sql, id, fail(agent.status()), reason, clock.instant());
          EndpointRow endpoint = EndpointStore.require(sql, id, EndpointName.DEFAULT);
          EndpointStore.update(
              sql,
              EndpointOperations.moved(
                  endpoint,
                  fail(endpoint.status()),
                  reason,
                  endpoint.liveVersion(),
                  endpoint.targetVersion(),
                  clock.instant()));
          return id;
        });
    deployments.forget(id);
  }

  private static Status done(Status status) {
    return status.require(Status.Event.DONE, "it");
  }

  private static Status fail(Status status) {
    return status.require(Status.Event.FAIL, "it");
  }

  /** Interrupts what runs; it goes on at the next start. */
  @Override
  public void close() {
    workers.shutdownNow();
    try {
      if (!workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "a deployment did not stop in time; it goes on at the next start");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
