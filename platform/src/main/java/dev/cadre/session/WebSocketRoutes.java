package dev.cadre.session;

import dev.cadre.agent.Deployment;
import dev.cadre.fault.Fault;
import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import dev.cadre.id.SessionId;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * {@code /runtimes/{arn}/ws}: the caller's handshake is passed to the agent's {@code /ws} and its
 * answer back; from then on bytes are carried both ways, so that every frame, fragment and
 * extension is between those two.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-4">RFC 6455, opening handshake</a>
 */
final class WebSocketRoutes {
  private static final int MAX_HEAD = 16 * 1024;
  private static final List<String> HANDSHAKE =
      List.of(
          "sec-websocket-key",
          "sec-websocket-version",
          "sec-websocket-protocol",
          "sec-websocket-extensions");

  private final RuntimeRoutes runtime;
  private final Sessions sessions;
  private final AgentTokens tokens;

  WebSocketRoutes(RuntimeRoutes runtime, Sessions sessions, AgentTokens tokens) {
    this.runtime = runtime;
    this.sessions = sessions;
    this.tokens = tokens;
  }

  void bind(Routes routes) {
    routes.add("GET", "/runtimes/{agentRuntimeArn}/ws", this::open);
  }

  private void open(Exchange exchange) throws IOException, InterruptedException {
    if (!exchange.header("upgrade").orElse("").equalsIgnoreCase("websocket")) {
      throw new Fault.Invalid("this address takes WebSockets; send Upgrade: websocket");
    }
    Deployment deployment = runtime.deployment(exchange);
    SessionId session = session(exchange);
    String traceId = Span.fromContext(exchange.trace()).getSpanContext().getTraceId();
    String user =
        exchange.header(AgentHeaders.USER).or(() -> exchange.query(AgentHeaders.USER)).orElse(null);
    Lease lease =
        sessions.enter(
            deployment,
            session,
            new Sessions.Caller(
                exchange.principal().name(), user, traceId, exchange.principal().origin()));
    boolean tunnelled = false;
    try {
      String token = tokens.of(deployment.id(), user, exchange.principal());
      tunnelled = tunnel(exchange, request(exchange, deployment, session, token), session, lease);
    } finally {
      if (!tunnelled) {
        lease.close();
      }
    }
  }

  /** A presigned URL carries the session id in its query. */
  private SessionId session(Exchange exchange) {
    return exchange
        .query(AgentHeaders.SESSION)
        .map(SessionId::new)
        .orElseGet(() -> runtime.session(exchange));
  }

  private static boolean tunnel(Exchange exchange, byte[] request, SessionId session, Lease lease)
      throws IOException, InterruptedException {
    SocketChannel channel = null;
    boolean handedOver = false;
    try {
      channel = address(lease.worker()).connect();
      channel.write(ByteBuffer.wrap(request));
      Head head = readHead(channel);
      if (head.status() != 101) {
        throw new Fault.AgentFailed(
            "the agent refused the WebSocket with status "
                + head.status()
                + "; does it serve /ws? Its log may say more");
      }
      exchange.responseHeader(AgentHeaders.SESSION, session.value());
      exchange.tunnel(head.headers(), channel, lease::close);
      handedOver = true;
      return true;
    } catch (IOException e) {
      throw Failures.broken(lease.session(), lease.worker(), e);
    } finally {
      if (!handedOver && channel != null) {
        channel.close();
      }
    }
  }

  private static Target address(Workers.Worker worker) {
    Target target = worker.target();
    if (target == null) {
      throw new Fault.Invalid(
          "a declared agent serves no WebSocket; invoke it and ask for text/event-stream");
    }
    return target;
  }

  private static byte[] request(
      Exchange exchange, Deployment deployment, SessionId session, String token) {
    Set<String> allowed = new HashSet<>();
    deployment.headerAllowList().forEach(name -> allowed.add(name.toLowerCase(Locale.ROOT)));
    StringBuilder head =
        new StringBuilder(
            "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n");
    for (String name : HANDSHAKE) {
      exchange.header(name).ifPresent(value -> line(head, name, value));
    }
    AgentHeaders.toAgent(
            exchange.head().headers(),
            session,
            UUID.randomUUID().toString(),
            allowed,
            token,
            exchange.trace())
        .forEach(header -> line(head, header.getKey(), header.getValue()));
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void line(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  /** An agent's answer to the handshake. */
  private record Head(int status, List<Map.Entry<String, String>> headers) {}

  /** Reads up to the empty line and not a byte further: what follows belongs to the tunnel. */
  private static Head readHead(SocketChannel channel) throws IOException {
    StringBuilder text = new StringBuilder();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (text.indexOf("\r\n\r\n") < 0) {
      if (channel.read(one.clear()) < 0) {
        throw new IOException("the agent hung up during the WebSocket handshake");
      }
      text.append((char) (one.flip().get() & 0xff));
      if (text.length() > MAX_HEAD) {
        throw new IOException(
            "the agent's answer to the WebSocket handshake is longer than " + MAX_HEAD + " bytes");
      }
    }
    List<String> lines = text.toString().lines().toList();
    String[] status = lines.getFirst().split(" ", 3);
    if (status.length < 2 || !status[1].matches("[0-9]{3}")) {
      throw new IOException("the agent's answer to the WebSocket handshake is no HTTP");
    }
    List<Map.Entry<String, String>> headers =
        lines.stream()
            .skip(1)
            .filter(line -> line.indexOf(':') > 0)
            .map(
                line ->
                    Map.entry(
                        line.substring(0, line.indexOf(':')),
                        line.substring(line.indexOf(':') + 1).strip()))
            .toList();
    return new Head(Integer.parseInt(status[1]), headers);
  }
}
