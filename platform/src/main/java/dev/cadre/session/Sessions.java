package dev.cadre.session;

import dev.cadre.agent.Deployment;
import dev.cadre.agent.Deployments;
import dev.cadre.fault.Fault;
import dev.cadre.http.Principal;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the session of an invocation, or starts it. The owner of the guarantees: one worker for
 * each session, none for two, and a record in the database before anything is shown.
 */
final class Sessions {
  /**
   * A session that ends while an invocation enters it is replaced; one that does so again and again
   * is broken.
   */
  private static final int ATTEMPTS = 3;

  private final SessionStore store;
  private final Deployments deployments;
  private final Workers workers;
  private final WarmPool pool;
  private final SessionMetrics metrics;
  private final InstantSource clock;
  private final SessionConfig config;
  private final NewSessionRate rate;
  private final ConcurrentMap<LiveSession.Key, LiveSession> live = new ConcurrentHashMap<>();

  private volatile boolean draining;

  Sessions(
      SessionStore store,
      Deployments deployments,
      Workers workers,
      WarmPool pool,
      SessionMetrics metrics,
      InstantSource clock,
      SessionConfig config) {
    this.store = store;
    this.deployments = deployments;
    this.workers = workers;
    this.pool = pool;
    this.metrics = metrics;
    this.clock = clock;
    this.config = config;
    this.rate = new NewSessionRate(clock, config.newSessionsPerSecond());
  }

  /**
   * Who asks for a session.
   *
   * @param user the agent's end user, as the caller names it
   * @param traceId of the invocation
   */
  record Caller(Principal principal, @Nullable String user, String traceId) {}

  /** A session with a worker, held for one invocation. Closing it ends the invocation. */
  record Lease(LiveSession session, Workers.Worker worker) implements AutoCloseable {
    @Override
    public void close() {
      session.finish();
    }
  }

  /**
   * Enters the session, which is started when there is none.
   *
   * @throws Fault.AgentFailed when its worker does not start
   * @throws Fault.Throttled when sessions are started too fast, or too many invocations wait in
   *     this one
   * @throws Fault.QuotaExceeded when there are as many sessions as allowed
   */
  Lease enter(Deployment deployment, SessionId id, Caller caller) throws InterruptedException {
    if (draining) {
      throw stopping();
    }
    LiveSession.Key key = new LiveSession.Key(deployment.id(), id);
    for (int i = 0; i < ATTEMPTS; i++) {
      LiveSession session = live.get(key);
      if (session == null) {
        session = open(key, deployment, caller);
      }
      checkSamePlace(session, deployment);
      Workers.Worker worker = session.begin(config.maxWait(), caller.traceId());
      if (worker != null) {
        return new Lease(session, worker);
      }
      session.awaitEnd(config.stopGrace().plusSeconds(5));
      live.remove(key, session);
    }
    throw new Fault.AgentFailed(
        "session "
            + id
            + " ended "
            + ATTEMPTS
            + " times while this invocation entered it; see the agent's log");
  }

  /** Enters a session that is already live; {@link Fault.NotFound} when it is not. */
  Lease enterLive(Deployment deployment, SessionId id, Caller caller) throws InterruptedException {
    LiveSession session = live.get(new LiveSession.Key(deployment.id(), id));
    Workers.Worker worker =
        session == null ? null : session.begin(config.maxWait(), caller.traceId());
    if (session == null || worker == null) {
      throw new Fault.NotFound("agent " + deployment.id() + " has no live session " + id);
    }
    return new Lease(session, worker);
  }

  /** Two qualifiers may lead to one session only while they lead to one version. */
  private static void checkSamePlace(LiveSession session, Deployment asked) {
    Deployment held = session.deployment();
    if (held.version() != asked.version() && !Objects.equals(held.endpoint(), asked.endpoint())) {
      throw new Fault.Conflict(
          "session "
              + session.key().session()
              + " runs version "
              + held.version()
              + "; this qualifier leads to version "
              + asked.version()
              + ". Use another session id for it");
    }
  }

  private LiveSession open(LiveSession.Key key, Deployment deployment, Caller caller)
      throws InterruptedException {
    checkLimits(key);
    LiveSession session =
        new LiveSession(fresh(key, deployment, caller), deployment, clock, config);
    LiveSession other = live.putIfAbsent(key, session);
    if (other != null) {
      return other;
    }
    try {
      start(session);
      return session;
    } catch (RuntimeException | InterruptedException e) {
      // Others wait for this thread's session: whatever happened must reach them.
      live.remove(key, session);
      session.startFailed(
          e instanceof Fault fault
              ? fault
              : new Fault.Internal("the session did not start; the platform's log says why", e));
      throw e;
    }
  }

