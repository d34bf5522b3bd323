package dev.cadre.object;

import dev.cadre.fault.Fault;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Proof in a URL that this platform gave it out: an HMAC over the method, the key, the media type,
 * the largest size and the end of the URL's time. Thread-safe.
 */
final class Presigner {
  static final String EXPIRES = "expires";
  static final String SIGNATURE = "signature";

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKey key;
  private final InstantSource clock;

  Presigner(SecretKey key, InstantSource clock) {
    this.key = key;
    this.clock = clock;
  }

  /** What stands after the question mark. */
  String query(String method, Upload upload, Instant until) {
    long end = until.getEpochSecond();
    return EXPIRES + "=" + end + "&" + SIGNATURE + "=" + signature(method, upload, end);
  }

  /**
   * @param expires the URL's own word for when it ends; null when it has none
   * @throws Fault.Denied when the URL is not one that was given out for this, or is over
   */
  void verify(String method, Upload upload, @Nullable String expires, String signature) {
    long end = seconds(expires);
    byte[] expected = bytes(signature(method, upload, end));
    if (!MessageDigest.isEqual(expected, bytes(signature))) {
      throw refused();
    }
    if (!clock.instant().isBefore(Instant.ofEpochSecond(end))) {
      throw new Fault.Denied(
          "the URL ended at " + Instant.ofEpochSecond(end) + "; ask for a new one");
    }
  }

  /** Also of what is not there at all: who has no right URL learns nothing. */
  static Fault.Denied refused() {
    return new Fault.Denied(
        "the URL is not one that was given out here, or it was changed; use it as it came, with"
            + " its method");
  }

  private static long seconds(@Nullable String expires) {
    try {
      return Long.parseLong(expires == null ? "" : expires);
    } catch (NumberFormatException notSeconds) {
      throw refused();
    }
  }

  private String signature(String method, Upload upload, long end) {
    // No part has a line break, so that no two requests have one text.
    String signed =
        String.join(
            "\n",
            method,
            upload.key(),
            upload.mediaType(),
            Long.toString(upload.maxBytes()),
            Long.toString(end));
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(bytes(signed)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
