package dev.cadre.mcp;

import tools.jackson.databind.node.ObjectNode;

/** Where what is said before a result goes. Thread-safe. */
interface MessageSink {

  /** Sends a message at once; {@code UncheckedIOException} when the client is gone. */
  void send(ObjectNode message);

  /** Keeps a channel open on which there was nothing to say. */
  void quiet();
}