  private SessionRecord fresh(LiveSession.Key key, Deployment deployment, Caller caller) {
    Instant now = clock.instant();
    return new SessionRecord(
        UUID.randomUUID(),
        key.runtime(),
        key.session(),
        deployment.version(),
        deployment.endpoint(),
        caller.user(),
        caller.principal().name(),
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

  private void start(LiveSession session) throws InterruptedException {
    boolean isNew = store.insert(session.created());
    if (!isNew) {
      store
          .live(session.key().runtime(), session.key().session())
          .ifPresent(earlier -> session.resume(earlier, itsOwn(earlier)));
    }
    SessionRecord record = session.created();
    long begun = System.nanoTime();
    Workers.Worker worker = isNew ? pool.take(session.deployment()) : null;
    boolean warm = worker != null;
    try {
      if (worker == null) {
        worker = workers.start(session.deployment(), record.workerId());
      }
    } catch (Fault e) {
      store.end(
          record.id(), clock.instant(), EndReason.INIT_FAILED, message(e), null, record.requests());
      metrics.ended(session.deployment(), EndReason.INIT_FAILED);
      throw e;
    }
    store.started(record.id(), worker.id(), worker.pid(), worker.isolation(), clock.instant());
    metrics.started(session.deployment(), warm, System.nanoTime() - begun);
    worker.assign(session);
    session.started(worker);
    worker.onEnd(how -> ended(session, how));
  }

  private Deployment itsOwn(SessionRecord earlier) {
    return deployments.resolve(earlier.runtime(), Integer.toString(earlier.version()));
  }

  private void ended(LiveSession session, Workers.Ending how) {
    if (session.suspended()) {
      return;
    }
    Workers.Ending end = session.gone(how);
    SessionRecord last = session.now();
    store.end(
        last.id(), clock.instant(), end.reason(), end.detail(), end.exitCode(), last.requests());
    live.remove(session.key(), session);
    metrics.ended(session.deployment(), end.reason());
  }

  /** Ends a live session and waits until it is over; false when there is none of that id. */
  boolean stop(AgentRuntimeId runtime, SessionId id, EndReason reason) throws InterruptedException {
    LiveSession session = live.get(new LiveSession.Key(runtime, id));
    if (session != null) {
      stop(session, reason);
      return true;
    }
    Optional<SessionRecord> withoutWorker = store.live(runtime, id);
    withoutWorker.ifPresent(
        found ->
            store.end(
                found.id(),
                clock.instant(),
                reason,
                "while it had no worker",
                null,
                found.requests()));
    return withoutWorker.isPresent();
  }

  /**
   * Ends every live session of an agent, or of all agents when {@code runtime} is null; how many
   * there were.
   */
  int stopAll(@Nullable AgentRuntimeId runtime, EndReason reason) {
    List<LiveSession> theirs =
        live.values().stream()
            .filter(session -> runtime == null || session.key().runtime().equals(runtime))
            .toList();
    Together.run(
        theirs,
        session -> {
          try {
            stop(session, reason);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return theirs.size() + store.endWithoutWorker(runtime, clock.instant(), reason);
  }

  void stop(LiveSession session, EndReason reason) throws InterruptedException {
    Workers.Worker worker = session.stop(reason);
    if (worker != null) {
      worker.stop(config.stopGrace());
    }
    session.awaitEnd(config.stopGrace().plusSeconds(5));
  }

  /** The sessions that this process holds. */
  Collection<LiveSession> all() {
    return List.copyOf(live.values());
  }

  Optional<LiveSession> find(AgentRuntimeId runtime, SessionId id) {
    return Optional.ofNullable(live.get(new LiveSession.Key(runtime, id)));
  }

  /** From now on there are no new sessions. */
  void refuseNew() {
    draining = true;
  }

  /**
   * Ends all workers and leaves their sessions to be found again: invocations under way have {@code
   * patience} to end, then they are cut.
   */
  void suspendAll(Duration patience) {
    refuseNew();
    Together.run(
        all(),
        session -> {
          try {
            session.awaitQuiet(patience);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          session.suspend();
          Workers.Worker worker = session.worker();
          if (worker != null) {
            worker.stop(config.stopGrace());
          }
        });
    store.touch(all().stream().map(LiveSession::takeChange).filter(Objects::nonNull).toList());
    store.restarted(clock.instant());
  }

  private static String message(Fault fault) {
    String message = fault.getMessage();
    return message == null ? fault.getClass().getSimpleName() : message;
  }

  private static Fault stopping() {
    return new Fault.Unavailable("the platform is stopping; try again shortly");
  }

  private void checkLimits(LiveSession.Key key) {
    if (live.size() >= config.maxSessions()) {
      throw new Fault.QuotaExceeded(
          "there are "
              + config.maxSessions()
              + " sessions, as many as allowed; stop some or raise sessions.max");
    }
    long ofAgent = live.keySet().stream().filter(k -> k.runtime().equals(key.runtime())).count();
    if (ofAgent >= config.maxSessionsPerAgent()) {
      throw new Fault.QuotaExceeded(
          "agent "
              + key.runtime()
              + " has "
              + config.maxSessionsPerAgent()
              + " sessions, as many as allowed; stop some or raise sessions.max-per-agent");
    }
    rate.take();
  }
}
