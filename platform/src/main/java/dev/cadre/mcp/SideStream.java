package dev.cadre.mcp;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Hears what a server of the era of sessions says on the session's own stream and not on that of
 * the call it is about. The protocol does not tell whose it is: while one call is under way it is
 * that call's, while several are it is nobody's, and a question is refused. Open while there are
 * calls and for a moment after. Thread-safe.
 */
final class SideStream {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** A call is sent when the stream is open: else the server would have nowhere to ask. */
  private static final Duration OPENED_WITHIN = Duration.ofSeconds(1);

  private static final Duration KEPT = Duration.ofSeconds(30);
  private static final int MAX_MESSAGE = 1024 * 1024;

  private final McpWire wire;
  private final List<ClientCall> underWay = new ArrayList<>();
  private @Nullable Listening listening;
  private long calls;

  /** One stream, from before it is there until it is over. */
  private static final class Listening {
    final Era.Session session;
    final CountDownLatch settled = new CountDownLatch(1);
    final CountDownLatch ended = new CountDownLatch(1);
    @Nullable InputStream in;
    boolean refused;
    boolean over;

    Listening(Era.Session session) {
      this.session = session;
    }

    /** Also true for a session whose server has no such stream. */
    boolean serves(Era.Session wanted) {
      return session.equals(wanted) && (refused || !over);
    }
  }

  SideStream(McpWire wire) {
    this.wire = wire;
  }

  /** From now until {@link #leave} the server may ask the call's caller. */
  void enter(Era.Session session, ClientCall call) throws InterruptedException {
    Listening now;
    synchronized (this) {
      underWay.add(call);
      calls++;
      Listening before = listening;
      now = before != null && before.serves(session) ? before : begun(session);
    }
    if (!now.settled.await(OPENED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
      // Nobody waits for the same stream again.
      now.settled.countDown();
    }
  }

  private Listening begun(Era.Session session) {
    Listening before = listening;
    if (before != null) {
      Thread.ofVirtual().name("mcp-side-end").start(() -> close(before));
    }
    Listening next = new Listening(session);
    listening = next;
    Thread.ofVirtual().name("mcp-side").start(() -> listen(next));
    Thread.ofVirtual().name("mcp-side-end").start(() -> tend(next));
    return next;
  }

  void leave(ClientCall call) {
    synchronized (this) {
      underWay.remove(call);
    }
  }

  /** Closes a stream that no call has needed for a while. */
  private void tend(Listening now) {
    long seen = -1;
    try {
      while (!now.ended.await(KEPT.toMillis(), TimeUnit.MILLISECONDS)) {
        synchronized (this) {
          if (!underWay.isEmpty() || calls != seen) {
            seen = calls;
            continue;
          }
        }
        close(now);
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void close(Listening idle) {
    InputStream in;
    synchronized (this) {
      idle.over = true;
      in = idle.in;
    }
    try {
      if (in != null) {
        in.close();
      }
    } catch (IOException alreadyGone) {
      // There is nothing left to close.
    }
  }

  private void listen(Listening now) {
    try (InputStream in = wire.listen(now.session, ClientCall.own("", Json.object(), LIMIT))) {
      synchronized (this) {
        now.in = in;
      }
      now.settled.countDown();
      SseReader events = new SseReader(in, MAX_MESSAGE);
      for (var event = events.next(); event.isPresent(); event = events.next()) {
        ObjectNode message = McpWire.message(event.get());
        if (message != null && message.has("method")) {
          heard(now.session, message);
        }
      }
    } catch (Fault noStream) {
      synchronized (this) {
        now.refused = true;
      }
    } catch (IOException cutOff) {
      // The next call opens another.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (this) {
        now.over = true;
      }
      now.settled.countDown();
      now.ended.countDown();
    }
  }

  private void heard(Era.Session session, ObjectNode message) throws InterruptedException {
    ClientCall only;
    synchronized (this) {
      only = underWay.size() == 1 ? underWay.getFirst() : ClientCall.own("", Json.object(), LIMIT);
    }
    new Interlude(wire, session, only, null).heard(message);
  }
}
