package dev.cadre.object;

import java.time.Instant;

/**
 * A file that somebody sent, or is about to send.
 *
 * @param person whose it is
 * @param name as its owner calls it
 * @param mediaType one of {@link MediaKind}'s
 * @param maxBytes that were allowed when its URL was made
 * @param bytes its length; 0 until it is stored
 * @param putUntil when the URL to put it ends
 * @param expiresAt when it is removed
 */
public record Upload(
    String key,
    String person,
    String name,
    String mediaType,
    long maxBytes,
    State state,
    long bytes,
    Instant createdAt,
    Instant putUntil,
    Instant expiresAt) {

  /** What became of it. A file that is refused has no state: it is removed. */
  public enum State {
    /** Its URL was given out. */
    AWAITED,
    /** Its bytes are coming, or came and are being looked at. */
    ARRIVING,
    STORED
  }

  ObjectKey objectKey() {
    return ObjectKey.parse(key);
  }

  /** By which agents and their tools name it: {@code s3://uploads/...}. */
  public String uri() {
    return objectKey().uri();
  }

  public MediaKind kind() {
    return MediaKind.of(mediaType);
  }
}
