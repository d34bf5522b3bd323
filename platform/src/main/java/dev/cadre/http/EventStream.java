package dev.cadre.http;

import dev.cadre.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import tools.jackson.databind.JsonNode;

/**
 * Writes the AWS event stream encoding, each message on the wire before the call returns.
 * Thread-safe.
 *
 * @see <a href="https://smithy.io/2.0/aws/amazon-eventstream.html">Amazon Event Stream
 *     Specification</a>
 */
public final class EventStream {
  public static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

  private final OutputStream out;
  private final ReentrantLock lock = new ReentrantLock();

  public EventStream(OutputStream out) {
    this.out = out;
  }

  /** One event: {@code type} is the member of the stream's union. */
  public void event(String type, JsonNode payload) throws IOException {
    write(
        Map.of(
            ":message-type", HeaderValue.fromString("event"),
            ":event-type", HeaderValue.fromString(type),
            ":content-type", HeaderValue.fromString("application/json")),
        payload);
  }

  /** An error in mid-stream, the last message. */
  public void exception(String type, JsonNode payload) throws IOException {
    write(
        Map.of(
            ":message-type", HeaderValue.fromString("exception"),
            ":exception-type", HeaderValue.fromString(type),
            ":content-type", HeaderValue.fromString("application/json")),
        payload);
  }

  private void write(Map<String, HeaderValue> headers, JsonNode payload) throws IOException {
    lock.lock();
    try {
      // In one write: encode() would flush the prelude by itself.
      ByteBuffer message = new Message(headers, Json.bytes(payload)).toByteBuffer();
      out.write(message.array(), message.arrayOffset() + message.position(), message.remaining());
      out.flush();
    } finally {
      lock.unlock();
    }
  }
}
