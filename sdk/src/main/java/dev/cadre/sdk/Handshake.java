package dev.cadre.sdk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The opening of a WebSocket (RFC 6455, 4.2). No subprotocol and no extension is agreed on. */
final class Handshake {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private Handshake() {}

  /** Accepts, or answers why not; false when the connection is over. */
  static boolean answer(RequestHead head, Response response, OutputStream out) throws IOException {
    Headers headers = head.headers();
    if (!"13".equals(headers.get("sec-websocket-version"))) {
      response.send(
          426,
          Json.CONTENT_TYPE,
          Response.errorBody("the WebSocket version spoken here is 13", null),
          "Sec-WebSocket-Version: 13");
      return false;
    }
    String key = headers.get("sec-websocket-key");
    if (!head.method().equals("GET") || !isKey(key)) {
      response.sendError(400, "a WebSocket opens by GET with a Sec-WebSocket-Key of 16 bytes");
      return false;
    }
    String accepted =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accept(key + GUID)
            + "\r\n\r\n";
    out.write(accepted.getBytes(StandardCharsets.ISO_8859_1));
    return true;
  }

  private static boolean isKey(@Nullable String key) {
    try {
      return key != null && Base64.getDecoder().decode(key).length == 16;
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private static String accept(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-1", impossible);
    }
  }
}
