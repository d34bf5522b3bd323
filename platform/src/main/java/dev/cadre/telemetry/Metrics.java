package dev.cadre.telemetry;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The platform's figures. A feature registers its own counters, gauges and histograms with {@link
 * #registry} when it is made, once each. Thread-safe.
 */
public final class Metrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormatWriter text = PrometheusTextFormatWriter.create();
  private final ExpositionFormatWriter openMetrics =
      OpenMetricsTextFormatWriter.builder().setExemplarsOnAllMetricTypesEnabled(false).build();

  public Metrics() {
    ProcessMetrics.register(registry);
  }

  public PrometheusRegistry registry() {
    return registry;
  }

  /** The content type of what {@link #write} writes for the same {@code accept}. */
  public String contentType(String accept) {
    return writer(accept).getContentType();
  }

  /**
   * Writes every figure in Prometheus's text format, or as OpenMetrics when {@code accept}, the
   * header of that name or an empty text, asks for it.
   */
  public void write(String accept, OutputStream to) throws IOException {
    writer(accept).write(to, registry.scrape());
  }

  private ExpositionFormatWriter writer(String accept) {
    return openMetrics.accepts(accept) ? openMetrics : text;
  }
}
