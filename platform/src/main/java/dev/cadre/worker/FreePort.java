package dev.cadre.worker;

import java.io.IOException;
import java.net.ServerSocket;

/** A port of the host that nobody listens on at this moment. */
final class FreePort {
  private FreePort() {}

  static int find() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(WorkerNetwork.loopback(0));
      return socket.getLocalPort();
    }
  }
}
