package dev.cadre.worker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The ports that the platform keeps open inside one worker's network. */
final class Doors implements AutoCloseable {
  /** Connections at one time, both doors together; more are closed at once. */
  static final int CONNECTIONS = 512;

  private static final long RETRY_NANOS = 10_000_000;

  private final WorkerNetwork network;
  private final Consumer<String> notices;
  private final Semaphore free = new Semaphore(CONNECTIONS);
  private final List<ServerSocketChannel> servers = new ArrayList<>();

  Doors(WorkerNetwork network, Consumer<String> notices) {
    this.network = network;
    this.notices = notices;
  }

  /** Carries connections to {@code port} inside to {@code target} outside. */
  void relay(int port, InetSocketAddress target) throws IOException {
    open(
        port,
        client -> {
          try {
            Relay.run(client, SocketChannel.open(target));
          } catch (IOException e) {
            Relay.closeQuietly(client);
          }
        });
  }

  /** Serves each connection to {@code port} on a virtual thread. */
  void open(int port, Consumer<SocketChannel> service) throws IOException {
    ServerSocketChannel server = network.listen(port);
    servers.add(server);
    Thread.ofVirtual().name("worker-door-" + port).start(() -> accept(server, service));
  }

  private void accept(ServerSocketChannel server, Consumer<SocketChannel> service) {
    while (server.isOpen()) {
      try {
        SocketChannel client = server.accept();
        if (free.tryAcquire()) {
          Thread.ofVirtual().name("worker-out").start(() -> serve(client, service));
        } else {
          client.close();
          notices.accept("more than " + CONNECTIONS + " connections out at once; one was closed");
        }
      } catch (IOException e) {
        // Closed with its worker, the client left, or the platform is out of descriptors for now.
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  private void serve(SocketChannel client, Consumer<SocketChannel> service) {
    try {
      service.accept(client);
    } finally {
      free.release();
    }
  }

  @Override
  public void close() {
    for (ServerSocketChannel server : servers) {
      try {
        server.close();
      } catch (IOException e) {
        notices.accept("a port of the sandbox did not close: " + e.getMessage());
      }
    }
  }
}
