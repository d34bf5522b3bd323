package dev.cadre.session;

import dev.cadre.agent.AgentConfig;
import dev.cadre.agent.Deployments;
import dev.cadre.id.SessionId;
import dev.cadre.store.Database;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;

/** Sessions on a test's database, with workers that a test holds in its hand. */
final class SessionsBench {
  final ManualClock clock;
  final FakeWorkers workers = new FakeWorkers();
  final Database database;
  final SessionStore store;
  final WarmPool pool;
  final Sessions sessions;

  SessionsBench(Database database, SessionConfig config) {
    this(database, config, new ManualClock());
  }

  private SessionsBench(Database database, SessionConfig config, ManualClock clock) {
    this.database = database;
    this.clock = clock;
    store = new SessionStore(database);
    pool = new WarmPool(workers, clock, config.warmLimit(), config.stopGrace());
    sessions =
        new Sessions(
            store,
            new Deployments(database, AgentConfig.of(Path.of("/"), "", Path.of("/"))),
            workers,
            pool,
            new SessionMetrics(new PrometheusRegistry()),
            clock,
            config);
  }

  /** Another on the same database and clock, as a platform started anew. */
  SessionsBench with(SessionConfig config) {
    return new SessionsBench(database, config, clock);
  }

  SessionsBench withWarmPool(int limit) {
    SessionConfig base = Samples.config();
    return with(
        new SessionConfig(
            base.maxSessions(),
            base.maxSessionsPerAgent(),
            base.newSessionsPerSecond(),
            base.maxConcurrentPerSession(),
            base.maxWaitingPerSession(),
            base.maxWait(),
            base.initLimit(),
            base.plainLimit(),
            base.streamLimit(),
            base.heartbeat(),
            base.stopGrace(),
            base.drain(),
            limit));
  }

  Lease enter(SessionId id) throws InterruptedException {
    return sessions.enter(Samples.deployment(), id, Samples.CALLER);
  }

  SessionRecord record(SessionId id) {
    return store.newest(Samples.AGENT, id).orElseThrow();
  }
}
