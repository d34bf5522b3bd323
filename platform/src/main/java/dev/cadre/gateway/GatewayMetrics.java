package dev.cadre.gateway;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Locale;

/** What an operator sees of gateways and their targets. */
final class GatewayMetrics {
  private final Counter calls;
  private final Histogram seconds;
  private final Counter listings;
  private final Histogram searches;

  /** How a call ended, as the gateway sees it. */
  enum Outcome {
    ANSWERED,
    /** The tool itself said that it failed. */
    TOOL_FAILED,
    /** The target did not know the tool or its arguments, or asks its client back. */
    PASSED_ON,
    UNREACHABLE,
    TOO_SLOW,
    /** What came was no result, or not the one the tool's schema promises. */
    GARBAGE,
    BUSY,
    CANCELLED
  }

  GatewayMetrics(PrometheusRegistry registry) {
    calls =
        Counter.builder()
            .name("cadre_gateway_calls_total")
            .help("Calls of targets' tools, by how they ended.")
            .labelNames("gateway", "target", "outcome")
            .register(registry);
    seconds =
        Histogram.builder()
            .name("cadre_gateway_call_seconds")
            .help("How long calls of targets' tools took.")
            .labelNames("gateway", "target")
            .classicUpperBounds(.001, .003, .01, .03, .1, .3, 1, 3, 10, 30, 60)
            .classicOnly()
            .register(registry);
    listings =
        Counter.builder()
            .name("cadre_gateway_synchronizations_total")
            .help("Times that targets were asked what they offer, by whether they answered.")
            .labelNames("gateway", "target", "outcome")
            .register(registry);
    searches =
        Histogram.builder()
            .name("cadre_gateway_search_seconds")
            .help("How long searches for tools took.")
            .classicUpperBounds(.001, .003, .01, .03, .1, .3, 1)
            .classicOnly()
            .register(registry);
  }

  void called(GatewayId gateway, String target, Outcome outcome, Duration took) {
    calls.labelValues(gateway.value(), target, outcome.name().toLowerCase(Locale.ROOT)).inc();
    seconds.labelValues(gateway.value(), target).observe(took.toNanos() / 1e9);
  }

  void synchronizedTarget(GatewayId gateway, String target, boolean answered) {
    listings.labelValues(gateway.value(), target, answered ? "answered" : "failed").inc();
  }

  void searched(Duration took) {
    searches.observe(took.toNanos() / 1e9);
  }

  /** Forgets the figures of a target that is gone. */
  void gone(GatewayId gateway, String target) {
    for (Outcome outcome : Outcome.values()) {
      calls.remove(gateway.value(), target, outcome.name().toLowerCase(Locale.ROOT));
    }
    seconds.remove(gateway.value(), target);
    listings.remove(gateway.value(), target, "answered");
    listings.remove(gateway.value(), target, "failed");
  }
}
