package dev.cadre.http;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

/** A server on a free port with the routes of a test. */
final class RunningServer implements AutoCloseable {
  static final long MAX_BODY = 3 * 1024 * 1024;

  final HttpServer server =
      new HttpServer(new HttpConfig("127.0.0.1", 0, MAX_BODY, 1_000, Duration.ofSeconds(30)));
  final URI url;

  RunningServer(Consumer<Routes> bind) throws IOException {
    this(bind, (_, _) -> Authenticator.Grant.of(Principal.ANONYMOUS));
  }

  RunningServer(Consumer<Routes> bind, Authenticator authenticator) throws IOException {
    this(bind, authenticator, OpenTelemetry.noop().getTracer("test"));
  }

  RunningServer(Consumer<Routes> bind, Authenticator authenticator, Tracer tracer)
      throws IOException {
    url = server.bind();
    server.start(bind, authenticator, tracer, new PrometheusRegistry());
  }

  Wire connect() throws IOException {
    return new Wire(url);
  }

  @Override
  public void close() {
    server.close();
  }
}
