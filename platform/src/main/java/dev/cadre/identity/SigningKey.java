package dev.cadre.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key that SigV4 derives from a secret for one day, region and service. */
final class SigningKey {
  private static final String HMAC = "HmacSHA256";

  private final byte[] key;

  static SigningKey of(String secret, CredentialScope scope) {
    byte[] key = hmac(utf8("AWS4" + secret), scope.date());
    key = hmac(key, scope.region());
    key = hmac(key, scope.service());
    return new SigningKey(hmac(key, "aws4_request"));
  }

  private SigningKey(byte[] key) {
    this.key = key;
  }

  /** Lower-case hex. */
  String sign(String text) {
    return HexFormat.of().formatHex(hmac(key, text));
  }

  /** Compares in a time that tells nothing of either. */
  static boolean equal(String expected, String given) {
    return MessageDigest.isEqual(utf8(expected), utf8(given));
  }

  static String sha256(String text) {
    return HexFormat.of().formatHex(digest().digest(utf8(text)));
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(utf8(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
