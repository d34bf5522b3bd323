package dev.cadre.http;

import io.opentelemetry.api.trace.Tracer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/**
 * One port that speaks HTTP/1.1 and, with prior knowledge, HTTP/2. Each request has a virtual
 * thread of its own.
 */
public final class HttpServer implements AutoCloseable {
  private static final int HEADER_BYTES = 64 * 1024;
  private static final int MAX_STREAMS = 1_000;

  private final Server server;
  private final ServerConnector connector;
  private final HttpConfig config;

  /** Makes the server; its port is not bound yet. */
  public HttpServer(HttpConfig config) {
    this.config = config;
    VirtualThreadPool threads = new VirtualThreadPool(config.maxConcurrent());
    threads.setName("http");
    server = new Server(threads);
    HttpConfiguration http = configuration();
    HTTP2CServerConnectionFactory http2 = new HTTP2CServerConnectionFactory(http);
    http2.setMaxConcurrentStreams(MAX_STREAMS);
    connector = new ServerConnector(server, new HttpConnectionFactory(http), http2);
    connector.setHost(config.host());
    connector.setPort(config.port());
    connector.setIdleTimeout(config.idleTimeout().toMillis());
    connector.setAcceptQueueSize(1024);
    server.addConnector(connector);
  }

  /**
   * Binds the port; clients that connect now wait until {@link #start}. The address that clients
   * use.
   */
  public URI bind() throws IOException {
    connector.open();
    String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
    return URI.create("http://" + host + ":" + connector.getLocalPort());
  }

  /**
   * Takes requests from now on.
   *
   * @param bind is handed the routes once, to bind every feature's handlers
   */
  public void start(
      Consumer<Routes> bind, Authenticator authenticator, Tracer tracer, PrometheusRegistry metrics)
      throws IOException {
    Router router = new Router(AwsModels.load());
    bind.accept(router);
    server.setErrorHandler(new JettyRefusals());
    server.setHandler(
        new GracefulHandler(
            new Dispatch(router, authenticator, tracer, new HttpMetrics(metrics), config)));
    try {
      server.start();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the HTTP server did not start", e);
    }
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setResponseHeaderSize(HEADER_BYTES);
    // By itself Jetty takes a value of a connection's next request for the last one's, such as a
    // token in Authorization, when they differ in case alone.
    http.setHeaderCacheCaseSensitive(true);
    // An ARN travels in one path segment with its slash encoded; the router matches on the encoded
    // path.
    http.setUriCompliance(UriCompliance.UNSAFE);
    return http;
  }

  /** Takes no new requests and waits, at most {@code patience}, for those under way. */
  public void drain(Duration patience) {
    server.setStopTimeout(patience.toMillis());
    close();
  }

  /** Closing twice is the same as once. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server did not stop", e);
    } finally {
      // A port that was bound and never served.
      connector.close();
    }
  }
}
