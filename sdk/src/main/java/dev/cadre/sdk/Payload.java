package dev.cadre.sdk;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the caller sent: its bytes, and what they say as JSON. */
public final class Payload {
  private final byte[] bytes;
  private final @Nullable String contentType;
  private @Nullable Object json;
  private boolean decoded;

  Payload(byte[] bytes, @Nullable String contentType) {
    this.bytes = bytes;
    this.contentType = contentType;
  }

  /** The body as it came, not copied; 100,000,000 bytes at most. */
  public byte[] bytes() {
    return bytes;
  }

  /** The Content-Type header, or null when there was none. */
  public @Nullable String contentType() {
    return contentType;
  }

  /**
   * The body as JSON: a Map, List, String, Boolean or null; whole numbers as Long (BigInteger when
   * they don't fit), others as Double.
   *
   * @throws MalformedJsonException when it isn't JSON; let it pass, and the caller gets status 400.
   *     A body that came as JSON, or with no content type, has been decoded before the entrypoint
   *     ran
   */
  public synchronized @Nullable Object json() {
    if (!decoded) {
      json = Json.read(bytes);
      decoded = true;
    }
    return json;
  }

  /**
   * The JSON object's member, or null when it is absent or null.
   *
   * @throws Refusal status 400, when the payload isn't an object
   */
  public @Nullable Object get(String key) {
    if (json() instanceof Map<?, ?> object) {
      return object.get(key);
    }
    throw new Refusal(400, "the payload is not a JSON object");
  }

  /**
   * The JSON object's text member, or the fallback when it is absent or null.
   *
   * @throws Refusal status 400, when the payload isn't an object or the member isn't text
   */
  public String text(String key, String fallback) {
    Object value = get(key);
    if (value == null) {
      return fallback;
    }
    if (value instanceof String text) {
      return text;
    }
    throw new Refusal(400, "the member '" + key + "' of the payload is not text");
  }

  /** Whether the member is {@code true}. */
  public boolean flag(String key) {
    return Boolean.TRUE.equals(get(key));
  }

  boolean claimsJson() {
    return contentType == null || contentType.contains("json");
  }
}
