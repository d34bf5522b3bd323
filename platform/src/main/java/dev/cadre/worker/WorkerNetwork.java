package dev.cadre.worker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.FutureTask;

/** The network in which a worker's port is found. Thread-safe. */
sealed interface WorkerNetwork extends AutoCloseable {

  /** A connected, blocking channel to 127.0.0.1 and {@code port} of that network. */
  SocketChannel connect(int port) throws IOException;

  /** A socket of that network, not yet connected. */
  SocketChannel open() throws IOException;

  /** A channel that listens at 127.0.0.1 and {@code port} of that network. */
  ServerSocketChannel listen(int port) throws IOException;

  @Override
  void close();

  static InetSocketAddress loopback(int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
  }

  /** The platform's own network: the worker has no other. */
  record Shared() implements WorkerNetwork {
    @Override
    public SocketChannel connect(int port) throws IOException {
      return connected(open(), port);
    }

    @Override
    public SocketChannel open() throws IOException {
      return SocketChannel.open(StandardProtocolFamily.INET);
    }

    @Override
    public ServerSocketChannel listen(int port) throws IOException {
      return ServerSocketChannel.open(StandardProtocolFamily.INET).bind(loopback(port));
    }

    @Override
    public void close() {}
  }

  /**
   * The worker's own network namespace, held open by a descriptor so that a reused process id can
   * not lead elsewhere.
   *
   * <p>A socket belongs for life to the namespace of the thread that makes it. So a thread that
   * lives for one call enters the namespace and makes the socket there; connecting, reading and
   * writing then happen on any thread, virtual ones included, and no bytes pass through a relay.
   */
  final class Namespace implements WorkerNetwork {
    private final SystemCalls calls;
    private int descriptor;

    Namespace(SystemCalls calls, long pid) throws IOException {
      this.calls = calls;
      this.descriptor = calls.openForReading("/proc/" + pid + "/ns/net");
    }

    @Override
    public SocketChannel connect(int port) throws IOException {
      return connected(open(), port);
    }

    @Override
    public SocketChannel open() throws IOException {
      return inside(() -> SocketChannel.open(StandardProtocolFamily.INET));
    }

    @Override
    public ServerSocketChannel listen(int port) throws IOException {
      ServerSocketChannel server =
          inside(() -> ServerSocketChannel.open(StandardProtocolFamily.INET));
      try {
        return server.bind(loopback(port));
      } catch (IOException e) {
        server.close();
        throw e;
      }
    }

    private synchronized <T> T inside(SocketMaker<T> maker) throws IOException {
      if (descriptor < 0) {
        throw new IOException("the worker has ended");
      }
      int entered = descriptor;
      FutureTask<T> task =
          new FutureTask<>(
              () -> {
                calls.enterNetwork(entered);
                return maker.make();
              });
      Thread visitor = Thread.ofPlatform().daemon().name("worker-network").unstarted(task);
      visitor.start();
      return Waiting.uninterruptibly(task);
    }

    @Override
    public synchronized void close() {
      if (descriptor >= 0) {
        int closing = descriptor;
        descriptor = -1;
        try {
          calls.close(closing);
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** Makes a socket on the thread that calls it. */
  @FunctionalInterface
  interface SocketMaker<T> {
    T make() throws IOException;
  }

  private static SocketChannel connected(SocketChannel channel, int port) throws IOException {
    try {
      channel.connect(loopback(port));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }
}
