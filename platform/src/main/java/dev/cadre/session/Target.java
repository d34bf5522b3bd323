package dev.cadre.session;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.Transport;
import org.eclipse.jetty.util.thread.Scheduler;

/** Where an agent's server listens, and how to reach it. */
sealed interface Target {

  /** What the agent sees as its own address, such as {@code http://localhost:8080}. */
  URI origin();

  Transport transport();

  /** A connected channel in blocking mode. */
  SocketChannel connect() throws IOException;

  /** A server somewhere else, reached over plain TCP. */
  record Remote(URI origin) implements Target {
    @Override
    public Transport transport() {
      return Transport.TCP_IP;
    }

    @Override
    public SocketChannel connect() throws IOException {
      int port = origin.getPort() < 0 ? 80 : origin.getPort();
      return SocketChannel.open(new InetSocketAddress(origin.getHost(), port));
    }
  }

  /**
   * A worker on this machine, named by an id never used twice, in a network of its own where the
   * sandbox has one.
   */
  record Local(String workerId, URI origin, ChannelSource channels, InetSocketAddress address)
      implements Target {
    @Override
    public Transport transport() {
      return new LocalTransport(workerId, channels, address);
    }

    @Override
    public SocketChannel connect() throws IOException {
      SocketChannel channel = channels.open();
      try {
        channel.connect(address);
        return channel;
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    }
  }

  /** Opens unconnected channels that can reach the worker. */
  @FunctionalInterface
  interface ChannelSource {
    SocketChannel open() throws IOException;
  }

  /**
   * Two requests share pooled connections when their transports are equal: those of one worker, and
   * no other.
   */
  final class LocalTransport extends Transport.Socket {
    private final String workerId;
    private final ChannelSource channels;
    private final InetSocketAddress address;

    private LocalTransport(String workerId, ChannelSource channels, InetSocketAddress address) {
      this.workerId = workerId;
      this.channels = channels;
      this.address = address;
    }

    @Override
    public SocketAddress getSocketAddress() {
      return address;
    }

    @Override
    public SelectableChannel newSelectableChannel() throws IOException {
      return channels.open();
    }

    @Override
    public EndPoint newEndPoint(
        Scheduler scheduler,
        ManagedSelector selector,
        SelectableChannel channel,
        SelectionKey key) {
      return new SocketChannelEndPoint((SocketChannel) channel, selector, key, scheduler);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof LocalTransport that && that.workerId.equals(workerId);
    }

    @Override
    public int hashCode() {
      return workerId.hashCode();
    }
  }
}
