package dev.cadre.mcp;

import dev.cadre.fault.Fault;
import dev.cadre.mcp.McpServer.Watch;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The resources that clients of one endpoint want to hear of. Each is watched once, however many
 * want it. When what the server offers has changed, those that moved are watched where they are
 * now. Thread-safe.
 */
final class Watches {
  private static final Logger LOG = System.getLogger(Watches.class.getName());

  /** Resources watched at a time; each may hold a stream to another server. */
  private static final int MAX = 1_000;

  private final McpServer server;
  private final McpChanges changes;
  private final Map<String, Shared> shared = new HashMap<>();

  Watches(McpServer server, McpChanges changes) {
    this.server = server;
    this.changes = changes;
    // It hears for as long as the endpoint does, so nothing ends it.
    var _ = changes.listen(this::heard);
  }

  /**
   * Changes are announced from now on, at least until the watch is closed.
   *
   * @throws RpcError when they cannot be
   */
  Watch open(String uri) throws InterruptedException {
    Shared one = join(uri);
    boolean watching = false;
    try {
      one.begin();
      watching = true;
    } catch (McpServer.Unknown | Fault.NotFound | Fault.Invalid e) {
      throw RpcError.invalidParams(String.valueOf(e.getMessage()));
    } catch (Fault e) {
      throw new RpcError(RpcError.INTERNAL, String.valueOf(e.getMessage()), null);
    } finally {
      if (!watching) {
        leave(one);
      }
    }
    AtomicBoolean closed = new AtomicBoolean();
    return () -> {
      if (closed.compareAndSet(false, true)) {
        leave(one);
      }
    };
  }

  private Shared join(String uri) {
    synchronized (shared) {
      Shared one = shared.get(uri);
      if (one == null) {
        if (shared.size() >= MAX) {
          throw new RpcError(
              RpcError.INTERNAL,
              MAX + " resources are subscribed to already; unsubscribe from some",
              null);
        }
        one = new Shared(uri);
        shared.put(uri, one);
      }
      one.users++;
      return one;
    }
  }

  private void leave(Shared one) {
    synchronized (shared) {
      one.users--;
      if (one.users > 0) {
        return;
      }
      shared.remove(one.uri);
    }
    one.end();
  }

  private void heard(McpChanges.Change change) {
    if (change instanceof McpChanges.Change.Resources) {
      List<Shared> all;
      synchronized (shared) {
        all = List.copyOf(shared.values());
      }
      if (!all.isEmpty()) {
        Thread.ofVirtual().name("mcp-watches").start(() -> all.forEach(Shared::again));
      }
    }
  }

  /** One resource, and how many want to hear of it. */
  private final class Shared {
    private final String uri;
    private final ReentrantLock lock = new ReentrantLock();
    private int users;
    private @Nullable Watch watch;
    private boolean ended;

    Shared(String uri) {
      this.uri = uri;
    }

    void begin() throws InterruptedException {
      lock.lockInterruptibly();
      try {
        if (watch == null && !ended) {
          watch = server.watch(uri, this::changed);
        }
      } finally {
        lock.unlock();
      }
    }

    private void changed() {
      changes.announce(new McpChanges.Change.Resource(uri));
    }

    /** The new watch begins before the old one ends, so that nothing is missed between. */
    void again() {
      lock.lock();
      try {
        Watch before = watch;
        if (ended || (before != null && !before.stale())) {
          return;
        }
        watch = null;
        try {
          watch = server.watch(uri, this::changed);
        } finally {
          if (before != null) {
            before.close();
          }
        }
      } catch (Fault | McpSignal | McpServer.Unknown e) {
        LOG.log(Level.INFO, "{0} is watched by nobody now: {1}", uri, e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        lock.unlock();
      }
    }

    void end() {
      lock.lock();
      try {
        ended = true;
        if (watch != null) {
          watch.close();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
