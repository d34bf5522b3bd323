package dev.cadre.http;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** An exchange on Jetty, used by the one virtual thread that handles it. */
final class JettyExchange implements Exchange {
  private final Request request;
  private final Response response;
  private final RequestHead head;
  private final Map<String, String> variables;
  private final Fields query;
  private final Principal principal;
  private final Context trace;
  private final InputStream body;
  private boolean responded;
  private @Nullable Streamed streamed;

  JettyExchange(
      Request request,
      Response response,
      RequestHead head,
      Map<String, String> variables,
      Principal principal,
      Context trace,
      InputStream body) {
    this.request = request;
    this.response = response;
    this.head = head;
    this.variables = variables;
    this.query = Request.extractQueryParameters(request);
    this.principal = principal;
    this.trace = trace;
    this.body = body;
  }

  @Override
  public RequestHead head() {
    return head;
  }

  @Override
  public Principal principal() {
    return principal;
  }

  @Override
  public Context trace() {
    return trace;
  }

  @Override
  public String pathVariable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no variable {" + name + "}");
    }
    return value;
  }

  @Override
  public Optional<String> query(String name) {
    return Optional.ofNullable(query.getValue(name));
  }

  @Override
  public List<String> queryAll(String name) {
    List<String> values = query.getValues(name);
    return values == null ? List.of() : List.copyOf(values);
  }

  @Override
  public Optional<String> header(String name) {
    return head.header(name);
  }

  @Override
  public InputStream body() {
    return body;
  }

  @Override
  public byte[] body(int limit) throws IOException {
    byte[] bytes = body.readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw new Fault.Invalid("the body is longer than " + limit + " bytes");
    }
    return bytes;
  }

  @Override
  public Exchange responseHeader(String name, String value) {
    response.getHeaders().put(name, value);
    return this;
  }

  @Override
  public boolean responded() {
    return responded;
  }

  /** Bytes that the response said it has and does not. */
  long missing() {
    return streamed == null ? 0 : Math.max(0, streamed.left);
  }

  @Override
  public void respond(int status, String contentType, byte[] bytes) throws IOException {
    begin(status, contentType);
    UnreadBody.announceEnd(request, response);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    write(true, ByteBuffer.wrap(bytes));
  }

  @Override
  public void json(int status, Object value) throws IOException {
    respond(status, "application/json", Json.bytes(value));
  }

  @Override
  public OutputStream stream(int status, String contentType) {
    return stream(status, contentType, -1);
  }

  @Override
  public OutputStream stream(int status, String contentType, long length) {
    begin(status, contentType);
    if (length >= 0) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
    }
    streamed = new Streamed(length);
    return streamed;
  }

  @Override
  public void tunnel(List<Map.Entry<String, String>> headers, SocketChannel peer, Runnable ended)
      throws IOException {
    if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_1) {
      throw new Fault.Invalid("a WebSocket is opened over HTTP/1.1");
    }
    EndPoint client = request.getConnectionMetaData().getConnection().getEndPoint();
    Tunnel tunnel = new Tunnel(client, request.getComponents().getExecutor(), peer, ended);
    request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, tunnel);
    responded = true;
    response.setStatus(101);
    headers.forEach(
        header -> response.getHeaders().add(new HttpField(header.getKey(), header.getValue())));
    write(true, ByteBuffer.allocate(0));
  }

  /**
   * Puts each write on the wire. Leaves the end of a response of unknown length to {@link
   * Dispatch}, which knows whether the handler failed.
   */
  private final class Streamed extends OutputStream {
    /** Bytes still to come; negative when nobody knows. */
    private long left;

    private boolean closed;

    Streamed(long length) {
      this.left = length;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (closed) {
        throw new IOException("the response was closed");
      }
      if (left >= 0) {
        left -= length;
        if (left < 0) {
          throw new IOException("the response is longer than its Content-Length");
        }
      }
      if (length > 0) {
        JettyExchange.this.write(left == 0, ByteBuffer.wrap(bytes, offset, length));
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private void begin(int status, String contentType) {
    if (responded) {
      throw new IllegalStateException("a handler responds once");
    }
    responded = true;
    response.setStatus(status);
    if (status != 204) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    }
  }

  private void write(boolean last, ByteBuffer bytes) throws IOException {
    try (Blocker.Callback blocker = Blocker.callback()) {
      response.write(last, bytes, blocker);
      blocker.block();
    }
  }
}
