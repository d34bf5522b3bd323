package dev.cadre.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connections that wait for the next request to their agent, the one used last foremost.
 * Thread-safe.
 */
final class IdleConnections implements AutoCloseable {
  /** More than these to one agent are a burst's. */
  private static final int PER_AGENT = 256;

  private final InstantSource clock;
  private final Duration kept;
  private final Map<String, Deque<AgentConnection>> idle = new HashMap<>();
  private boolean closed;

  /**
   * @param kept how long a connection may rest
   */
  IdleConnections(InstantSource clock, Duration kept) {
    this.clock = clock;
    this.kept = kept;
  }

  /** One that can take a request, or null. */
  @Nullable AgentConnection take(String agent) {
    Instant oldest = clock.instant().minus(kept);
    AgentConnection connection = poll(agent);
    while (connection != null && (connection.idleSince().isBefore(oldest) || !connection.quiet())) {
      connection.close();
      connection = poll(agent);
    }
    return connection;
  }

  private synchronized @Nullable AgentConnection poll(String agent) {
    Deque<AgentConnection> theirs = idle.get(agent);
    return theirs == null ? null : theirs.pollLast();
  }

  void put(String agent, AgentConnection connection) {
    connection.rest(clock.instant());
    if (!keeps(agent, connection)) {
      connection.close();
    }
  }

  private synchronized boolean keeps(String agent, AgentConnection connection) {
    if (closed) {
      return false;
    }
    Deque<AgentConnection> theirs = idle.computeIfAbsent(agent, _ -> new ArrayDeque<>(2));
    if (theirs.size() >= PER_AGENT) {
      return false;
    }
    theirs.addLast(connection);
    return true;
  }

  /** Closes those that have rested too long; of an agent that has none left nothing remains. */
  synchronized void sweep() {
    Instant oldest = clock.instant().minus(kept);
    for (Iterator<Deque<AgentConnection>> all = idle.values().iterator(); all.hasNext(); ) {
      Deque<AgentConnection> theirs = all.next();
      while (!theirs.isEmpty() && theirs.getFirst().idleSince().isBefore(oldest)) {
        theirs.removeFirst().close();
      }
      if (theirs.isEmpty()) {
        all.remove();
      }
    }
  }

  synchronized int size() {
    return idle.values().stream().mapToInt(Deque::size).sum();
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.values().forEach(theirs -> theirs.forEach(AgentConnection::close));
    idle.clear();
  }
}
