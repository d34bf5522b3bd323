package dev.cadre.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.fault.Fault;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * Where the next page of one listing begins, as a text that the caller hands back. It carries no
 * authority: the check only tells a token of this listing from anything else.
 */
public final class PageToken {
  private static final int CHECK = 8;

  private PageToken() {}

  /**
   * The token of {@code key} in {@code listing}, a text that names the listing and what it is of.
   */
  public static String encode(String listing, String key) {
    byte[] text = key.getBytes(UTF_8);
    byte[] token =
        ByteBuffer.allocate(CHECK + text.length).put(check(listing, text)).put(text).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /** The key; throws {@link Fault.Invalid} when {@code token} is not of this listing. */
  public static String decode(String listing, String token) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException _) {
      throw invalid();
    }
    if (bytes.length <= CHECK) {
      throw invalid();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    byte[] check = new byte[CHECK];
    byte[] text = new byte[bytes.length - CHECK];
    buffer.get(check).get(text);
    if (!MessageDigest.isEqual(check, check(listing, text))) {
      throw invalid();
    }
    return new String(text, UTF_8);
  }

  private static byte[] check(String listing, byte[] key) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(listing.getBytes(UTF_8));
      sha.update((byte) 0);
      return java.util.Arrays.copyOf(sha.digest(key), CHECK);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Fault.Invalid invalid() {
    String message = "is not a token that this listing returned; start again without it";
    return new Fault.Invalid(
        "nextToken " + message, List.of(new Fault.Invalid.Field("nextToken", message)));
  }
}
