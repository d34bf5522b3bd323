package dev.cadre.server;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened, closed in the reverse of its order. For one thread. */
final class Opened implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /** A part that does not close is logged, and keeps no other open. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable next = parts.pop();
      try {
        next.close();
      } catch (Exception e) {
        System.getLogger(Server.class.getName())
            .log(
                System.Logger.Level.WARNING, next.getClass().getSimpleName() + " did not close", e);
      }
    }
  }
}
