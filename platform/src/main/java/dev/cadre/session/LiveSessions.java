package dev.cadre.session;

import dev.cadre.fault.Fault;
import dev.cadre.id.AgentRuntimeId;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that this process holds, one for each key, and the limits on how many there may be.
 * Thread-safe.
 */
final class LiveSessions {
  private final ConcurrentMap<LiveSession.Key, LiveSession> live = new ConcurrentHashMap<>();
  private final NewSessionRate rate;
  private final SessionConfig config;

  LiveSessions(InstantSource clock, SessionConfig config) {
    this.rate = new NewSessionRate(clock, config.newSessionsPerSecond());
    this.config = config;
  }

  @Nullable LiveSession find(LiveSession.Key key) {
    return live.get(key);
  }

  /**
   * Takes the session in within the limits; the one that has its key already, or null.
   *
   * @throws Fault.QuotaExceeded when there are as many as allowed
   * @throws Fault.Throttled when they come too fast
   */
  synchronized @Nullable LiveSession admit(LiveSession session) {
    LiveSession other = live.get(session.key());
    if (other == null) {
      checkLimits(session.key());
      live.put(session.key(), session);
    }
    return other;
  }

  void remove(LiveSession session) {
    live.remove(session.key(), session);
  }

  Collection<LiveSession> all() {
    return List.copyOf(live.values());
  }

  /** Those of an agent, or all when {@code runtime} is null. */
  List<LiveSession> of(@Nullable AgentRuntimeId runtime) {
    return live.values().stream()
        .filter(session -> runtime == null || session.key().runtime().equals(runtime))
        .toList();
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
