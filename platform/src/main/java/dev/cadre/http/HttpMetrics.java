package dev.cadre.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * What the edge counts: requests by route, never by raw path, so that the number of series is
 * bounded.
 */
final class HttpMetrics {
  private final Histogram duration;
  private final Gauge active;
  private final Counter rejected;

  HttpMetrics(PrometheusRegistry registry) {
    duration =
        Histogram.builder()
            .name("cadre_http_request_duration_seconds")
            .help("Time from a request's head to the end of its response.")
            .labelNames("method", "route", "status")
            .classicUpperBounds(.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 60)
            .classicOnly()
            .register(registry);
    active =
        Gauge.builder()
            .name("cadre_http_requests_active")
            .help("Requests being handled.")
            .register(registry);
    rejected =
        Counter.builder()
            .name("cadre_http_unauthenticated_total")
            .help("Requests refused because the caller did not prove who it is.")
            .register(registry);
  }

  void begun() {
    active.inc();
  }

  void ended(String method, String route, int status, long nanos) {
    active.dec();
    duration.labelValues(method, route, Integer.toString(status)).observe(nanos / 1e9);
  }

  void unauthenticated() {
    rejected.inc();
  }
}
