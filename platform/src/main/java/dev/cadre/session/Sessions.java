package dev.cadre.session;

import dev.cadre.agent.Deployment;
import dev.cadre.agent.Deployments;
import dev.cadre.fault.Fault;
import dev.cadre.http.Principal;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.EndpointName;
import dev.cadre.id.SessionId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
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

  private final LiveSessions live;
  private final SessionStart start;
  private final SessionEnd end;
  private final InstantSource clock;
  private final SessionConfig config;

  private volatile boolean draining;

  Sessions(
      SessionStore store,
      Deployments deployments,
      Workers workers,
      WarmPool pool,
      SessionMetrics metrics,
      InstantSource clock,
      SessionConfig config) {
    this.live = new LiveSessions(clock, config);
    this.end = new SessionEnd(live, store, workers, metrics, clock, config);
    this.start = new SessionStart(store, deployments, workers, pool, end, metrics, clock, config);
    this.clock = clock;
    this.config = config;
  }

  /**
   * Who asks for a session.
   *
   * @param principal its name
   * @param user the agent's end user, as the caller names it
   * @param traceId of the invocation
   * @param origin where the work comes from
   */
  record Caller(String principal, @Nullable String user, String traceId, Principal.Origin origin) {}

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
      LiveSession session = live.find(key);
      if (session == null) {
        session = open(key, deployment, caller);
      }
      session.awaitStart();
      checkSamePlace(session, deployment);
      Workers.Worker worker = session.begin(config.maxWait(), caller.traceId());
      if (worker != null) {
        session.workFor(caller.origin());
        return new Lease(session, worker);
      }
      end.awaitEnd(session);
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
        new LiveSession(start.fresh(key, deployment, caller), deployment, clock, config);
    LiveSession other = live.admit(session);
    if (other != null) {
      return other;
    }
    try {
      // Asked again: whoever drains sees this session, or this thread sees the draining.
      if (draining) {
        throw stopping();
      }
      start.start(session);
      return session;
    } catch (RuntimeException | InterruptedException e) {
      // Others wait for this thread's session: whatever happened must reach them.
      live.remove(session);
      session.startFailed(
          e instanceof Fault fault
              ? fault
              : new Fault.Internal("the session did not start; the platform's log says why", e));
      throw e;
    }
  }

  /** Ends a live session and waits until it is over; false when there is none of that id. */
  boolean stop(AgentRuntimeId runtime, SessionId id, EndReason reason) throws InterruptedException {
    return end.stop(runtime, id, reason);
  }

  /**
   * Ends every live session of an agent, or of all agents when {@code runtime} is null; how many
   * there were.
   */
  int stopAll(@Nullable AgentRuntimeId runtime, EndReason reason) {
    return end.stopAll(runtime, reason);
  }

  void stop(LiveSession session, EndReason reason) throws InterruptedException {
    end.stop(session, reason);
  }

  /** Ends a session whose time is over, unless an invocation came first. */
  void stopIfDue(LiveSession session) throws InterruptedException {
    end.stopIfDue(session);
  }

  /** The sessions that this process holds. */
  Collection<LiveSession> all() {
    return live.all();
  }

  /** Differs after one of them began, was used, changed its state or ended. */
  String mark() {
    long sum = 0;
    int count = 0;
    for (LiveSession session : live.all()) {
      SessionRecord now = session.now();
      sum += Objects.hash(now.id(), now.state(), now.requests());
      count++;
    }
    return count + " " + sum;
  }

  Optional<LiveSession> find(AgentRuntimeId runtime, SessionId id) {
    return Optional.ofNullable(live.find(new LiveSession.Key(runtime, id)));
  }

  /** False once invocations are refused because the platform is stopping. */
  boolean accepting() {
    return !draining;
  }

  /**
   * Ends all workers and leaves their sessions to be found again: invocations under way have {@code
   * patience} to end, then they are cut. From now on there are no new sessions.
   */
  void suspendAll(Duration patience) {
    draining = true;
    end.suspendAll(patience);
  }

  private static Fault stopping() {
    return new Fault.Unavailable("the platform is stopping; try again shortly");
  }
}
