package dev.cadre.mcp;

import dev.cadre.fault.Fault;
import dev.cadre.mcp.McpServer.Watch;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * Watches one resource of a server elsewhere, over a stream of its own. A stream that ends is
 * opened again, later each time it fails; as something may have been missed, a change is told then.
 */
final class RemoteWatch implements Watch {
  private static final Logger LOG = System.getLogger(RemoteWatch.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final Supplier<McpClient> clients;
  private final String uri;
  private final Runnable changed;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread reader;

  private RemoteWatch(
      Supplier<McpClient> clients, McpListening first, String uri, Runnable changed) {
    this.clients = clients;
    this.uri = uri;
    this.changed = changed;
    this.reader = Thread.ofVirtual().name("mcp-watch").unstarted(() -> follow(first));
  }

  /**
   * Returns once the server has agreed.
   *
   * @param clients give a client without a session each time
   * @throws RpcError when the server refuses
   * @throws Fault.Unavailable when it does not answer, or has no stream for this
   */
  static RemoteWatch begin(Supplier<McpClient> clients, String uri, Runnable changed)
      throws InterruptedException {
    McpListening first = clients.get().listen(uri);
    RemoteWatch watch = new RemoteWatch(clients, first, uri, changed);
    watch.reader.start();
    return watch;
  }

  private void follow(McpListening first) {
    McpListening now = first;
    try {
      while (closed.getCount() > 0) {
        try (McpListening listening = now) {
          read(listening);
        }
        if (closed.getCount() > 0) {
          now = reopened();
          changed.run();
        }
      }
    } catch (InterruptedException e) {
      // It was closed.
    }
  }

  private void read(McpListening listening) {
    try {
      for (var said = listening.next(); said.isPresent(); said = listening.next()) {
        ObjectNode message = said.get();
        boolean updated =
            message.path("method").asString("").equals("notifications/resources/updated");
        if (updated && closed.getCount() > 0) {
          changed.run();
        }
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the stream about {0} was cut: {1}", uri, e.getMessage());
    }
  }

  private McpListening reopened() throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new InterruptedException();
      }
      try {
        return clients.get().listen(uri);
      } catch (Fault | RpcError e) {
        LOG.log(Level.DEBUG, "{0} is not watched now: {1}", uri, e.getMessage());
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
    reader.interrupt();
  }
}
