package dev.cadre.sdk;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An answer whose status, content type and bytes the entrypoint chooses. */
public final class Reply {
  private final int status;
  private final String contentType;
  private final byte[] body;

  private Reply(int status, String contentType, byte[] body) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("a reply's status is 200 to 599, not " + status);
    }
    if (!Headers.isValue(Objects.requireNonNull(contentType, "contentType"))) {
      throw new IllegalArgumentException("a content type is one line of visible characters");
    }
    this.status = status;
    this.contentType = contentType;
    this.body = body;
  }

  /** The value as JSON, with a status of 200 to 599. */
  public static Reply json(int status, @Nullable Object value) {
    return new Reply(status, Json.CONTENT_TYPE, Json.bytes(value));
  }

  /** The text as it is, in UTF-8, with status 200. */
  public static Reply text(String text) {
    return new Reply(200, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes as they are; they are not copied. */
  public static Reply bytes(int status, String contentType, byte[] body) {
    return new Reply(status, contentType, Objects.requireNonNull(body, "body"));
  }

  int status() {
    return status;
  }

  String contentType() {
    return contentType;
  }

  byte[] body() {
    return body;
  }
}
