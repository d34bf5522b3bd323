package dev.cadre.session;

import dev.cadre.time.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An agent's answer, whose body arrives as it is read. Closing it gives its connection back when
 * all of it was read, and cancels the request when it was not.
 */
final class AgentAnswer implements AutoCloseable {
  private final AgentConnection connection;
  private final @Nullable BodySender sender;
  private final Timer timer;
  private final Consumer<AgentConnection> release;
  private @Nullable AnswerHead head;
  private @Nullable AnswerBody body;

  // Guarded by this: the time may run out while another thread closes the answer.
  private Timer.Cancellable end;
  private boolean expired;
  private boolean closed;

  /**
   * @param sender of the rest of the request, or null when all of it was sent
   * @param limit for the head, and for the whole unless {@link #limit} says otherwise
   * @param release takes a connection that may be used again
   */
  AgentAnswer(
      AgentConnection connection,
      @Nullable BodySender sender,
      Timer timer,
      Duration limit,
      Consumer<AgentConnection> release) {
    this.connection = connection;
    this.sender = sender;
    this.timer = timer;
    this.release = release;
    this.end = timer.after(limit, this::expire);
  }

  void readHead() throws IOException {
    AnswerHead read = AnswerHead.read(connection.input());
    head = read;
    body = new AnswerBody(connection.input(), read.framing());
  }

  int status() {
    return head().status();
  }

  /** The first value of a header, or null. */
  @Nullable String header(String name) {
    return head().header(name);
  }

  /** In the order they came, names as sent. */
  List<Map.Entry<String, String>> headers() {
    return head().fields();
  }

  /** Of the body in bytes, or -1 when only its end will tell. */
  long length() {
    return read().length();
  }

  /** Fails with {@link AnswerBody.BrokenOff} when the agent does not send all of it. */
  InputStream body() {
    return read();
  }

  private AnswerBody read() {
    return Objects.requireNonNull(body, "no head was read");
  }

  private AnswerHead head() {
    return Objects.requireNonNull(head, "no head was read");
  }

  /** From now on it may last so long, not a part of what it was given before. */
  synchronized void limit(Duration limit) {
    if (!closed && !expired) {
      end.cancel();
      end = timer.after(limit, this::expire);
    }
  }

  private void expire() {
    synchronized (this) {
      if (closed) {
        return;
      }
      expired = true;
    }
    connection.close();
  }

  /** Whether it was cut because its time was over. */
  synchronized boolean expired() {
    return expired;
  }

  @Override
  public void close() {
    boolean reusable;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      end.cancel();
      reusable = !expired && finished();
    }
    if (reusable) {
      release.accept(connection);
      return;
    }
    connection.close();
    if (sender != null) {
      sender.stop();
    }
  }

  /** Both sides have sent all they had, and the agent keeps the connection open. */
  private boolean finished() {
    return head != null
        && head.keepsAlive()
        && body != null
        && body.whole()
        && !body.endsConnection()
        && connection.input().drained()
        && (sender == null || sender.sent());
  }
}
