package dev.cadre.model;

import dev.cadre.time.BreakerState;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Collection;
import java.util.Locale;
import java.util.function.IntSupplier;

/**
 * What an operator sees of models, under the names of OpenTelemetry's conventions as Prometheus
 * writes them.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/">GenAI
 *     metrics</a>
 */
final class ModelMetrics {
  private final PrometheusRegistry registry;
  private final Histogram tokens;
  private final Histogram duration;
  private final Counter cost;

  ModelMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    tokens =
        Histogram.builder()
            .name("gen_ai_client_token_usage")
            .help("Tokens read and written by a call of a model.")
            .labelNames("gen_ai_provider_name", "gen_ai_request_model", "gen_ai_token_type")
            .classicOnly()
            .classicUpperBounds(
                1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304)
            .register(registry);
    duration =
        Histogram.builder()
            .name("gen_ai_client_operation_duration_seconds")
            .help("Seconds from a call of a model to the end of its reply.")
            .labelNames("gen_ai_provider_name", "gen_ai_request_model", "error_type")
            .classicOnly()
            .classicUpperBounds(
                .01, .02, .04, .08, .16, .32, .64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)
            .register(registry);
    cost =
        Counter.builder()
            .name("cadre_model_cost_dollars_total")
            .help("What models have cost, by the price book.")
            .labelNames("provider", "model")
            .register(registry);
  }

  /** Binds the figures that are read when asked for. */
  void watch(Collection<Lane> lanes, IntSupplier unwritten) {
    GaugeWithCallback.builder()
        .name("cadre_model_provider_open")
        .help("1 while a provider is left alone after failures.")
        .labelNames("provider")
        .callback(
            gauge ->
                lanes.forEach(
                    lane ->
                        gauge.call(
                            lane.breaker().state() == BreakerState.CLOSED ? 0 : 1, lane.name())))
        .register(registry);
    GaugeWithCallback.builder()
        .name("cadre_model_calls_under_way")
        .help("Calls of models this moment.")
        .labelNames("provider")
        .callback(
            gauge -> lanes.forEach(lane -> gauge.call(lane.allowance().underWay(), lane.name())))
        .register(registry);
    GaugeWithCallback.builder()
        .name("cadre_model_charges_waiting")
        .help("Charges that wait to be written.")
        .callback(gauge -> gauge.call(unwritten.getAsInt()))
        .register(registry);
  }

  void called(Target target, UsageRow row) {
    String provider = target.provider().kind().conventionalName();
    String error = row.outcome() == Outcome.OK ? "" : row.outcome().name().toLowerCase(Locale.ROOT);
    duration.labelValues(provider, target.id(), error).observe(row.latency().toNanos() / 1e9);
    if (row.usage().total() > 0) {
      tokens.labelValues(provider, target.id(), "input").observe((double) row.usage().input());
      tokens.labelValues(provider, target.id(), "output").observe((double) row.usage().output());
      cost.labelValues(target.provider().name(), target.id()).inc(row.cost().doubleValue());
    }
  }
}
