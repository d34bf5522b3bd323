package dev.cadre.mcp;

import dev.cadre.mcp.McpServer.Watch;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The resources that one session wants to hear of. Thread-safe. */
final class Subscriptions implements AutoCloseable {
  /** Of one session; those of all have a limit of their own. */
  private static final int MAX = 100;

  private final ConcurrentMap<String, Watch> watched = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** Throws {@link RpcError} when the resource cannot be watched, or is one too many. */
  void add(String uri, Watches watches) throws InterruptedException {
    if (watched.containsKey(uri)) {
      return;
    }
    if (watched.size() >= MAX) {
      throw RpcError.invalidParams(
          "a session has at most " + MAX + " subscriptions; end one with resources/unsubscribe");
    }
    Watch watch = watches.open(uri);
    if (watched.putIfAbsent(uri, watch) != null) {
      watch.close();
    }
    if (closed) {
      remove(uri);
    }
  }

  void remove(String uri) {
    Watch watch = watched.remove(uri);
    if (watch != null) {
      watch.close();
    }
  }

  boolean contains(String uri) {
    return watched.containsKey(uri);
  }

  @Override
  public void close() {
    closed = true;
    watched.keySet().forEach(this::remove);
  }
}
