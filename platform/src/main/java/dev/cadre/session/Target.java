package dev.cadre.session;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;

/** Where an agent's server listens, and how to reach it. */
sealed interface Target {

  /** Two requests may share connections when their targets have one name. */
  String name();

  /** What the agent sees as its own address, such as {@code http://localhost:8080}. */
  URI origin();

  /** A connected channel in blocking mode. */
  SocketChannel connect() throws IOException;

  /** A server somewhere else, reached over TCP. */
  record Remote(URI origin) implements Target {
    private static final int CONNECT_MILLIS = 10_000;

    @Override
    public String name() {
      return origin.getScheme() + "://" + origin.getAuthority();
    }

    @Override
    public SocketChannel connect() throws IOException {
      int usual = "https".equals(origin.getScheme()) ? 443 : 80;
      int port = origin.getPort() < 0 ? usual : origin.getPort();
      InetSocketAddress address = new InetSocketAddress(origin.getHost(), port);
      if (address.isUnresolved()) {
        throw new UnknownHostException("no host is named " + origin.getHost());
      }
      SocketChannel channel = SocketChannel.open();
      try {
        channel.socket().connect(address, CONNECT_MILLIS);
        return channel;
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    }
  }

  /**
   * A worker on this machine, named by an id never used twice, in a network of its own where the
   * sandbox has one.
   */
  record Local(String workerId, URI origin, ChannelSource channels, InetSocketAddress address)
      implements Target {
    @Override
    public String name() {
      return workerId;
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
}
