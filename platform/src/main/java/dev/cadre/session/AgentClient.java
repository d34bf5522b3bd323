package dev.cadre.session;

import dev.cadre.time.Timer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP/1.1 to agents, bytes passed through as they are: nothing is decoded, followed or sent
 * twice. A connection blocks the virtual thread of the invocation it carries, so that no other
 * thread stands between an agent and its caller. Thread-safe.
 *
 * <p>As many connections are open as invocations run, which have their own limits.
 */
final class AgentClient implements AutoCloseable {
  /**
   * Below the 5 s after which Node and uvicorn close a quiet connection, so that none is used while
   * it closes.
   */
  private static final Duration KEPT_ALIVE = Duration.ofSeconds(4);

  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final int WHOLE = 64 * 1024;

  private final Timer timer;
  private final IdleConnections idle;
  private final Set<AgentConnection> open = ConcurrentHashMap.newKeySet();
  private final Timer.Cancellable sweep;

  AgentClient(InstantSource clock, Timer timer) {
    this.timer = timer;
    this.idle = new IdleConnections(clock, KEPT_ALIVE);
    this.sweep = timer.every(SWEEP, idle::sweep);
  }

  /**
   * @param length of the body in bytes, or -1 when it is not known
   */
  record Outgoing(
      String method,
      String path,
      List<Map.Entry<String, String>> headers,
      InputStream body,
      long length) {

    /** Whether the body is sent with the head, in one piece. */
    private boolean brief() {
      return length >= 0 && length <= WHOLE;
    }
  }

  /** The request's body could not be read to its end; the agent has no part in it. */
  static final class BodyBroken extends IOException {
    private static final long serialVersionUID = 1L;

    private final IOException why;

    BodyBroken(IOException why) {
      super(why);
      this.why = why;
    }

    IOException why() {
      return why;
    }
  }

  /**
   * Sends a request and waits for the answer's head.
   *
   * @param limit for the whole answer
   * @throws BodyBroken when the request's body fails; what else it throws is thrown as it is
   * @throws IOException when the agent cannot be reached or hangs up before it answers
   * @throws TimeoutException when no head came within {@code limit}
   */
  AgentAnswer send(Target target, Outgoing outgoing, Duration limit)
      throws IOException, TimeoutException {
    byte[] start = start(target, outgoing);
    AgentConnection connection = connection(target);
    BodySender sender =
        outgoing.brief() ? null : new BodySender(connection, outgoing.body(), outgoing.length());
    AgentAnswer answer =
        new AgentAnswer(connection, sender, timer, limit, done -> idle.put(target.name(), done));
    try {
      connection.write(start, 0, start.length);
      if (sender != null) {
        sender.start();
      }
      answer.readHead();
      return answer;
    } catch (IOException | RuntimeException e) {
      // Asked before the sender is stopped, which is a failure too.
      Exception unread = sender == null ? null : sender.failure();
      answer.close();
      throwIfFailed(unread);
      if (answer.expired()) {
        throw (TimeoutException) new TimeoutException("no answer in " + limit).initCause(e);
      }
      throw e;
    }
  }

  private static void throwIfFailed(@Nullable Exception failure) throws BodyBroken {
    switch (failure) {
      case IOException io -> throw new BodyBroken(io);
      case RuntimeException own -> throw own;
      case null, default -> {}
    }
  }

  private AgentConnection connection(Target target) throws IOException {
    AgentConnection rested = idle.take(target.name());
    if (rested != null) {
      return rested;
    }
    AgentConnection made = AgentConnection.open(target, open::remove);
    open.add(made);
    return made;
  }

  /** The head, and a brief body with it: one packet to the agent. */
  private static byte[] start(Target target, Outgoing outgoing) throws BodyBroken {
    byte[] body = outgoing.brief() ? whole(outgoing) : new byte[0];
    byte[] head = head(target, outgoing).getBytes(StandardCharsets.ISO_8859_1);
    byte[] start = new byte[head.length + body.length];
    System.arraycopy(head, 0, start, 0, head.length);
    System.arraycopy(body, 0, start, head.length, body.length);
    return start;
  }

  private static byte[] whole(Outgoing outgoing) throws BodyBroken {
    try {
      byte[] body = outgoing.body().readNBytes((int) outgoing.length());
      if (body.length < outgoing.length()) {
        throw new EOFException("the request's body is shorter than its Content-Length");
      }
      return body;
    } catch (IOException e) {
      throw new BodyBroken(e);
    }
  }

  private static String head(Target target, Outgoing outgoing) {
    StringBuilder head = new StringBuilder(1024);
    head.append(outgoing.method()).append(' ').append(outgoing.path()).append(" HTTP/1.1\r\n");
    field(head, "Host", target.origin().getAuthority());
    outgoing.headers().forEach(header -> field(head, header.getKey(), header.getValue()));
    if (outgoing.length() < 0) {
      field(head, "Transfer-Encoding", "chunked");
    } else if (outgoing.length() > 0 || !outgoing.method().equals("GET")) {
      // Not in chunks where a length is known: the simplest agents cannot read them.
      field(head, "Content-Length", Long.toString(outgoing.length()));
    }
    return head.append("\r\n").toString();
  }

  private static void field(StringBuilder head, String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\r' || c == '\n' || c == 0) {
        throw new IllegalArgumentException("a line end in the header " + name);
      }
    }
    head.append(name).append(": ").append(value).append("\r\n");
  }

  /** Requests under way are cut. */
  @Override
  public void close() {
    sweep.cancel();
    idle.close();
    open.forEach(AgentConnection::close);
  }
}
