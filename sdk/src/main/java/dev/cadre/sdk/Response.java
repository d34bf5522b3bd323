package dev.cadre.sdk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes the answer to one request: whole, or in chunks as they come. */
final class Response {
  private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");

  private final OutputStream out;
  private boolean headOnly;
  private boolean chunks = true;
  private boolean keeps;
  private boolean started;
  private boolean ended;
  private boolean broken;

  Response(OutputStream out) {
    this.out = out;
  }

  /** What the request allows: no body for HEAD, no chunks for HTTP/1.0. */
  void suit(RequestHead head, boolean keeps) {
    this.headOnly = head.method().equals("HEAD");
    this.chunks = head.http11();
    this.keeps = keeps && head.keepsConnection();
  }

  void sendContinue() throws IOException {
    write(ascii("HTTP/1.1 100 Continue\r\n\r\n"));
  }

  void send(int status, String contentType, byte[] body) throws IOException {
    send(status, contentType, body, null);
  }

  void sendError(int status, String message) throws IOException {
    send(status, Json.CONTENT_TYPE, errorBody(message, null), null);
  }

  /**
   * Sends a whole answer.
   *
   * @param extra one more header line, such as {@code Allow: GET}, or null
   */
  void send(int status, String contentType, byte[] body, @Nullable String extra)
      throws IOException {
    started = true;
    ended = true;
    StringBuilder head = head(status, contentType, extra);
    boolean bodiless = status == 204 || status == 304;
    if (!bodiless) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    byte[] start = ascii(head.append("\r\n").toString());
    write(headOnly || bodiless ? start : joined(start, body));
  }

  void startStream(String contentType) throws IOException {
    started = true;
    if (!chunks) {
      keeps = false;
    }
    StringBuilder head = head(200, contentType, "Cache-Control: no-cache");
    if (chunks) {
      head.append("Transfer-Encoding: chunked\r\n");
    }
    write(ascii(head.append("\r\n").toString()));
  }

  /** One write to the socket for each chunk, so that it travels as it is. */
  void sendChunk(byte[] bytes) throws IOException {
    if (!chunks) {
      write(bytes);
    } else if (bytes.length > 0) {
      byte[] size = ascii(Integer.toHexString(bytes.length) + "\r\n");
      byte[] chunk = new byte[size.length + bytes.length + 2];
      System.arraycopy(size, 0, chunk, 0, size.length);
      System.arraycopy(bytes, 0, chunk, size.length, bytes.length);
      chunk[chunk.length - 2] = '\r';
      chunk[chunk.length - 1] = '\n';
      write(chunk);
    }
  }

  void endStream() throws IOException {
    ended = true;
    if (chunks) {
      write(LAST_CHUNK);
    }
  }

  boolean started() {
    return started;
  }

  /** Whether the client has gone: a write failed. */
  boolean broken() {
    return broken;
  }

  boolean keepsConnection() {
    return keeps && ended && !broken;
  }

  private StringBuilder head(int status, String contentType, @Nullable String extra) {
    StringBuilder head = new StringBuilder(160);
    head.append("HTTP/1.1 ").append(status).append(' ').append(reason(status)).append("\r\n");
    head.append("Content-Type: ").append(contentType).append("\r\n");
    if (!keeps) {
      head.append("Connection: close\r\n");
    }
    if (extra != null) {
      head.append(extra).append("\r\n");
    }
    return head;
  }

  private void write(byte[] bytes) throws IOException {
    try {
      out.write(bytes);
    } catch (IOException gone) {
      broken = true;
      throw gone;
    }
  }

  static byte[] errorBody(String message, @Nullable String details) {
    StringBuilder json = new StringBuilder("{\"error\": ");
    JsonWriter.quote(message, json);
    if (details != null) {
      json.append(", \"details\": ");
      JsonWriter.quote(details, json);
    }
    return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] joined(byte[] start, byte[] body) {
    byte[] whole = new byte[start.length + body.length];
    System.arraycopy(start, 0, whole, 0, start.length);
    System.arraycopy(body, 0, whole, start.length, body.length);
    return whole;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 413 -> "Content Too Large";
      case 426 -> "Upgrade Required";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      default -> ""; // the phrase is optional (RFC 9112, 4)
    };
  }
}
