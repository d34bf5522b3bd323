package dev.cadre.session;

import dev.cadre.agent.Deployment;
import dev.cadre.agent.Deployments;
import dev.cadre.fault.Fault;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Starts a session: its record first, then a worker, from the warm pool or new. What does not start
 * leaves an ended record and nothing else.
 */
final class SessionStart {
  private final SessionStore store;
  private final Deployments deployments;
  private final Workers workers;
  private final WarmPool pool;
  private final SessionEnd end;
  private final SessionMetrics metrics;
  private final InstantSource clock;
  private final SessionConfig config;

  SessionStart(
      SessionStore store,
      Deployments deployments,
      Workers workers,
      WarmPool pool,
      SessionEnd end,
      SessionMetrics metrics,
      InstantSource clock,
      SessionConfig config) {
    this.store = store;
    this.deployments = deployments;
    this.workers = workers;
    this.pool = pool;
    this.end = end;
    this.metrics = metrics;
    this.clock = clock;
    this.config = config;
  }

  /** The record of a session that nobody has seen yet. */
  SessionRecord fresh(LiveSession.Key key, Deployment deployment, Sessions.Caller caller) {
    // As exact as the database keeps it: a record is the same before and after a restart.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return new SessionRecord(
        UUID.randomUUID(),
        key.runtime(),
        key.session(),
        deployment.version(),
        deployment.endpoint(),
        caller.user(),
        caller.principal(),
        SessionState.STARTING,
        UUID.randomUUID().toString(),
        null,
        "",
        now,
        now,
        null,
        null,
        null,
        null,
        0,
        deployment.idleTimeout(),
        deployment.maxLifetime());
  }

  /**
   * Gives the session its record and its worker.
   *
   * @throws Fault.AgentFailed when its worker does not start
   */
  void start(LiveSession session) throws InterruptedException {
    boolean isNew = claim(session);
    long begun = System.nanoTime();
    Workers.Worker worker = null;
    boolean warm = false;
    try {
      worker = isNew ? pool.take(session.deployment()) : null;
      warm = worker != null;
      if (worker == null) {
        worker = workers.start(session.deployment(), session.created().workerId());
      }
      store.started(
          session.created().id(), worker.id(), worker.pid(), worker.isolation(), clock.instant());
    } catch (RuntimeException | InterruptedException e) {
      notStarted(session, worker, e);
      throw e;
    }
    metrics.started(session.deployment(), warm, System.nanoTime() - begun);
    worker.assign(session);
    boolean wanted = session.started(worker);
    worker.onEnd(how -> end.ended(session, how));
    if (!wanted) {
      worker.stop(config.stopGrace());
    }
  }

  /** Makes the session's record, or takes up the one its id has; true for a new one. */
  private boolean claim(LiveSession session) {
    SessionRecord fresh = session.created();
    if (store.insert(fresh)) {
      return true;
    }
    // One whose time is over is replaced, not taken up.
    store.expire(clock.instant());
    SessionRecord earlier = store.live(fresh.runtime(), fresh.sessionId()).orElse(null);
    if (earlier != null) {
      Deployment itsOwn = itsOwn(earlier);
      if (store.resume(earlier.id())) {
        session.resume(earlier, itsOwn);
        return false;
      }
    }
    if (!store.insert(fresh)) {
      throw new Fault.Conflict(
          "session " + fresh.sessionId() + " was started by someone else this moment; try again");
    }
    return true;
  }

  /** Nothing of a session that did not start stays behind. */
  private void notStarted(LiveSession session, Workers.@Nullable Worker worker, Exception why) {
    SessionRecord record = session.created();
    try {
      store.end(
          record.id(),
          clock.instant(),
          EndReason.INIT_FAILED,
          message(why),
          null,
          record.requests());
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
    metrics.ended(session.deployment(), EndReason.INIT_FAILED);
    if (worker != null) {
      worker.stop(config.stopGrace());
    }
    workers.discard(worker == null ? record.workerId() : worker.id());
  }

  private Deployment itsOwn(SessionRecord earlier) {
    return deployments.resolve(earlier.runtime(), Integer.toString(earlier.version()));
  }

  private static String message(Exception e) {
    String message = e.getMessage();
    return e instanceof Fault && message != null
        ? message
        : "the platform could not start it (" + e.getClass().getSimpleName() + ")";
  }
}
