package dev.cadre.session;

import dev.cadre.fault.Fault;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.SessionId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Ends sessions, each once: its worker, its record, its folder, in this order. Thread-safe. */
final class SessionEnd {
  private static final Duration END_IS_SEEN = Duration.ofSeconds(5);

  private final LiveSessions live;
  private final SessionStore store;
  private final Workers workers;
  private final SessionMetrics metrics;
  private final InstantSource clock;
  private final SessionConfig config;

  SessionEnd(
      LiveSessions live,
      SessionStore store,
      Workers workers,
      SessionMetrics metrics,
      InstantSource clock,
      SessionConfig config) {
    this.live = live;
    this.store = store;
    this.workers = workers;
    this.metrics = metrics;
    this.clock = clock;
    this.config = config;
  }

  /** The session's worker is gone. */
  void ended(LiveSession session, Workers.Ending how) {
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
      live.remove(session);
      session.recorded();
      workers.discard(last.workerId());
    }
  }

  /** Ends a live session and waits until it is over; false when there is none of that id. */
  boolean stop(AgentRuntimeId runtime, SessionId id, EndReason reason) throws InterruptedException {
    LiveSession session = live.find(new LiveSession.Key(runtime, id));
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
    List<LiveSession> theirs = live.of(runtime);
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

  /**
   * Waits until a session that is being ended is over: its worker may have to start before it can
   * be ended.
   */
  void awaitEnd(LiveSession session) throws InterruptedException {
    if (!session.awaitEnd(config.initLimit().plus(config.stopGrace()).plus(END_IS_SEEN))) {
      throw new Fault.Unavailable(
          "session " + session.key().session() + " is still being stopped; try again shortly");
    }
  }

  /**
   * Ends all workers and leaves their sessions to be found again: invocations under way have {@code
   * patience} to end, then they are cut.
   */
  void suspendAll(Duration patience) {
    Together.run(
        live.all(),
        session -> {
          try {
            suspend(session, patience);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    store.touch(live.all().stream().map(LiveSession::takeChange).filter(Objects::nonNull).toList());
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
}
