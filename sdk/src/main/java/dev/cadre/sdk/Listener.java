package dev.cadre.sdk;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Accepts connections, each on a virtual thread of its own, and knows which ones are open. */
final class Listener implements RunningAgent {
  private static final long RETRY_NANOS = 100_000_000;

  private final Contract contract;
  private final ServerSocket server;
  private final Limits limits;
  private final Set<Connection> open = new HashSet<>();
  private boolean stopping;

  Listener(Contract contract, ServerSocket server, Limits limits) {
    this.contract = contract;
    this.server = server;
    this.limits = limits;
  }

  static Listener bind(InetSocketAddress address, Contract contract, Limits limits)
      throws IOException {
    ServerSocket server = new ServerSocket();
    try {
      server.bind(address, 1_024);
    } catch (IOException taken) {
      server.close();
      throw new IOException(
          "can't listen on " + address + " (" + taken.getMessage() + "): set PORT to a free one",
          taken);
    }
    return new Listener(contract, server, limits);
  }

  void start() {
    Thread.ofVirtual().name("accept").start(this::accept);
  }

  @Override
  public int port() {
    return server.getLocalPort();
  }

  /** Accepts until stopped. */
  void accept() {
    while (true) {
      try {
        take(server.accept());
      } catch (IOException failure) {
        if (server.isClosed()) {
          return;
        }
        // Out of file descriptors, say: trying at once would only burn the processor.
        awaitAtMost(-1, System.nanoTime() + RETRY_NANOS);
      }
    }
  }

  private void take(Socket socket) throws IOException {
    Connection[] self = new Connection[1];
    Connection connection = new Connection(socket, contract, () -> leave(self[0]), limits);
    self[0] = connection;
    boolean full;
    synchronized (open) {
      full = stopping || open.size() >= limits.connections();
      if (!full) {
        open.add(connection);
      }
    }
    if (full) {
      try (socket) {
        new Response(socket.getOutputStream()).sendError(503, "too many connections");
      }
    } else {
      Thread.ofVirtual().name("connection").start(connection);
    }
  }

  private void leave(Connection connection) {
    synchronized (open) {
      open.remove(connection);
      open.notifyAll();
    }
  }

  /** Stops accepting, lets running invocations end for the drain time, then cuts the rest off. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException closed) {
      // It accepts nothing either way.
    }
    for (Connection connection : everyOne()) {
      connection.stop();
    }
    awaitAtMost(0, System.nanoTime() + limits.drainMillis() * 1_000_000L);
    for (Connection connection : everyOne()) {
      connection.abort();
    }
  }

  private List<Connection> everyOne() {
    synchronized (open) {
      stopping = true;
      return new ArrayList<>(open);
    }
  }

  private void awaitAtMost(int count, long deadline) {
    synchronized (open) {
      long left = deadline - System.nanoTime();
      while (open.size() > count && left > 0) {
        try {
          open.wait(left / 1_000_000 + 1);
        } catch (InterruptedException hurry) {
          Thread.currentThread().interrupt();
          return;
        }
        left = deadline - System.nanoTime();
      }
    }
  }
}
