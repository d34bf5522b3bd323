package dev.cadre.identity;

import dev.cadre.http.Principal;
import dev.cadre.http.RequestHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/**
 * The token by which whoever may read the state folder administers the platform, so that the first
 * access key can be made. It counts only on a connection from this machine.
 */
final class AdminToken {
  private static final Principal ADMIN =
      new Principal("admin", Principal.Kind.ADMIN_TOKEN, Set.of("*"));
  private static final int RANDOM_BYTES = 32;
  private static final int MIN_LENGTH = 32;

  private final byte[] token;

  static AdminToken at(Path file, SecureRandom random) throws IOException {
    byte[] bytes = SecretFile.readOrCreate(file, () -> fresh(random));
    String token = new String(bytes, StandardCharsets.US_ASCII).strip();
    if (token.length() < MIN_LENGTH) {
      throw new IOException(file + " is too short for a token; delete it to have a new one made");
    }
    return new AdminToken(token);
  }

  private static byte[] fresh(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return (token + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  private AdminToken(String token) {
    this.token = token.getBytes(StandardCharsets.US_ASCII);
  }

  boolean matches(String bearer, RequestHead head) {
    boolean equal = MessageDigest.isEqual(token, bearer.getBytes(StandardCharsets.UTF_8));
    return equal && local(head);
  }

  Principal principal() {
    return ADMIN;
  }

  /** A proxy on this machine makes everyone local: what it forwards is not. */
  private static boolean local(RequestHead head) {
    return head.remote() != null
        && head.remote().isLoopbackAddress()
        && head.header("forwarded").isEmpty()
        && head.header("x-forwarded-for").isEmpty();
  }
}
