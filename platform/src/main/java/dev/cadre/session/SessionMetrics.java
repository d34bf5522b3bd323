package dev.cadre.session;

import dev.cadre.agent.Deployment;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What an operator sees of agents and their sessions. The agent_core names are those dashboards
 * already read.
 */
final class SessionMetrics {
  private final PrometheusRegistry registry;
  private final Counter requests;
  private final Histogram duration;
  private final Counter started;
  private final Counter ended;
  private final Histogram start;

  SessionMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    requests =
        Counter.builder()
            .name("agent_core_requests_total")
            .help("Invocations by agent and outcome.")
            .labelNames("agent", "outcome")
            .register(registry);
    duration =
        Histogram.builder()
            .name("agent_core_request_duration")
            .help("Seconds from an invocation to the end of its answer.")
            .labelNames("agent", "outcome")
            .classicOnly()
            .classicUpperBounds(
                .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 900)
            .register(registry);
    started =
        Counter.builder()
            .name("cadre_sessions_started_total")
            .help("Sessions that got a worker, from the warm pool or cold.")
            .labelNames("agent", "start")
            .register(registry);
    ended =
        Counter.builder()
            .name("cadre_sessions_ended_total")
            .help("Sessions that ended, by reason.")
            .labelNames("agent", "reason")
            .register(registry);
    start =
        Histogram.builder()
            .name("cadre_session_start_seconds")
            .help("Time from a session's first invocation to a worker that takes it.")
            .labelNames("agent", "start")
            .classicOnly()
            .classicUpperBounds(.002, .005, .01, .02, .05, .1, .2, .3, .5, 1, 2, 5, 10, 30)
            .register(registry);
  }

  /** Binds the figures that are read when asked for. */
  void watch(Supplier<Collection<LiveSession>> sessions, IntSupplier warm) {
    GaugeWithCallback.builder()
        .name("agent_core_active_workflows")
        .help("Sessions at work this moment, by agent.")
        .labelNames("agent")
        .callback(
            gauge ->
                // An agent with sessions and none at work is a zero: an absent figure looks like a fault.
                sessions.get().stream()
                    .collect(
                        Collectors.groupingBy(
                            session -> session.deployment().name(),
                            Collectors.summingInt(
                                session -> session.now().state() == SessionState.BUSY ? 1 : 0)))
                    .forEach((agent, count) -> gauge.call(count, agent)))
        .register(registry);
    GaugeWithCallback.builder()
        .name("cadre_sessions")
        .help("Live sessions by state.")
        .labelNames("state")
        .callback(
            gauge -> {
              var byState =
                  sessions.get().stream()
                      .collect(
                          Collectors.groupingBy(
                              session -> session.now().state(), Collectors.counting()));
              Arrays.stream(SessionState.values())
                  .filter(state -> state != SessionState.ENDED)
                  .forEach(state -> gauge.call(byState.getOrDefault(state, 0L), state.name()));
            })
        .register(registry);
    GaugeWithCallback.builder()
        .name("cadre_workers_warm")
        .help("Started workers that wait for a session.")
        .callback(gauge -> gauge.call(warm.getAsInt()))
        .register(registry);
  }

  void started(Deployment deployment, boolean warm, long nanos) {
    String kind = warm ? "warm" : "cold";
    started.labelValues(deployment.name(), kind).inc();
    start.labelValues(deployment.name(), kind).observe(nanos / 1e9);
  }

  void ended(Deployment deployment, EndReason reason) {
    ended.labelValues(deployment.name(), reason.name()).inc();
  }

  /**
   * @param outcome {@code ok}, or the name of the fault
   */
  void invoked(Deployment deployment, String outcome, long nanos) {
    requests.labelValues(deployment.name(), outcome).inc();
    duration.labelValues(deployment.name(), outcome).observe(nanos / 1e9);
  }
}
