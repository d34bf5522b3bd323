package dev.cadre.mcp;

import dev.cadre.fault.Fault;
import dev.cadre.http.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.node.ObjectNode;

/** The sessions of one endpoint. They are of this process: a client begins anew after a restart. */
final class LegacySessions {
  private static final int MAX = 10_000;
  private static final Duration IDLE = Duration.ofHours(1);
  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final ConcurrentMap<String, LegacySession> live = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final AtomicReference<Instant> lastSweep;

  LegacySessions(InstantSource clock) {
    this.clock = clock;
    this.lastSweep = new AtomicReference<>(clock.instant());
  }

  LegacySession begin(Principal owner, McpVersion version, ObjectNode clientCapabilities) {
    Instant now = clock.instant();
    Instant swept = lastSweep.get();
    // What a session subscribed to costs its server something: it must not outlive its client long.
    if (live.size() >= MAX
        || (swept.plus(SWEEP).isBefore(now) && lastSweep.compareAndSet(swept, now))) {
      endIdle(now);
    }
    if (live.size() >= MAX) {
      throw new Fault.Throttled(
          "there are " + MAX + " MCP sessions; end some with DELETE", Duration.ofSeconds(30));
    }
    LegacySession session =
        new LegacySession(UUID.randomUUID().toString(), owner, version, clientCapabilities, now);
    live.put(session.id(), session);
    return session;
  }

  private void endIdle(Instant now) {
    live.values().stream()
        .filter(session -> session.lastUse().plus(IDLE).isBefore(now))
        .forEach(this::end);
  }

  /** The session, if it lives and {@code caller} began it. */
  Optional<LegacySession> find(String id, Principal caller) {
    LegacySession session = live.get(id);
    if (session == null || !session.belongsTo(caller)) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (session.lastUse().plus(IDLE).isBefore(now)) {
      end(session);
      return Optional.empty();
    }
    session.used(now);
    return Optional.of(session);
  }

  /** A session whose stream is open is not idle. */
  void used(LegacySession session) {
    session.used(clock.instant());
  }

  void end(LegacySession session) {
    live.remove(session.id());
    session.end();
  }
}
