package dev.cadre.session;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamRequestContent;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP/1.1 to agents, bytes passed through as they are. Thread-safe. */
final class AgentClient implements AutoCloseable {
  /**
   * Below the 5 s after which Node and uvicorn close a quiet connection, so that none is used while
   * it closes.
   */
  private static final Duration KEPT_ALIVE = Duration.ofSeconds(4);

  private static final int CONNECTIONS_PER_WORKER = 256;
  private static final int WHOLE = 64 * 1024;

  private final HttpClient http;

  AgentClient() {
    ClientConnector connector = new ClientConnector();
    VirtualThreadPool threads = new VirtualThreadPool();
    threads.setName("agents");
    connector.setExecutor(threads);
    connector.setSelectors(1);
    connector.setConnectTimeout(Duration.ofSeconds(10));
    connector.setIdleTimeout(KEPT_ALIVE);
    http = new HttpClient(new HttpClientTransportOverHTTP(connector));
    http.setExecutor(threads);
    http.setIdleTimeout(KEPT_ALIVE.toMillis());
    http.setDestinationIdleTimeout(Duration.ofMinutes(1).toMillis());
    http.setMaxConnectionsPerDestination(CONNECTIONS_PER_WORKER);
    http.setFollowRedirects(false);
    http.setUserAgentField(null);
    http.setDefaultRequestContentType(null);
    http.setHttpCookieStore(new HttpCookieStore.Empty());
    try {
      http.start();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP client for agents did not start", e);
    }
    // The agent's bytes are the caller's: nothing is decoded, followed or retried on the way.
    http.getContentDecoderFactories().clear();
    http.getProtocolHandlers().clear();
  }

  /**
   * @param length of the body in bytes, or -1 when it is not known
   */
  record Outgoing(
      String method,
      String path,
      List<Map.Entry<String, String>> headers,
      InputStream body,
      long length) {}

  /** An agent hung up, or was cut off, before its answer was whole. */
  static final class BrokenOff extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenOff(IOException cause) {
      super(cause);
    }
  }

  /** An answer's body; that the agent breaks off is told from all else that may fail. */
  private static final class Incoming extends FilterInputStream {
    Incoming(InputStream body) {
      super(body);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException e) {
        throw new BrokenOff(e);
      }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return super.read(buffer, offset, length);
      } catch (IOException e) {
        throw new BrokenOff(e);
      }
    }
  }

  /** An agent's answer whose body arrives as it is read. Closing it early cancels the request. */
  record Answer(int status, HttpFields headers, InputStream body) implements AutoCloseable {
    /** The header's value, or null. */
    @Nullable String header(String name) {
      return headers.get(name);
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /**
   * Sends a request and waits for the answer's head.
   *
   * @param limit for the answer's head
   * @param silence the longest that nothing may move
   * @throws IOException when the agent cannot be reached or hangs up before it answers
   * @throws TimeoutException when no head came within {@code limit}
   */
  Answer send(Target target, Outgoing outgoing, Duration limit, Duration silence)
      throws IOException, InterruptedException, TimeoutException {
    Request request =
        http.newRequest(target.origin())
            .transport(target.transport())
            .method(outgoing.method())
            .path(outgoing.path())
            .idleTimeout(silence.toMillis(), TimeUnit.MILLISECONDS)
            .headers(
                fields -> outgoing.headers().forEach(h -> fields.add(h.getKey(), h.getValue())));
    content(request, outgoing);
    InputStreamResponseListener listener = new InputStreamResponseListener();
    request.send(listener);
    try {
      Response response = listener.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(
          response.getStatus(), response.getHeaders(), new Incoming(listener.getInputStream()));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof TimeoutException timeout) {
        throw timeout;
      }
      throw new IOException(cause.getMessage(), cause);
    } catch (InterruptedException | TimeoutException e) {
      var _ = request.abort(e);
      throw e;
    }
  }

  private static void content(Request request, Outgoing outgoing) throws IOException {
    if (outgoing.length() == 0) {
      return;
    }
    if (outgoing.length() > 0 && outgoing.length() <= WHOLE) {
      request.body(new BytesRequestContent((String) null, outgoing.body().readAllBytes()));
      return;
    }
    // Without a length the request would be chunked, which the simplest agents cannot read.
    if (outgoing.length() > 0) {
      request.headers(fields -> fields.put("Content-Length", Long.toString(outgoing.length())));
    }
    request.body(new InputStreamRequestContent((String) null, outgoing.body(), null));
  }

  /** Requests under way are cut. */
  @Override
  public void close() {
    try {
      http.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP client for agents did not stop", e);
    }
  }
}
