package dev.cadre.session;

import dev.cadre.agent.Deployment;
import dev.cadre.agent.Deployments;
import dev.cadre.fault.Fault;
import dev.cadre.http.Principal;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.EndpointName;
import dev.cadre.id.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
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

  private static final Duration END_IS_SEEN = Duration.ofSeconds(5);

  private final SessionStore store;
  private final Deployments deployments;
  private final Workers workers;
  private final WarmPool pool;
  private final SessionMetrics metrics;
  private final InstantSource clock;
  private final SessionConfig config;
  private final NewSessionRate rate;
  private final ConcurrentMap<LiveSession.Key, LiveSession> live = new ConcurrentHashMap<>();
  private final ReentrantLock admission = new ReentrantLock();

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

  /** A session with a worker, held for one invocation. Closing it, once or more, ends that. */
  static final class Lease implements AutoCloseable {
    private final LiveSession session;
    private final Workers.Worker worker;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Lease(LiveSession session, Workers.Worker worker) {
      this.session = session;
      this.worker = worker;
    }

    LiveSession session() {
      return session;
    }

    Workers.Worker worker() {
      return worker;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        session.finish();
      }
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
      session.awaitStart();
      checkSamePlace(session, deployment);
      Workers.Worker worker = session.begin(config.maxWait(), caller.traceId());
      if (worker != null) {
        return new Lease(session, worker);
      }
      awaitEnd(session);
    }
    throw new Fault.AgentFailed(
        "session "
            + id
            + " ended "
            + ATTEMPTS
            + " times while this invocation entered it; see the agent's log");
  }

  /** Two qualifiers may lead to one session only while they lead to one version. */
  private static void checkSamePlace(LiveSession session, Deployment asked) {
    Deployment held = session.deployment();
    EndpointName through = session.created().endpoint();
    if (held.version() != asked.version() && !Objects.equals(through, asked.endpoint())) {
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
    LiveSession session =
        new LiveSession(fresh(key, deployment, caller), deployment, clock, config);
    LiveSession other = admit(session);
    if (other != null) {
      return other;
    }
    try {
      // Asked again: whoever drains sees this session, or this thread sees the draining.
      if (draining) {
        throw stopping();
      }
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

  /** Takes the session in within the limits; the one that has its id already, or null. */
  private @Nullable LiveSession admit(LiveSession session) {
    admission.lock();
    try {
      LiveSession other = live.get(session.key());
      if (other == null) {
        checkLimits(session.key());
        live.put(session.key(), session);
      }
      return other;
    } finally {
      admission.unlock();
    }
  }

  private SessionRecord fresh(LiveSession.Key key, Deployment deployment, Caller caller) {
    // As exact as the database keeps it: a record is the same before and after a restart.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
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
    worker.onEnd(how -> ended(session, how));
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

  private void ended(LiveSession session, Workers.Ending how) {
    if (session.suspended()) {
      return;
    }
    Workers.Ending end = session.gone(how);
    SessionRecord last = session.now();
    try {
      store.end(
          last.id(), clock.instant(), end.reason(), end.detail(), end.exitCode(), last.requests());
      metrics.ended(session.deployment(), end.reason());
    } finally {
      live.remove(session.key(), session);
      session.recorded();
      workers.discard(last.workerId());
    }
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
    Queue<Fault> notEnded = new ConcurrentLinkedQueue<>();
    Together.run(
        theirs,
        session -> {
          try {
            stop(session, reason);
          } catch (Fault e) {
            notEnded.add(e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    if (!notEnded.isEmpty()) {
      throw notEnded.element();
    }
    return theirs.size() + store.endWithoutWorker(runtime, clock.instant(), reason);
  }

  void stop(LiveSession session, EndReason reason) throws InterruptedException {
    end(session, session.stop(reason));
  }

  /** Ends a session whose time is over, unless an invocation came first. */
  void stopIfDue(LiveSession session) throws InterruptedException {
    Workers.Worker worker = session.stopIfDue(clock.instant());
    if (worker != null) {
      end(session, worker);
    }
  }

  private void end(LiveSession session, Workers.@Nullable Worker worker)
      throws InterruptedException {
    if (worker != null) {
      worker.stop(config.stopGrace());
    }
    awaitEnd(session);
  }

  /** A worker may have to start before it can be ended. */
  private void awaitEnd(LiveSession session) throws InterruptedException {
    if (!session.awaitEnd(config.initLimit().plus(config.stopGrace()).plus(END_IS_SEEN))) {
      throw new Fault.Unavailable(
          "session " + session.key().session() + " is still being stopped; try again shortly");
    }
  }

  /** The sessions that this process holds. */
  Collection<LiveSession> all() {
    return List.copyOf(live.values());
  }

  Optional<LiveSession> find(AgentRuntimeId runtime, SessionId id) {
    return Optional.ofNullable(live.get(new LiveSession.Key(runtime, id)));
  }

  /** False once invocations are refused because the platform is stopping. */
  boolean accepting() {
    return !draining;
  }

  /** From now on there are no new sessions. */
  private void refuseNew() {
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
            suspend(session, patience);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    store.touch(all().stream().map(LiveSession::takeChange).filter(Objects::nonNull).toList());
    store.restarted(clock.instant());
  }

  private void suspend(LiveSession session, Duration patience) throws InterruptedException {
    session.awaitQuiet(patience);
    if (!session.suspend()) {
      session.awaitEnd(config.stopGrace().plus(END_IS_SEEN));
      return;
    }
    Workers.Worker worker = session.worker();
    if (worker != null) {
      worker.stop(config.stopGrace());
    }
  }

  private static String message(Exception e) {
    String message = e.getMessage();
    return e instanceof Fault && message != null
        ? message
        : "the platform could not start it (" + e.getClass().getSimpleName() + ")";
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
