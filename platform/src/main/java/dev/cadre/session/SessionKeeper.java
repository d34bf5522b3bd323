package dev.cadre.session;

import dev.cadre.json.Json;
import dev.cadre.time.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/**
 * What happens to sessions while nobody calls them: their agent is asked how it is, their time runs
 * out, and what changed is written down.
 *
 * <p>The {@code /ping} rule: an agent that says {@code HealthyBusy} lives, whatever else it says.
 * One that says {@code Healthy} idles out its timeout after its last invocation or its last change
 * from busy to healthy. Agents are asked two seconds after their last use, then ever more seldom,
 * at least thirty times in an idle timeout: a session may outlive its timeout by a thirtieth, never
 * fall short of it.
 */
final class SessionKeeper implements AutoCloseable {
  private static final Logger LOG = System.getLogger(SessionKeeper.class.getName());
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration FIRST_PING = Duration.ofSeconds(2);
  private static final Duration PING_LIMIT = Duration.ofSeconds(2);
  private static final int PINGS_IN_IDLE_TIMEOUT = 30;
  private static final int PING_BYTES = 4 * 1024;

  private final Sessions sessions;
  private final SessionStore store;
  private final WarmPool pool;
  private final AgentClient agents;
  private final InstantSource clock;
  private final Map<LiveSession, Ping> pings = new HashMap<>();
  private final Timer.Cancellable tick;

  private record Ping(Instant next, Duration pause) {}

  SessionKeeper(
      Sessions sessions,
      SessionStore store,
      WarmPool pool,
      AgentClient agents,
      InstantSource clock,
      Timer timer) {
    this.sessions = sessions;
    this.store = store;
    this.pool = pool;
    this.agents = agents;
    this.clock = clock;
    this.tick = timer.every(TICK, this::tick);
  }

  /** One round; the timer never runs two at the same time. */
  void tick() {
    Instant now = clock.instant();
    List<SessionStore.Touch> changes =
        sessions.all().stream().map(LiveSession::takeChange).filter(Objects::nonNull).toList();
    if (!changes.isEmpty()) {
      store.touch(changes);
    }
    pingDue(now);
    for (LiveSession session : sessions.all()) {
      if (session.due(clock.instant()) != null) {
        Thread.ofVirtual().name("session-end").start(() -> end(session));
      }
    }
    store.expire(now);
    pool.refill();
  }

  private void pingDue(Instant now) {
    List<LiveSession> due = new ArrayList<>();
    Set<LiveSession> live = new HashSet<>(sessions.all());
    pings.keySet().retainAll(live);
    for (LiveSession session : live) {
      SessionRecord record = session.now();
      boolean asks = record.state() == SessionState.IDLE || record.state() == SessionState.BUSY;
      if (!asks || session.working()) {
        pings.remove(session);
        continue;
      }
      Ping ping = pings.computeIfAbsent(session, _ -> new Ping(now.plus(FIRST_PING), FIRST_PING));
      if (!now.isBefore(ping.next())) {
        due.add(session);
        Duration longest = record.idleTimeout().dividedBy(PINGS_IN_IDLE_TIMEOUT);
        Duration pause = min(ping.pause().multipliedBy(2), max(longest, FIRST_PING));
        pings.put(session, new Ping(now.plus(pause), pause));
      }
    }
    Together.run(due, this::ping);
  }

  private void ping(LiveSession session) {
    Workers.Worker worker = session.worker();
    Target target = worker == null ? null : worker.target();
    if (target == null) {
      return;
    }
    var outgoing =
        new AgentClient.Outgoing("GET", "/ping", List.of(), InputStream.nullInputStream(), 0);
    try (AgentAnswer answer = agents.send(target, outgoing, PING_LIMIT)) {
      session.pinged(answer.status() == 200 && busy(answer.body().readNBytes(PING_BYTES)));
    } catch (IOException | TimeoutException e) {
      // A worker that does not answer is not busy; whether it lives is for its process to say.
      session.pinged(false);
    }
  }

  private static boolean busy(byte[] body) {
    try {
      JsonNode status = Json.parse(body).path("status");
      return status.isString() && status.asString().equals("HealthyBusy");
    } catch (dev.cadre.fault.Fault.Invalid notJson) {
      return false;
    }
  }

  private void end(LiveSession session) {
    try {
      sessions.stopIfDue(session);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "session " + session.key().session() + " did not end", e);
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  @Override
  public void close() {
    tick.cancel();
  }
}
