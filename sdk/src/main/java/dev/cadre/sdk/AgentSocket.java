package dev.cadre.sdk;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket connection. One thread may receive while others send. Pings are answered, and the
 * client's leaving is seen, while a thread waits in {@link #receive}.
 */
public interface AgentSocket {

  /** What arrived: whole messages, however they were cut into frames. */
  sealed interface Message {
    /** A message of text. */
    record Text(String text) implements Message {}

    /** A message of bytes. */
    @SuppressWarnings(
        "ArrayRecordComponent") // compared by nobody, and a copy would cost each frame
    record Binary(byte[] bytes) implements Message {}
  }

  /**
   * Waits for the next message, of 1 MiB at most.
   *
   * @return null when the connection has ended, in whatever way
   */
  @Nullable Message receive() throws IOException;

  /** Sends a message, in frames of 64 KiB at most (the limit of AgentCore). */
  void sendText(String text) throws IOException;

  /** Sends a message, in frames of 64 KiB at most (the limit of AgentCore). */
  void sendBinary(byte[] bytes) throws IOException;

  /**
   * Begins the closing; nothing can be sent after it, and a message on its way may still be
   * received.
   *
   * @param code 1000 or 3000 to 4999 (RFC 6455, 7.4)
   * @param reason 123 bytes of UTF-8 at most
   */
  void close(int code, String reason) throws IOException;
}
